package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table so large that lookups of a vector overlap: packets go the same ways, and are counted the same. */
@Timeout(60)
class LargeTableTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForwardAndCountWhenTableIsLarge(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("set ip neighbor static right 192.168.2.3 6:5:4:3:2:2");
            // 1,563 plies.
            host.cli("ip route add 20.0.0.0/24 count 400000 via 192.168.2.2 right");
            host.cli("ip route add 10.0.0.0/8 via 192.168.2.2 right via 192.168.2.3 right");
            for (int i = 0; i < 300; i++) {
                left.send(TestPacket.udp("192.168.1.2", "20." + i % 6 + "." + i % 256 + ".9"));
            }
            for (int i = 0; i < 100; i++) {
                left.send(TestPacket.udp("192.168.1.2", "10.0.0." + i));
            }
            left.send(TestPacket.udp("192.168.1.2", "192.168.1.1"));
            left.send(TestPacket.udp("192.168.1.2", "99.0.0.1"));
            final List<PacketView> seen = host.receive(right, 400);
            assertThat(seen)
                    .filteredOn(packet -> packet.destination().startsWith("20."))
                    .hasSize(300);
            host.untilIdle();
            assertThat(host.errors("ip4-no-route")).isOne();
            assertThat(host.errors("ip4-closed-port")).isOne();
            assertThat(host.cli("show ip fib 20.3.3.0/24")).contains("to:[1:");
            assertThat(host.cli("show ip fib 10.0.0.0/8")).contains("to:[100:");
            host.cli("ip route del 20.0.0.0/24 count 400000");
            left.send(TestPacket.udp("192.168.1.2", "20.1.1.1"));
            host.until(() -> host.errors("ip4-no-route") == 2);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }
}
