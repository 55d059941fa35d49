package io.weir.ip4.internal;

import static io.weir.graph.Order.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.Ip4Local;
import io.weir.memory.Buffer;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.plugin.Punt;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes of other plugins get from IPv4, and what packets they are spared. */
@Timeout(60)
class ServicesTest {
    private TestInterface left;
    private TestInterface right;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host = TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("guest", new Guest())
                .plugin("stranger", new Stranger())) {
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private interface Each {
        void take(io.weir.graph.Frame frame, int i);
    }

    private static PacketNode each(final Each act) {
        return frame -> {
            for (int i = 0, size = frame.size(); i < size; i++) {
                act.take(frame, i);
            }
        };
    }

    /** Forbids what has TTL 77, gives up what has 78 by IPv4's drop arc, and 79 without a word; 80 asks for no error. */
    private static final class Guest extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            final Ip4IcmpErrors errors = host.service(Ip4IcmpErrors.class);
            final DropReason refused = host.dropReason("guest-refused");
            final DropReason watched = host.dropReason("guest-watched");
            final Next drop = host.next("ip4-drop");
            final Next asMarked = host.next("drop-as-marked");
            host.node(
                            "guest",
                            worker -> each((frame, i) -> {
                                switch (Ip4Header.ttl(frame.packet(i))) {
                                    case 77 -> errors.send(frame, i, IcmpHeader.DESTINATION_UNREACHABLE, 13, 0);
                                    case 78 -> frame.drop(i, refused, drop);
                                    case 79 -> {
                                        Buffer.error(frame.buffer(i), refused.id());
                                        frame.send(i, asMarked);
                                    }
                                    case 80 -> errors.send(frame, i, IcmpHeader.ECHO_REPLY, 0, 0);
                                    default -> {}
                                }
                            }))
                    .feature(FeatureArc.IP4_UNICAST, before("ip4-lookup"));
            host.node("guest-watch", worker -> frame -> frame.sink().count(watched, frame.size()))
                    .feature(FeatureArc.IP4_DROP);
            host.node("guest-vouch", worker -> each((frame, i) -> Buffer.set(frame.buffer(i), Buffer.IP_CHECKSUM_GOOD)))
                    .feature(FeatureArc.DEVICE_INPUT);
            host.service(Ip4Local.class).tcpPort(179, host.next("guest-heard"));
            final DropReason heard = host.dropReason("guest-heard");
            host.node("guest-heard", worker -> each((frame, i) -> frame.drop(i, heard)));
        }
    }

    /** Takes what IPv4 has nobody for, from when it is told to. */
    private static final class Stranger extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            final DropReason took = host.dropReason("stranger-took");
            host.node("stranger", worker -> each((frame, i) -> frame.drop(i, took)));
            host.command("stranger takes", "Take what nobody takes").run(call -> {
                for (final String reason : List.of("ip4-closed-port", "ip4-unknown-protocol", "icmp4-unknown-type")) {
                    host.service(Punt.class).deliver(reason, host.next("stranger"));
                }
            });
        }
    }

    private static TestPacket to(final String destination) {
        return TestPacket.udp("192.168.1.2", destination);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellSenderWhatGuestAskedForWhenItForbids(final int workers) {
        run(workers, host -> {
            host.enable(FeatureArc.IP4_UNICAST, "guest", left);
            left.send(to("192.168.2.2").ttl(77)).send(to("192.168.2.2").ttl(80));
            final PacketView error = host.receive(left, 1).getFirst();
            assertThat(error.icmp()).isEqualTo(3 << 8 | 13);
            assertThat(error.source()).isEqualTo("192.168.1.1");
            assertThat(error.headerChecksumGood()).isTrue();
            host.until(() -> host.errors("icmp4-not-answered") == 1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCountReasonOfPacketWhenItGoesByDropArcOrAsMarked(final int workers) {
        run(workers, host -> {
            host.enable(FeatureArc.IP4_UNICAST, "guest", left);
            host.enable(FeatureArc.IP4_DROP, "guest-watch", left);
            left.send(to("192.168.2.2").ttl(78)).send(to("192.168.2.2").ttl(79));
            host.until(() -> host.errors("drop-as-marked", "guest-refused") == 2);
            assertThat(host.errors("guest-watched")).isOne();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldPuntWhatNobodyTakesWhenSomebodyWantsItElseAnswer(final int workers) {
        run(workers, host -> {
            left.send(to("192.168.1.1"));
            assertThat(host.receive(left, 1).getFirst().icmp()).isEqualTo(0x0303);
            host.cli("stranger takes");
            left.send(to("192.168.1.1"));
            left.send(TestPacket.ip("192.168.1.2", "192.168.1.1", 99));
            left.send(TestPacket.icmp("192.168.1.2", "192.168.1.1", 13, 0));
            host.until(() -> host.errors("stranger-took") == 3);
            assertThat(host.cli("show punt clients")).contains("ip4-closed-port: stranger, node stranger");
            assertThat(host.cli("show punt reasons")).contains("ip4-closed-port: no listener for dst port, from ip4");
        });
    }

    @Test
    void shouldGiveSegmentToWhoTakesItsPort() {
        run(0, host -> {
            left.send(TestPacket.tcp("192.168.1.2", "192.168.1.1").ports(4_000, 179));
            host.untilIdle();
            assertThat(host.errors("guest-heard")).isOne();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDropMartiansWithReasonsWhenTheyComeIn(final int workers) {
        run(workers, host -> {
            for (final String source :
                    List.of("0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.5", "240.0.0.1", "255.255.255.255")) {
                left.send(TestPacket.udp(source, "192.168.2.2"));
            }
            for (final String destination : List.of("0.0.0.0", "0.1.2.3", "127.0.0.1", "240.0.0.1")) {
                left.send(to(destination));
            }
            left.send(TestPacket.udp("192.168.1.1", "192.168.2.1"));
            left.send(TestPacket.udp("192.168.2.1", "192.168.1.1"));
            left.send(TestPacket.udp("0.0.0.0", "255.255.255.255"));
            left.send(to("192.168.2.2"));
            assertThat(host.receive(right, 1)).hasSize(1);
            host.until(() -> host.errors("ip4-blackhole") == 1);
            assertThat(host.errors("ip4-input", "ip4-martian-source")).isEqualTo(6);
            assertThat(host.errors("ip4-input", "ip4-martian-destination")).isEqualTo(4);
            assertThat(host.errors("ip4-local", "ip4-own-source")).isEqualTo(2);
            assertThat(left.waitingFrames() + right.waitingFrames()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellOfMissingRouteUnlessSilenceIsWanted(final int workers) {
        run(workers, host -> {
            left.send(to("99.0.0.1"));
            assertThat(host.receive(left, 1).getFirst().icmp()).isEqualTo(0x0300);
            assertThat(host.errors("ip4-no-route", "ip4-no-route")).isOne();
            host.cli("set ip icmp-errors no-route off");
            assertThat(host.cli("show ip icmp-errors")).contains("dropped silently");
            left.send(to("99.0.0.1"));
            host.until(() -> host.errors("drop-as-marked", "ip4-no-route") == 1);
            host.cli("ip route add 99.0.0.0/8 via drop");
            host.cli("set ip icmp-errors no-route on");
            left.send(to("99.0.0.1"));
            host.until(() -> host.errors("ip4-blackhole") == 1);
            assertThat(left.waitingFrames()).isZero();
            host.cli("ip route del 99.0.0.0/8");
            left.send(to("99.0.0.1"));
            assertThat(host.receive(left, 1)).hasSize(1);
        });
    }

    @Test
    void shouldTrustChecksumWhenDeviceVerifiedIt() {
        run(0, host -> {
            final byte[] frame = to("192.168.2.2").toMac(left.mac()).frame();
            frame[24] ^= 1;
            left.send(frame);
            host.until(() -> host.errors("ip4-bad-checksum") == 1);
            host.enable(FeatureArc.DEVICE_INPUT, "guest-vouch", left);
            left.send(frame);
            assertThat(host.receive(right, 1)).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLimitErrorsToOneAddressWhenItAsksForMany(final int workers) {
        run(workers, host -> {
            host.cli("set ip icmp-errors to-one 1");
            for (int i = 0; i < 40; i++) {
                left.send(to("192.168.2.2").ttl(1));
            }
            left.send(TestPacket.udp("192.168.1.3", "192.168.2.2").ttl(1));
            host.until(() -> host.errors("icmp4-rate-limited") > 0);
            host.untilIdle();
            assertThat(left.received())
                    .filteredOn(frame -> PacketView.of(frame).etherType() == 0x0800)
                    .hasSizeBetween(10, 12);
            assertThat(host.cli("show ip icmp-errors")).contains("at most 1000 a second in all, 1 to one address");
            host.until(() -> host.buffersInUse() == 0);
        });
    }
}
