package io.weir.ip4.internal;

import io.weir.fib.Table;
import io.weir.fib.tests.RouterFamily;
import io.weir.fib.tests.RouterModelBase;
import io.weir.ip4.Ip4Lookup;
import io.weir.net.Ip4Address;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

class RouterModelTest extends RouterModelBase {
    @Override
    protected RouterFamily family() {
        return new RouterFamily() {
            private Ip4Lookup lookup;

            @Override
            public String name() {
                return "ip4";
            }

            @Override
            public String word() {
                return "ip";
            }

            @Override
            public WeirPlugin plugin() {
                return new Ip4Plugin();
            }

            @Override
            public String address(final int number) {
                return Ip4Address.format(number);
            }

            @Override
            public String prefix(final int number, final int bits) {
                return Ip4Address.format(number) + "/" + bits;
            }

            @Override
            public boolean hasEdges() {
                return true;
            }

            @Override
            public int forwarding(final Registrar asker, final Table table, final int number) {
                if (lookup == null) {
                    lookup = asker.service(Ip4Lookup.class);
                }
                return lookup.forwarding(table.index(), number);
            }
        };
    }
}
