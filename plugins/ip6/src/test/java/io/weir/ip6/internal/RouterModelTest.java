package io.weir.ip6.internal;

import io.weir.fib.Table;
import io.weir.fib.tests.RouterFamily;
import io.weir.fib.tests.RouterModelBase;
import io.weir.ip6.Ip6Lookup;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** The upper half of a number lies in the upper half of the address, the lower in the lower. */
class RouterModelTest extends RouterModelBase {
    private static final long NET = 0x2001_0db8_0000_0000L;

    @Override
    protected RouterFamily family() {
        return new RouterFamily() {
            private Ip6Lookup lookup;

            @Override
            public String name() {
                return "ip6";
            }

            @Override
            public String word() {
                return "ip6";
            }

            @Override
            public WeirPlugin plugin() {
                return new Ip6Plugin();
            }

            @Override
            public String[] setUp() {
                return new String[] {"set plugin setting ip6 dad-transmits 0", "set plugin setting ip6 mld-robustness 0"
                };
            }

            private static long high(final int number) {
                return NET | number >>> 16;
            }

            @Override
            public String address(final int number) {
                return new Ip6Address(high(number), number & 0xffff).toString();
            }

            @Override
            public String prefix(final int number, final int bits) {
                if (bits == 0) {
                    return "::/0";
                }
                return address(number) + "/" + (bits <= 16 ? 48 + bits : 96 + bits);
            }

            @Override
            public boolean hasEdges() {
                return false;
            }

            @Override
            public int forwarding(final Registrar asker, final Table table, final int number) {
                if (lookup == null) {
                    lookup = asker.service(Ip6Lookup.class);
                }
                return lookup.forwarding(table.index(), high(number), number & 0xffff);
            }
        };
    }
}
