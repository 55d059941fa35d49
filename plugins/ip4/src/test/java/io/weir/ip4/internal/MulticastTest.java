package io.weir.ip4.internal;

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
    private static final String SOURCE = "192.168.1.2";
    private static final long GROUP_MAC = MacAddress.parse("01:00:5e:01:02:03");

    private TestInterface left;
    private List<TestInterface> rights;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            left = host.addInterface("left");
            rights = List.of(host.addInterface("r1"), host.addInterface("r2"), host.addInterface("r3"));
            host.cli("set interface ip address left 192.168.1.1/24");
            for (int i = 0; i < 3; i++) {
                host.cli("set interface ip address r" + (i + 1) + " 192.168." + (i + 2) + ".1/24");
            }
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    /** 232.129.2.3 and 232.1.2.3 have the same MAC address: 23 bits of a group count. */
    private static TestPacket datagram(final String group, final int length) {
        final byte[] payload = new byte[length - 28];
        new Random(length).nextBytes(payload);
        return TestPacket.udp(SOURCE, group).payload(payload).toMac(GROUP_MAC);
    }

    private int waiting() {
        return rights.stream().mapToInt(TestInterface::waitingFrames).sum();
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
            host.cli("ip mroute add 232.129.2.3 via left Accept via left Forward via r1 Forward via r2 Forward"
                    + " via r3 Forward");
            final TestPacket sent = datagram("232.129.2.3", length).ttl(9);
            for (int i = 0; i < packets; i++) {
                left.send(sent);
            }
            host.until(() -> waiting() == 3 * packets);
            for (final TestInterface right : rights) {
                assertThat(right.received()).hasSize(packets).allSatisfy(frame -> {
                    final PacketView view = PacketView.of(frame);
                    assertThat(view.destinationMac()).isEqualTo(GROUP_MAC);
                    assertThat(view.sourceMac()).isEqualTo(right.mac());
                    assertThat(view.etherType()).isEqualTo(0x0800);
                    assertThat(view.ttl()).isEqualTo(8);
                    assertThat(view.headerChecksumGood()).isTrue();
                    assertThat(view.checksumGood()).isTrue();
                    assertThat(view.payload())
                            .isEqualTo(PacketView.ofIp(sent.ip()).payload());
                });
            }
            assertThat(left.waitingFrames()).isZero();
            assertThat(host.cli("show ip mfib 232.129.2.3"))
                    .contains(
                            "ipv4-VRF:0, fib_index:0 flags:none\n(*, 232.129.2.3/32):\n  fib:0 index:",
                            "   left: Accept, Forward,\n   r1: Forward,\n",
                            "  multicast-ip4-chain\n",
                            "buckets:4 to:[" + packets + ":" + (long) packets * length + "]]",
                            "ipv4-mcast: r1: mtu:9000 next:");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTakeTheRouteThatSaysMost(final int workers) {
        run(workers, host -> {
            host.cli("ip table add 7");
            host.cli("ip mroute add 192.168.1.2 232.1.1.1 via left Accept via r1 Forward");
            host.cli("ip mroute add 232.1.1.1 via left Accept via r2 Forward");
            host.cli("ip mroute add 232.1.0.0/16 via left Accept via r3 Forward");
            host.cli("ip mroute add 224.0.0.0/4 via left Accept via r1 Forward via r2 Forward");
            host.cli("ip mroute add table 7 232.1.1.1 via left Accept via r3 Forward");
            left.send(TestPacket.udp(SOURCE, "232.1.1.1"));
            host.untilIdle();
            assertThat(rights).extracting(TestInterface::waitingFrames).containsExactly(1, 0, 0);
            left.send(TestPacket.udp("192.168.1.9", "232.1.1.1"));
            host.untilIdle();
            assertThat(rights).extracting(TestInterface::waitingFrames).containsExactly(1, 1, 0);
            left.send(TestPacket.udp(SOURCE, "232.1.1.2"));
            host.untilIdle();
            assertThat(rights).extracting(TestInterface::waitingFrames).containsExactly(1, 1, 1);
            left.send(TestPacket.udp(SOURCE, "239.1.1.2"));
            host.untilIdle();
            assertThat(rights).extracting(TestInterface::waitingFrames).containsExactly(2, 2, 1);
            host.cli("ip mroute del 192.168.1.2 232.1.1.1");
            host.cli("ip mroute del 232.1.1.1 via r2 Forward via left Accept");
            left.send(TestPacket.udp(SOURCE, "232.1.1.1"));
            host.untilIdle();
            assertThat(rights).extracting(TestInterface::waitingFrames).containsExactly(2, 2, 2);
            assertThat(host.cli("show ip mfib table 0")).doesNotContain("232.1.1.1");
            assertThat(host.cli("show ip mfib")).contains("(*, 232.1.1.1/32)", "(*, 224.0.0.0/4)");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropWithReasonWhenPacketGoesNowhere(final int workers) {
        run(workers, host -> {
            host.cli("ip mroute add 232.1.1.1 via r1 Accept via r2 Forward");
            host.cli("ip mroute add 232.1.1.2 via left Accept via r1 Forward");
            host.cli("ip mroute add 232.1.1.3 via left Accept via left Forward");
            host.cli("ip mroute add 224.0.0.0/8 via left Accept via r1 Forward");
            left.send(TestPacket.udp(SOURCE, "232.1.1.1"));
            left.send(TestPacket.udp(SOURCE, "232.1.1.2").ttl(1));
            left.send(TestPacket.udp(SOURCE, "232.1.1.3"));
            left.send(TestPacket.udp(SOURCE, "224.0.0.5"));
            left.send(TestPacket.udp(SOURCE, "239.0.0.5"));
            host.untilIdle();
            assertThat(host.errors("ip4-mfib-forward-rpf", "ip4-multicast-rpf")).isOne();
            assertThat(host.cli("show errors")).contains("multicast RPF check failed");
            assertThat(host.errors("ip4-time-expired")).isOne();
            assertThat(host.errors("ip4-multicast-not-forwarded")).isEqualTo(3);
            assertThat(waiting() + left.waitingFrames()).as("sent or answered").isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCutWhatIsTooLongUnlessItMayNotBe(final int workers) {
        run(workers, host -> {
            host.cli("ip mroute add 232.129.2.3 via left Accept via r1 Forward via r2 Forward");
            host.cli("set interface mtu packet 1000 r1");
            left.send(datagram("232.129.2.3", 1_500).ttl(9));
            host.until(() -> waiting() == 3);
            final List<PacketView> parts =
                    rights.getFirst().received().stream().map(PacketView::of).toList();
            assertThat(parts).hasSize(2).allSatisfy(part -> {
                assertThat(part.ttl()).isEqualTo(8);
                assertThat(part.destinationMac()).isEqualTo(GROUP_MAC);
                assertThat(part.totalLength()).isLessThanOrEqualTo(1_000);
                assertThat(part.headerChecksumGood()).isTrue();
            });
            assertThat(parts.stream().mapToInt(part -> part.totalLength() - 20).sum())
                    .isEqualTo(1_480);
            left.send(datagram("232.129.2.3", 1_500).fragment(0x4000));
            host.untilIdle();
            assertThat(host.errors("ip4-mtu-exceeded")).isOne();
            assertThat(rights).extracting(TestInterface::waitingFrames).containsExactly(0, 2, 0);
            assertThat(left.waitingFrames()).as("answers").isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDeliverToThisHostBesideForwarding(final int workers) {
        run(workers, host -> {
            host.cli("ip mroute add 232.1.1.1 via left Accept via r1 Forward via r2 Forward via local Forward");
            host.cli("ip mroute add 224.0.0.9 via left Accept via local Forward");
            left.send(TestPacket.udp(SOURCE, "232.1.1.1").payload(800));
            left.send(TestPacket.udp(SOURCE, "232.1.1.1").payload(10).ttl(1));
            left.send(TestPacket.udp(SOURCE, "224.0.0.9").ttl(1));
            left.send(TestPacket.echo(SOURCE, "232.1.1.1"));
            host.untilIdle();
            assertThat(host.errors("ip4-closed-port")).isEqualTo(3);
            assertThat(host.errors("icmp4-echo-to-group")).isOne();
            assertThat(host.errors("ip4-time-expired")).isOne();
            assertThat(rights).extracting(TestInterface::waitingFrames).containsExactly(2, 2, 0);
            assertThat(left.waitingFrames())
                    .as("answers to what came to a group")
                    .isZero();
        });
    }

    /** What puts fragments together writes to their buffers, which must not be those of the copies that leave. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPutFragmentsTogetherForThisHostBesideForwardingThem(final int workers) {
        run(workers, host -> {
            host.cli("ip mroute add 232.1.1.1 via left Accept via r1 Forward via r2 Forward via local Forward");
            final List<TestPacket> fragments = TestPacket.udp(SOURCE, "232.1.1.1")
                    .payload(3_000)
                    .identification(77)
                    .fragments(800);
            fragments.forEach(left::send);
            host.until(() -> waiting() == 2 * fragments.size());
            host.untilIdle();
            assertThat(host.errors("ip4-closed-port")).isOne();
            for (final TestInterface right : rights.subList(0, 2)) {
                assertThat(right.received().stream()
                                .map(frame -> PacketView.of(frame).payload()))
                        .containsExactlyElementsOf(fragments.stream()
                                .map(each -> PacketView.ofIp(each.ip()).payload())
                                .toList());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldFollowInterfacesAndTables(final int workers) {
        run(workers, host -> {
            host.cli("ip table add 7");
            host.cli("ip mroute add 232.129.2.3 via left Accept via r1 Forward via r2 Forward");
            host.cli("ip mroute add table 7 232.129.2.3 via left Accept via r3 Forward");
            host.cli("set interface mac address r1 02:00:00:00:77:01");
            left.send(datagram("232.129.2.3", 100));
            host.until(() -> waiting() == 2);
            assertThat(PacketView.of(rights.getFirst().received().getFirst()).sourceMac())
                    .isEqualTo(MacAddress.parse("02:00:00:00:77:01"));
            host.host().interfaces().delete(rights.get(1).device());
            assertThat(host.cli("show ip mfib")).contains("r1: Forward").doesNotContain("r2");
            left.send(datagram("232.129.2.3", 100));
            host.until(() -> rights.getFirst().waitingFrames() == 1);
            host.cli("set interface ip address del left all");
            host.cli("set interface ip table left 7");
            host.cli("set interface ip address left 192.168.1.1/24");
            left.send(datagram("232.129.2.3", 100));
            host.until(() -> rights.get(2).waitingFrames() == 1);
            host.cli("set interface ip address del left all");
            host.cli("set interface ip table left 0");
            assertThat(host.refused("ip table del 7")).endsWith("is in use: 1 multicast route");
            host.cli("ip mroute del table 7 232.129.2.3");
            host.cli("ip table del 7");
            host.until(() -> !host.cli("show ip table").contains("table_id:7"));
        });
    }

    @Test
    void shouldRefuseWithOneSentenceWhenInputIsBad() {
        run(0, host -> {
            host.cli("ip mroute add 232.1.1.1 via left Accept via r1 Forward");
            final String before = host.cli("show ip mfib");
            assertThat(host.refused("ip mroute add 10.1.1.1 via left Accept"))
                    .endsWith("10.1.1.1 is no multicast group");
            assertThat(host.refused("ip mroute add 192.0.0.0/2 via left Accept"))
                    .endsWith("192.0.0.0/2 is no multicast group");
            assertThat(host.refused("ip mroute add 232.1.1.2 232.1.1.1 via left Accept"))
                    .endsWith("232.1.1.2 is no address of a source");
            assertThat(host.refused("ip mroute add 10.0.0.1 232.1.1.0/24 via left Accept"))
                    .endsWith("232.1.1.0/24 are many groups: a route with a source is for one");
            assertThat(host.refused("ip mroute add 224.0.0.5 via left Accept via r1 Forward"))
                    .endsWith(
                            "224.0.0.5 belongs to its link and is never forwarded: only `via local Forward' and Accept");
            assertThat(host.refused("ip mroute add 232.1.1.1 via nowhere Forward"))
                    .contains("nowhere");
            assertThat(host.refused("ip mroute add 232.1.1.1"))
                    .endsWith("expected interfaces: via INTERFACE Accept, via INTERFACE Forward or via local Forward");
            assertThat(host.refused("ip mroute add 232.1.1.1 via local Accept"))
                    .endsWith("`via local' takes packets: expected Forward");
            assertThat(host.refused("ip mroute add table 9 232.1.1.1 via left Accept"))
                    .endsWith("table 9 doesn't exist");
            assertThat(host.refused("ip mroute del 232.1.1.9"))
                    .endsWith("there is no multicast route (*, 232.1.1.9/32)");
            assertThat(host.refused("ip mroute del 232.1.1.1 via r2 Forward"))
                    .endsWith("the multicast route (*, 232.1.1.1/32) has no such path");
            assertThat(host.refused("show ip mfib 10.0.0.1")).endsWith("10.0.0.1 is no multicast group");
            assertThat(host.cli("show ip mfib")).isEqualTo(before);
        });
    }

    @Test
    void shouldRefuseMoreInterfacesThanARouteMayHave() {
        run(0, host -> {
            final StringBuilder line = new StringBuilder("ip mroute add 232.1.1.1 via left Accept");
            for (int i = 0; i < 64; i++) {
                host.addInterface("x" + i);
                line.append(" via x").append(i).append(" Forward");
            }
            assertThat(host.refused(line + " via r1 Forward")).endsWith("forwards to 64 at most");
            assertThat(host.cli("show ip mfib")).doesNotContain("232.1.1.1");
            host.cli(line.toString());
            left.send(datagram("232.1.1.1", 1_000));
            host.untilIdle();
            assertThat(host.cli("show ip mfib")).contains("buckets:64 to:[1:1000]");
        });
    }
}
