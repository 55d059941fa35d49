package io.weir.acl.internal;

import io.weir.fib.tests.GarbageFamily;
import io.weir.fib.tests.GraphFuzzBase;
import io.weir.fib.tests.Ip6Garbage;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import java.util.ArrayList;
import java.util.List;

/** Garbage against lists, with sessions that come and go. */
class Ip6FuzzTest extends GraphFuzzBase {
    private static final class Listed extends Ip6Garbage {
        Listed() {
            super(
                    new Named("ip4", new Ip4Plugin()),
                    new Named("ip6", new Ip6Plugin()),
                    new Named("acl", new AclPlugin()));
        }

        @Override
        public List<String> setUp() {
            final List<String> lines = new ArrayList<>(super.setUp());
            lines.addAll(FuzzLists.setUp("ipv6 "));
            return lines;
        }

        @Override
        public List<Toggle> toggles() {
            final List<Toggle> toggles = new ArrayList<>(super.toggles());
            FuzzLists.toggles("ipv6 ").forEach((on, off) -> toggles.add(new Toggle(on, off)));
            return toggles;
        }
    }

    @Override
    protected GarbageFamily family() {
        return new Listed();
    }
}
