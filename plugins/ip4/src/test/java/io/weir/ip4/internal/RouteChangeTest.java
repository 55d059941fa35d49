package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.testkit.TestHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes and neighbours that change under traffic: every packet finds the old way or the new one. */
class RouteChangeTest {
    private static final int ROUNDS = Boolean.getBoolean("weir.slow") ? 300 : 100;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropNoPacketWhenRoutesChangeUnderTraffic(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            configure(host);
            for (int round = 0; round < ROUNDS; round++) {
                change(host, round);
                host.host().turn(0);
            }
            host.until(() -> host.host().interfaces().count(Kind.RX, swIfIndex(host, "pg0"))[0] > 20_000);
            host.cli("packet-generator disable");
            host.untilIdle();

            assertThat(host.host().interfaces().count(Kind.DROP, swIfIndex(host, "pg0"))[0])
                    .isZero();
            assertThat(sent(host, "pg1") + sent(host, "pg2"))
                    .isEqualTo(host.host().interfaces().count(Kind.RX, swIfIndex(host, "pg0"))[0]);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private static void configure(final TestHost host) {
        for (int i = 0; i < 3; i++) {
            host.cli("create packet-generator interface pg" + i);
            host.cli("set interface ip address pg" + i + " 192.168." + i + ".1/24");
            host.cli("set interface state pg" + i + " up");
        }
        host.cli("set ip neighbor static pg1 192.168.1.2 6:5:4:3:2:1");
        host.cli("set ip neighbor static pg2 192.168.2.2 6:5:4:3:2:2");
        host.cli("ip route add 10.0.0.0/8 via 192.168.1.2 pg1");
        host.cli(
                "packet-generator new { name s0 limit -1 size 64-64 node ip4-input worker 0 interface pg0 data { "
                        + "UDP: 192.168.0.2 -> 10.0.0.0 + 10.3.255.255 UDP: 4321 -> 1234 length 30 checksum 0 incrementing 1 } }");
        host.cli("packet-generator enable");
    }

    /** More specific routes come and go over one that stays, by either neighbour, and a neighbour changes its address. */
    private static void change(final TestHost host, final int round) {
        final int way = 1 + (round & 1);
        final String via = " via 192.168." + way + ".2 pg" + way;
        switch (round % 4) {
            case 0 -> host.cli("ip route add 10.0.0.0/16 count 4" + via);
            case 1 -> host.cli("ip route add 10.0.0.0/26 count 1024" + via);
            case 2 -> host.cli("ip route del 10.0.0.0/16 count 4 via 192.168.1.2 pg1");
            default -> {
                host.cli("ip route del 10.0.0.0/26 count 1024 via 192.168.2.2 pg2");
                host.cli("set ip neighbor static pg1 192.168.1.2 6:5:4:3:" + Integer.toHexString(round & 15) + ":1");
            }
        }
    }

    private static long sent(final TestHost host, final String name) {
        return host.host().interfaces().count(Kind.TX, swIfIndex(host, name))[0];
    }

    private static int swIfIndex(final TestHost host, final String name) {
        return host.host().interfaces().byName(name).swIfIndex();
    }
}
