package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets to groups, by static routes. */
@Timeout(60)
class MulticastTest {
    private static final String SOURCE = "2001:db8:1::2";
    private static final String GROUP = "ff0e::8:1:2";
    private static final long GROUP_MAC = MacAddress.parse("33:33:00:01:00:02");

    private TestInterface left;
    private List<TestInterface> rights;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            left = host.addInterface("left");
            rights = List.of(host.addInterface("r1"), host.addInterface("r2"), host.addInterface("r3"));
            host.cli("set interface ip address left 2001:db8:1::1/64");
            for (int i = 0; i < 3; i++) {
                host.cli("set interface ip address r" + (i + 1) + " 2001:db8:" + (i + 2) + "::1/64");
            }
            host.cli("set ip neighbor left 2001:db8:1::2 02:00:00:00:00:aa");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static TestPacket datagram(final int length) {
        final byte[] payload = new byte[length - 48];
        new Random(length).nextBytes(payload);
        return TestPacket.udp(SOURCE, GROUP).payload(payload).toMac(GROUP_MAC);
    }

    private int waiting() {
        return rights.stream().mapToInt(TestInterface::waitingFrames).sum();
    }

    private void expect(final TestPacket sent, final int packets) {
        for (final TestInterface right : rights) {
            assertThat(right.received()).hasSize(packets).allSatisfy(frame -> {
                final PacketView view = PacketView.of(frame);
                assertThat(view.destinationMac()).isEqualTo(GROUP_MAC);
                assertThat(view.sourceMac()).isEqualTo(right.mac());
                assertThat(view.etherType()).isEqualTo(0x86dd);
                assertThat(view.ttl()).isEqualTo(8);
                assertThat(view.checksumGood()).isTrue();
                assertThat(view.payload()).isEqualTo(PacketView.ofIp(sent.ip()).payload());
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 60, 1",
        "1, 60, 300",
        "4, 60, 300",
        "0, 1500, 40",
        "1, 1500, 40",
        "4, 1500, 40",
        "0, 9000, 20",
        "1, 9000, 20",
        "4, 9000, 20"
    })
    void shouldSendWholeCopiesToAllInterfacesButTheirOwn(final int workers, final int length, final int packets) {
        run(workers, host -> {
            rights.forEach(each ->
                    host.cli("set interface mtu packet 9000 " + each.device().name()));
            host.cli("ip mroute add ff0e::/16 via left Accept via r3 Accept");
            host.cli("ip mroute add " + SOURCE + " " + GROUP
                    + " via left Accept via left Forward via r1 Forward via r2 Forward via r3 Forward");
            final TestPacket sent = datagram(length).ttl(9);
            for (int i = 0; i < packets; i++) {
                left.send(sent);
            }
            host.until(() -> waiting() == 3 * packets);
            expect(sent, packets);
            left.send(datagram(700).destinationOptions());
            host.until(() -> waiting() == 3);
            assertThat(left.waitingFrames()).isZero();
            assertThat(host.cli("show ip6 mfib " + GROUP))
                    .contains(
                            "ipv6-VRF:0, fib_index:",
                            "(2001:db8:1::2, ff0e::8:1:2/128):\n  fib:",
                            "\n  Interfaces:\n   left: Accept, Forward,\n   r1: Forward,\n",
                            "  multicast-ip6-chain\n",
                            "buckets:4 to:[" + (packets + 1) + ":",
                            "ipv6-mcast: r1: mtu:9000 next:",
                            "(*, ff0e::/16):");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropWithReasonWhenPacketGoesNowhere(final int workers) {
        run(workers, host -> {
            host.cli("ip mroute add ff0e::1 via r1 Accept via r2 Forward");
            host.cli("ip mroute add ff00::/8 via left Accept via r1 Forward via r2 Forward");
            left.send(TestPacket.udp(SOURCE, "ff0e::1"));
            left.send(TestPacket.udp(SOURCE, "ff0e::2").ttl(1));
            left.send(TestPacket.udp(SOURCE, "ff02::77"));
            left.send(TestPacket.udp("fe80::2", "ff0e::2"));
            host.untilIdle();
            assertThat(host.errors("ip6-mfib-forward-rpf", "ip6-multicast-rpf")).isOne();
            assertThat(host.errors("ip6-time-expired")).isOne();
            assertThat(host.errors("ip6-multicast-not-forwarded")).isEqualTo(2);
            assertThat(waiting() + left.waitingFrames()).as("sent or answered").isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellSenderWhenPacketIsTooLongForSome(final int workers) {
        run(workers, host -> {
            host.cli("ip mroute add " + GROUP + " via left Accept via r1 Forward via r2 Forward");
            host.cli("set interface mtu packet 1300 r1");
            left.send(datagram(1_500));
            host.until(() -> left.waitingFrames() == 1 && rights.get(1).waitingFrames() == 1);
            final PacketView error = PacketView.of(left.received().getFirst());
            assertThat(error.icmp()).isEqualTo(0x0200);
            assertThat(error.u32(error.transport() + 4)).isEqualTo(1_300);
            assertThat(error.checksumGood()).isTrue();
            assertThat(host.errors("ip6-mtu-exceeded")).isOne();
            assertThat(rights.getFirst().waitingFrames()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDeliverToThisHostWhatItIsInTheGroupOf(final int workers) {
        run(workers, host -> {
            host.cli("ip mroute add ff00::/8 via r1 Accept via r2 Forward");
            host.cli("ip mroute add " + GROUP + " via left Accept via r1 Forward via local Forward");
            left.send(TestPacket.echo(SOURCE, "ff02::1").toMac(MacAddress.parse("33:33:00:00:00:01")));
            left.send(TestPacket.echo(SOURCE, GROUP).toMac(GROUP_MAC).payload(700));
            left.send(datagram(600));
            host.until(() -> left.waitingFrames() == 2 && rights.getFirst().waitingFrames() == 2);
            host.untilIdle();
            assertThat(host.errors("ip6-closed-port")).isOne();
            assertThat(left.received()).allSatisfy(frame -> {
                final PacketView view = PacketView.of(frame);
                assertThat(view.icmp()).isEqualTo(0x8100);
                assertThat(view.source()).isEqualTo("2001:db8:1::1");
                assertThat(view.checksumGood()).isTrue();
            });
        });
    }

    @Test
    void shouldRefuseWithOneSentenceWhenInputIsBad() {
        run(0, host -> {
            final String before = host.cli("show ip6 mfib");
            assertThat(host.refused("ip mroute add 2001:db8::1 via left Accept"))
                    .endsWith("2001:db8::1 is no multicast group");
            assertThat(host.refused("ip mroute add ff0e::2 ff0e::1 via left Accept"))
                    .endsWith("ff0e::2 is no address of a source");
            assertThat(host.refused("ip mroute add ff02::/16 via left Accept via r1 Forward"))
                    .endsWith(
                            "ff02::/16 belongs to its link and is never forwarded: only `via local Forward' and Accept");
            assertThat(host.refused("ip mroute del ff0e::1")).endsWith("there is no multicast route (*, ff0e::1/128)");
            assertThat(host.cli("show ip6 mfib")).isEqualTo(before);
        });
    }
}
