package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom ARP believes, and whom it has room for. */
@Timeout(60)
class ArpTest {
    private static final long OTHER = MacAddress.parse("02:00:00:00:00:bb");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSayThatTableIsFullWhenAnswerFindsNoRoom(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor-config limit 1");
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.9"));
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.9"));
            host.until(() -> right.waitingFrames() == 1);
            host.untilIdle();
            // One that was given, and never gives way.
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            right.send(TestPacket.arp(2, OTHER, "192.168.2.9", "192.168.2.1").toMac(right.mac()));
            // Two packets and the answer.
            host.until(() -> host.errors("arp-table-full") == 3);
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.9"));
            host.until(() -> host.errors("arp-table-full") == 4);
            host.cli("set ip neighbor-config norecycle");
            right.received();
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.77"));
            host.until(() -> host.errors("arp-table-full") == 5);
            // A request for this host is answered, whether its sender is known or not.
            right.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.2.78", "192.168.2.1")
                    .toMac(MacAddress.BROADCAST)
                    .frame());
            host.until(() -> host.errors("arp-table-full") == 6 && right.waitingFrames() > 0);
            assertThat(host.errors("arp-unanswered")).isZero();
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLearnNothingWhenSenderIsNoHostOrAnother(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface left = host.addInterface("left");
            host.cli("set interface ip address left 192.168.1.1/24");
            left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.1.255", "192.168.1.1")
                    .toMac(MacAddress.BROADCAST)
                    .frame());
            left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.1.0", "192.168.1.1")
                    .toMac(MacAddress.BROADCAST)
                    .frame());
            final byte[] forged = TestPacket.arp(1, OTHER, "192.168.1.7", "192.168.1.1")
                    .toMac(left.mac())
                    .frame();
            forged[11] ^= 1;
            left.send(forged);
            host.until(() -> host.errors("arp-no-host") == 2 && host.errors("arp-mac-mismatch") == 1);
            assertThat(left.received()).isEmpty();
            assertThat(host.cli("show ip neighbors")).doesNotContain("192.168.1");

            // Gratuitous: what is known changes, what isn't known is not learnt.
            left.send(TestPacket.arp(1, OTHER, "192.168.1.8", "192.168.1.8")
                    .toMac(MacAddress.BROADCAST)
                    .frame());
            left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.1.9", "192.168.1.1")
                    .toMac(left.mac())
                    .frame());
            host.until(() -> left.waitingFrames() == 1);
            left.send(TestPacket.arp(1, OTHER, "192.168.1.9", "192.168.1.9")
                    .toMac(MacAddress.BROADCAST)
                    .frame());
            host.until(() -> host.cli("show ip neighbors").contains(MacAddress.format(OTHER)));
            assertThat(host.cli("show ip neighbors"))
                    .contains("192.168.1.9")
                    .doesNotContain("192.168.1.8")
                    .doesNotContain(MacAddress.format(TestPacket.DEFAULT_SOURCE_MAC));
            assertThat(host.cli("show ip neighbor-config")).contains("limit:50000, age:600, recycle:1");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }
}
