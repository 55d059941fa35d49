package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table so large that packets are looked up by vectors: they go the same ways, and are counted the same. */
@Timeout(60)
class LargeTableTest {
    private static final int ROUTES = 300;
    private static final long ODD = MacAddress.parse("06:05:04:03:02:02");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForwardAndCountWhenTableIsLarge(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static right 2001:db8:2::2 6:5:4:3:2:1");
            host.cli("set ip neighbor static right 2001:db8:2::3 6:5:4:3:2:2");
            // A comparison with each prefix, more than are looked up one by one.
            for (int i = 0; i < ROUTES; i++) {
                host.cli("ip route add " + block(i) + "::/48 via 2001:db8:2::" + (2 + i % 2) + " right");
            }
            for (int i = 0; i < ROUTES; i++) {
                left.send(TestPacket.udp("2001:db8:1::2", block(i) + "::9").ports(1_024 + i % 2, 9));
            }
            // Beside the prefix that stands alone there.
            left.send(TestPacket.udp("2001:db8:1::2", "2400:200:2::9"));
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:1::1"));
            final List<PacketView> seen = host.receive(right, ROUTES);
            assertThat(seen)
                    .allSatisfy(packet -> assertThat(packet.mac(0) == ODD).isEqualTo(packet.sourcePort() % 2 == 1));
            host.untilIdle();
            assertThat(host.errors("ip6-no-route")).isOne();
            for (int i = 0; i < ROUTES; i++) {
                assertThat(host.cli("show ip6 fib " + block(i) + "::/48")).contains("to:[1:");
            }
            host.cli("ip route del " + block(7) + "::/48");
            left.send(TestPacket.udp("2001:db8:1::2", block(7) + "::9"));
            host.until(() -> host.errors("ip6-no-route") == 2);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private static String block(final int i) {
        return "2400:" + Integer.toHexString(0x200 * (1 + i % 100) + i) + ":1";
    }
}
