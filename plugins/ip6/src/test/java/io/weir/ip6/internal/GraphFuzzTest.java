package io.weir.ip6.internal;

import io.weir.fib.tests.GarbageFamily;
import io.weir.fib.tests.GraphFuzzBase;
import io.weir.fib.tests.Ip6Garbage;

class GraphFuzzTest extends GraphFuzzBase {
    @Override
    protected GarbageFamily family() {
        return new Ip6Garbage(new GarbageFamily.Named("ip6", new Ip6Plugin()));
    }
}
