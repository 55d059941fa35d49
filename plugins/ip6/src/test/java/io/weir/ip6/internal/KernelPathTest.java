package io.weir.ip6.internal;

import io.weir.fib.tests.KernelBase;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Netns;
import java.util.List;

class KernelPathTest extends KernelBase {
    @Override
    protected String family() {
        return "ip6";
    }

    @Override
    protected WeirPlugin plugin() {
        return new Ip6Plugin();
    }

    @Override
    protected List<String> setUp() {
        return List.of("set plugin setting ip6 dad-transmits 0");
    }

    @Override
    protected String address(final int net, final int host) {
        return "2001:db8:" + net + "::" + host;
    }

    @Override
    protected int bits() {
        return 64;
    }

    @Override
    protected String option() {
        return "-6";
    }

    @Override
    protected String tooBig() {
        return "Packet too big: mtu=";
    }

    @Override
    protected int headers() {
        return 48;
    }

    @Override
    protected String putTogether(final Netns in) {
        return in.run("sh", "-c", "grep Ip6ReasmOKs /proc/net/snmp6");
    }
}
