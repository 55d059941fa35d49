package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("production")
class ForwardingTest {
    private static final long NEIGHBOR = MacAddress.parse("06:05:04:03:02:01");

    private TestInterface left;
    private TestInterface right;

    private void run(final int workers, final BiConsumer<TestHost, List<TestInterface>> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            body.accept(host, List.of(left, right));
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForwardAndRewriteWhenNeighborIsStatic(final int workers) {
        run(workers, (host, ports) -> {
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("ip route add 10.0.0.0/24 count 65536 via 192.168.2.2 right");
            for (int i = 0; i < 300; i++) {
                left.send(TestPacket.udp("192.168.1.2", "10." + i % 256 + ".7.9"));
            }
            host.until(() -> right.waitingFrames() == 300);
            for (final byte[] frame : right.received()) {
                assertThat(PacketView.of(frame).mac(0)).isEqualTo(NEIGHBOR);
                assertThat(PacketView.of(frame).mac(6)).isEqualTo(right.mac());
                assertThat(PacketView.of(frame).u16(12)).isEqualTo(0x0800);
                assertThat(PacketView.of(frame).u8(22)).isEqualTo(63);
                assertThat(PacketView.of(frame).headerChecksumGood()).isTrue();
            }
            assertThat(host.cli("show ip fib 10.3.7.0/24")).contains("to:[2:92]", "192.168.2.2 right");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAskAndReleaseQueuedPacketsWhenNeighborAnswers(final int workers) {
        run(workers, (host, ports) -> {
            for (int i = 0; i < 3; i++) {
                left.send(TestPacket.udp("192.168.1.2", "192.168.2.9"));
            }
            host.until(() -> right.waitingFrames() > 0);
            final byte[] request = right.received().getFirst();
            assertThat(PacketView.of(request).u16(12)).isEqualTo(0x0806);
            assertThat(PacketView.of(request).mac(0)).isEqualTo(MacAddress.BROADCAST);
            assertThat(PacketView.of(request).ip4(28)).isEqualTo("192.168.2.1");
            assertThat(PacketView.of(request).ip4(38)).isEqualTo("192.168.2.9");
            host.untilIdle();
            right.send(TestPacket.arp(2, NEIGHBOR, "192.168.2.9", "192.168.2.1"));
            host.until(() -> right.waitingFrames() == 3);
            assertThat(right.received()).allSatisfy(frame -> {
                assertThat(PacketView.of(frame).mac(0)).isEqualTo(NEIGHBOR);
                assertThat(PacketView.of(frame).u8(22)).isEqualTo(63);
                assertThat(PacketView.of(frame).headerChecksumGood()).isTrue();
            });
            assertThat(host.cli("show ip neighbors")).contains("192.168.2.9", "06:05:04:03:02:01");
            assertThat(host.cli("show ip fib 192.168.2.9/32")).contains("ipv4 via 192.168.2.9 right");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGiveUpWithHostUnreachableWhenNeighborIsSilent(final int workers) {
        run(workers, (host, ports) -> {
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.9"));
            host.until(() -> left.waitingFrames() == 1);
            final byte[] error = left.received().getFirst();
            assertThat(PacketView.of(error).u16(34)).isEqualTo(0x0301);
            assertThat(right.received()).hasSize(3);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerArpOnlyForOwnAddressOfThatInterface(final int workers) {
        run(workers, (host, ports) -> {
            left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.1.2", "192.168.2.1")
                    .toMac(MacAddress.BROADCAST));
            left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.1.2", "192.168.1.7")
                    .toMac(MacAddress.BROADCAST));
            left.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.1.2", "192.168.1.1")
                    .toMac(MacAddress.BROADCAST));
            host.until(() -> left.waitingFrames() == 1);
            host.untilIdle();
            final List<byte[]> replies = left.received();
            assertThat(replies).hasSize(1);
            assertThat(PacketView.of(replies.getFirst()).mac(0)).isEqualTo(TestPacket.DEFAULT_SOURCE_MAC);
            assertThat(PacketView.of(replies.getFirst()).u16(20)).isEqualTo(2);
            assertThat(PacketView.of(replies.getFirst()).mac(22)).isEqualTo(left.mac());
            assertThat(PacketView.of(replies.getFirst()).ip4(28)).isEqualTo("192.168.1.1");
            assertThat(host.cli("show ip neighbors")).contains("192.168.1.2");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldReplyToEchoWithoutPaddingWhenFrameWasPadded(final int workers) {
        run(workers, (host, ports) -> {
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            final byte[] tiny = TestPacket.echo("192.168.1.2", "192.168.1.1")
                    .ttl(1)
                    .payload(3)
                    .toMac(left.mac())
                    .frame();
            left.send(Arrays.copyOf(tiny, 60));
            left.send(TestPacket.echo("192.168.1.2", "192.168.2.1").payload(56));
            host.until(() -> left.waitingFrames() == 2);
            for (final byte[] reply : left.received()) {
                final int total = PacketView.of(reply).u16(16);
                assertThat(reply).hasSize(14 + total);
                assertThat(PacketView.of(reply).u8(34)).isZero();
                assertThat(PacketView.of(reply).headerChecksumGood()).isTrue();
                assertThat(PacketView.sum(reply, 34, total - 20, 0)).isEqualTo(0xffff);
                assertThat(PacketView.of(reply).ip4(30)).isEqualTo("192.168.1.2");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldReportErrorsAsRouterMustWhenPacketsCannotGoOn(final int workers) {
        run(workers, (host, ports) -> {
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.2").ttl(1));
            left.send(TestPacket.udp("192.168.1.2", "192.168.1.1").ttl(1));
            left.send(TestPacket.ip("192.168.1.2", "192.168.1.1", 99).ttl(9).payload(new byte[40]));
            left.send(TestPacket.ip("192.168.1.2", "192.168.2.2", 17)
                    .ttl(9)
                    .fragment(0x4000)
                    .payload(new byte[1_600]));
            host.until(() -> left.waitingFrames() == 4);
            final List<byte[]> errors = left.received();
            assertThat(errors)
                    .extracting(frame -> PacketView.of(frame).u16(34))
                    .containsExactlyInAnyOrder(0x0b00, 0x0303, 0x0302, 0x0304);
            assertThat(errors).allSatisfy(frame -> {
                assertThat(PacketView.of(frame).headerChecksumGood()).isTrue();
                assertThat(PacketView.of(frame).ip4(26)).isEqualTo("192.168.1.1");
                assertThat(PacketView.sum(frame, 34, frame.length - 34, 0)).isEqualTo(0xffff);
                assertThat(frame.length).isLessThanOrEqualTo(14 + 576);
            });
            assertThat(errors)
                    .filteredOn(frame -> PacketView.of(frame).u16(34) == 0x0304)
                    .allSatisfy(
                            frame -> assertThat(PacketView.of(frame).u16(40)).isEqualTo(1_500));
            // No error about an error or a fragment that isn't the first, and nothing for a sender that is no host.
            left.send(
                    TestPacket.ip("192.168.1.2", "192.168.2.2", 1).ttl(1).payload(new byte[] {3, 1, 0, 0, 0, 0, 0, 0}));
            left.send(TestPacket.ip("192.168.1.2", "192.168.2.2", 17)
                    .ttl(1)
                    .fragment(0x0010)
                    .payload(new byte[64]));
            left.send(TestPacket.udp("255.255.255.255", "192.168.2.2").ttl(1));
            host.until(() -> host.errors("icmp4-not-answered") == 2 && host.errors("ip4-martian-source") == 1);
            assertThat(left.received()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldFragmentWhenPacketIsTooBigAndMayBeCut(final int workers) {
        run(workers, (host, ports) -> {
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            final byte[] payload = new byte[3_000];
            new Random(1).nextBytes(payload);
            left.send(TestPacket.ip("192.168.1.2", "192.168.2.2", 17).ttl(9).payload(payload));
            host.until(() -> right.waitingFrames() == 3);
            final byte[] whole = new byte[3_000];
            for (final byte[] frame : right.received()) {
                assertThat(PacketView.of(frame).headerChecksumGood()).isTrue();
                assertThat(PacketView.of(frame).u16(16)).isLessThanOrEqualTo(1_500);
                final int offset = (PacketView.of(frame).u16(20) & 0x1fff) * 8;
                final int bytes = PacketView.of(frame).u16(16) - 20;
                assertThat((PacketView.of(frame).u16(20) & 0x2000) != 0).isEqualTo(offset + bytes < 3_000);
                System.arraycopy(frame, 34, whole, offset, bytes);
            }
            assertThat(whole).isEqualTo(payload);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropWithReasonWhenHeaderIsWrongOrNoRouteIsThere(final int workers) {
        run(workers, (host, ports) -> {
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            final byte[] checksum = TestPacket.udp("192.168.1.2", "192.168.2.2")
                    .toMac(left.mac())
                    .frame();
            checksum[24] ^= 1;
            final byte[] version = TestPacket.udp("192.168.1.2", "192.168.2.2")
                    .toMac(left.mac())
                    .frame();
            version[14] = 0x55;
            final byte[] length = TestPacket.udp("192.168.1.2", "192.168.2.2")
                    .toMac(left.mac())
                    .frame();
            length[16] = 0x40;
            left.send(checksum).send(version).send(length);
            left.send(TestPacket.udp("192.168.1.2", "99.0.0.1"));
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.255"));
            left.send(TestPacket.udp("192.168.1.2", "224.0.0.5"));
            host.untilIdle();
            assertThat(host.errors("ip4-bad-checksum")).isEqualTo(1);
            assertThat(host.errors("ip4-bad-version")).isEqualTo(1);
            assertThat(host.errors("ip4-bad-length")).isEqualTo(1);
            assertThat(host.errors("ip4-blackhole")).isOne();
            assertThat(host.errors("ip4-no-route")).isOne();
            assertThat(host.errors("ip4-multicast-not-forwarded")).isEqualTo(1);
            host.cli("set interface ip address del left all");
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.2"));
            host.untilIdle();
            assertThat(host.errors("ip4-not-enabled")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldShareFlowsAndFollowRecursionWhenPathsChange(final int workers) {
        run(workers, (host, ports) -> {
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("ip route add 20.0.0.0/8 via 192.168.2.2 right via 192.168.1.2 left");
            host.cli("ip route add 30.0.0.0/8 via 20.1.1.1");
            for (int i = 0; i < 200; i++) {
                left.send(TestPacket.udp("192.168.1.2", "30.0.0." + i));
            }
            host.until(() -> right.waitingFrames() + left.waitingFrames() == 200);
            assertThat(right.received().size()).isBetween(60, 140);
            left.received();
            host.host().interfaces().adminUp(right.device(), false);
            left.send(TestPacket.udp("192.168.1.2", "30.0.0.1"));
            left.send(TestPacket.udp("192.168.1.2", "30.0.0.2"));
            host.until(() -> left.waitingFrames() == 2);
            host.cli("ip route del 20.0.0.0/8");
            assertThat(host.cli("show ip fib 30.0.0.0/8")).contains("unresolved");
            host.cli("ip route add 20.0.0.0/8 via 30.0.0.1");
            assertThat(host.cli("show ip fib 30.0.0.0/8")).contains("recursive-loop");
            left.received();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldChangeNothingAndNameTheInputWhenCommandIsWrong(final int workers) {
        run(workers, (host, ports) -> {
            final String before = host.cli("show ip fib");
            assertThat(host.refused("ip route add 10.0.0.0/8")).contains("expected paths");
            assertThat(host.refused("ip route add 10.0.0.0/8 count 0 via 192.168.2.2 right"))
                    .contains("count 0");
            assertThat(host.refused("ip route add 10.0.0.0/8 via 1.2.3.4 pg7")).contains("pg7");
            assertThat(host.refused("ip route add 10.0.0.0/99 via 192.168.2.2")).contains("10.0.0.0/99");
            assertThat(host.refused("ip route del 10.0.0.0/8")).contains("10.0.0.0/8");
            assertThat(host.refused("ip route add 255.0.0.0/8 count 2 via drop"))
                    .contains("255.255.255.255");
            assertThat(host.refused("set interface ip address right 192.168.1.9/24"))
                    .contains(
                            "failed to add 192.168.1.9/24 on right which conflicts with 192.168.1.1/24 for interface left");
            assertThat(host.refused("set interface ip address left 192.168.1.1/24"))
                    .contains("already");
            assertThat(host.refused("set interface ip address left 10.0.0.0/24"))
                    .contains("network");
            assertThat(host.refused("set interface ip address left 10.0.0.255/24"))
                    .contains("broadcast");
            assertThat(host.refused("set interface ip address left 10.0.0.1/33"))
                    .contains("33");
            assertThat(host.refused("set ip neighbor right 192.168.2.3")).contains("MAC");
            assertThat(host.refused("set ip neighbor right 192.168.2.3 ff:ff:ff:ff:ff:ff"))
                    .contains("ff:ff");
            assertThat(host.refused("set ip neighbor del right 192.168.2.3")).contains("192.168.2.3");
            assertThat(host.cli("show ip fib")).isEqualTo(before);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeRoutesAndAddressesOutWhenInterfaceGoes(final int workers) {
        run(workers, (host, ports) -> {
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("ip route add 10.0.0.0/8 via 192.168.2.2 right");
            host.cli("ip route add 11.0.0.0/8 via 192.168.2.2 right via 192.168.1.2 left");
            host.host().interfaces().delete(right.device());
            assertThat(host.cli("show ip fib")).doesNotContain("192.168.2.").doesNotContain("10.0.0.0/8");
            assertThat(host.cli("show ip fib 11.0.0.0/8"))
                    .contains("192.168.1.2 left")
                    .doesNotContain("DELETED");
            assertThat(host.cli("show ip neighbors")).doesNotContain("192.168.2.2");
        });
    }
}
