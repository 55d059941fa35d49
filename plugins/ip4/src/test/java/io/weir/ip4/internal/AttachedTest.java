package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts on a link that are in none of its subnets: a route says that they are there. */
@Timeout(60)
class AttachedTest {
    private static final long MAC = 0x0605_0403_0209L;
    private static final int PACKETS = 200;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAskForHostsThatAnOperatorsRouteAttaches(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("ip route add 10.9.0.0/16 via right");
            final TestPacket packet = TestPacket.udp("192.168.1.2", "10.9.1.1");
            left.send(packet);
            final PacketView asked = host.receive(right, 1).getFirst();
            assertThat(asked.u16(12)).isEqualTo(0x0806);
            assertThat(asked.ip4(28)).isEqualTo("192.168.2.1");
            assertThat(asked.ip4(38)).isEqualTo("10.9.1.1");
            right.send(TestPacket.arp(2, MAC, "10.9.1.1", "192.168.2.1"));
            assertThat(host.receive(right, 1).getFirst().destinationMac()).isEqualTo(MAC);
            assertThat(host.cli("show ip fib 10.9.1.1")).contains("10.9.1.1/32", "adjacency");
            // Known, it is no matter of main's any more, which takes so many at once and no more.
            for (int i = 0; i < PACKETS; i++) {
                left.send(packet);
            }
            assertThat(host.receive(right, PACKETS)).hasSize(PACKETS);
            // Such a host may ask for this one.
            right.send(TestPacket.arp(1, MAC, "10.9.1.1", "192.168.2.1"));
            assertThat(host.receive(right, 1).getFirst().u16(20)).isEqualTo(2);
            // Where the route has it elsewhere, or nowhere, what is known of it leads nobody astray.
            host.cli("ip route add 10.9.0.0/16 via left");
            host.cli("ip route del 10.9.0.0/16 via right");
            assertThat(host.cli("show ip fib 10.9.1.1")).doesNotContain("10.9.1.1/32");
            host.cli("ip route del 10.9.0.0/16");
            final long before = host.errors("ip4-no-route");
            left.send(packet);
            host.until(() -> host.errors("ip4-no-route") == before + 1);
            // It is still known, and found again when a route says where.
            host.cli("ip route add 10.9.1.0/24 via right");
            assertThat(host.cli("show ip fib 10.9.1.1")).contains("10.9.1.1/32");
            left.send(packet);
            assertThat(host.receive(right, 1).getFirst().destinationMac()).isEqualTo(MAC);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }
}
