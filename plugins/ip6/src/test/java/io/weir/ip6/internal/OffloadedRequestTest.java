package io.weir.ip6.internal;

import io.weir.fib.tests.OffloadedRequestBase;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestPacket;
import java.util.List;

class OffloadedRequestTest extends OffloadedRequestBase {
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
        return List.of(
                "set plugin setting ip6 dad-transmits 0",
                "set plugin setting ip6 mld-robustness 0",
                "set interface ip address left 2001:db8:1::1/64",
                "set ip neighbor static left 2001:db8:1::2 02:00:00:00:00:aa");
    }

    @Override
    protected List<TestPacket> requests() {
        final TestPacket echo = TestPacket.echo("2001:db8:1::2", "2001:db8:1::1");
        return List.of(echo.payload(100), echo.destinationOptions().payload(100));
    }
}
