package io.weir.nat64.internal;

import io.weir.fib.tests.GarbageFamily;
import io.weir.fib.tests.GraphFuzzBase;

/** Garbage through the translator, with whatever offloads. */
class GraphFuzzTest extends GraphFuzzBase {
    @Override
    protected GarbageFamily family() {
        return new Nat64Garbage(true);
    }
}
