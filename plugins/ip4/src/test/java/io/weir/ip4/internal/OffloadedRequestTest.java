package io.weir.ip4.internal;

import io.weir.fib.tests.OffloadedRequestBase;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestPacket;
import java.util.List;

class OffloadedRequestTest extends OffloadedRequestBase {
    @Override
    protected String family() {
        return "ip4";
    }

    @Override
    protected WeirPlugin plugin() {
        return new Ip4Plugin();
    }

    @Override
    protected List<String> setUp() {
        return List.of(
                "set interface ip address left 192.168.1.1/24",
                "set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
    }

    @Override
    protected List<TestPacket> requests() {
        return List.of(
                TestPacket.echo("192.168.1.2", "192.168.1.1").payload(100),
                TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.1.2", "192.168.1.1"));
    }
}
