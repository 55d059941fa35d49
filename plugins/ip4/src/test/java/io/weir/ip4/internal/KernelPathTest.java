package io.weir.ip4.internal;

import io.weir.fib.tests.KernelBase;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Netns;

class KernelPathTest extends KernelBase {
    @Override
    protected String family() {
        return "ip4";
    }

    @Override
    protected WeirPlugin plugin() {
        return new Ip4Plugin();
    }

    @Override
    protected String address(final int net, final int host) {
        return "10." + net + ".0." + host;
    }

    @Override
    protected int bits() {
        return 24;
    }

    @Override
    protected String option() {
        return "-4";
    }

    @Override
    protected String tooBig() {
        return "Frag needed and DF set (mtu = ";
    }

    @Override
    protected int headers() {
        return 28;
    }

    @Override
    protected String putTogether(final Netns in) {
        return in.run("sh", "-c", "grep ^Ip: /proc/net/snmp | tail -1 | cut -d' ' -f16");
    }
}
