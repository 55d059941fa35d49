package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An MTU of the protocol's own, below that of all packets. */
@Timeout(60)
class ProtocolMtuTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTellSenderTheMtuOfTheProtocolWhenItIsSet(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static left 2001:db8:1::2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 2001:db8:2::2 6:5:4:3:2:1");
            host.cli("set interface mtu packet 2000 right");
            host.cli("set interface mtu ip6 1300 right");
            assertThat(host.cli("show interface right")).contains("2000/0/1300/0");
            // One that is made later has it too.
            host.cli("set ip neighbor static right 2001:db8:2::3 6:5:4:3:2:3");
            for (final String to : new String[] {"2001:db8:2::2", "2001:db8:2::3"}) {
                final TestPacket packet = TestPacket.udp("2001:db8:1::2", to);
                left.send(packet.payload(1_300 - 48));
                assertThat(host.receive(right, 1).getFirst().totalLength()).isEqualTo(1_300);
                left.send(packet.payload(1_301 - 48));
                final PacketView error = host.receive(left, 1).getFirst();
                assertThat(error.icmp()).isEqualTo(0x0200);
                assertThat(error.u32(error.transport() + 4)).isEqualTo(1_300);
            }
            host.cli("set interface mtu ip6 0 right");
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:2::2").payload(2_000 - 48));

            assertThat(host.receive(right, 1).getFirst().totalLength()).isEqualTo(2_000);
            // More than all packets may have is no more than that.
            host.cli("set interface mtu ip6 9000 right");
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:2::2").payload(2_001 - 48));

            final PacketView error = host.receive(left, 1).getFirst();
            assertThat(error.u32(error.transport() + 4)).isEqualTo(2_000);
            assertThat(host.refused("set interface mtu ip6 1279 right")).contains("ip6 mtu 1279 is out of range");
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }
}
