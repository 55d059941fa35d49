package io.weir.mssclamp.internal;

import io.weir.fib.tests.GarbageFamily;
import io.weir.fib.tests.GraphFuzzBase;
import io.weir.fib.tests.Ip6Garbage;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import java.util.ArrayList;
import java.util.List;

/** Garbage through the clamps, with both families there. */
class Ip6FuzzTest extends GraphFuzzBase {
    private static final class Clamped extends Ip6Garbage {
        Clamped() {
            super(
                    new Named("ip4", new Ip4Plugin()),
                    new Named("ip6", new Ip6Plugin()),
                    new Named("mss_clamp", new MssClampPlugin()));
        }

        @Override
        public List<String> setUp() {
            final List<String> lines = new ArrayList<>(super.setUp());
            lines.add("set interface tcp-mss-clamp right ip6 enable ip6-mss 400");
            return lines;
        }

        @Override
        public List<Toggle> toggles() {
            final List<Toggle> toggles = new ArrayList<>(super.toggles());
            toggles.add(new Toggle(
                    "set interface tcp-mss-clamp left ip6 enable ip6-mss 1",
                    "set interface tcp-mss-clamp left ip6 disable"));
            return toggles;
        }
    }

    @Override
    protected GarbageFamily family() {
        return new Clamped();
    }
}
