package io.weir.ip4.internal;

import io.weir.fib.tests.GarbageFamily;
import io.weir.fib.tests.GraphFuzzBase;
import io.weir.fib.tests.Ip4Garbage;

class GraphFuzzTest extends GraphFuzzBase {
    @Override
    protected GarbageFamily family() {
        return new Ip4Garbage(new GarbageFamily.Named("ip4", new Ip4Plugin()));
    }
}
