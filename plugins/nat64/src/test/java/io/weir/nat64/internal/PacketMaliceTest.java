package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.TcpHeader;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that are wrong, or that others forge about sessions: what a translator does about them, and that it is counted. */
class PacketMaliceTest extends TranslatorBase {
    private static final int MORE = 0x2000;
    private static final long SECOND_NS = 1_000_000_000;

    private int port;

    private void running(final Runnable body) {
        run(0, () -> {
            port = out(udp(2, 4_000, 53)).sourcePort();
            body.run();
        });
    }

    private List<PacketView> back(final TestInterface from, final TestPacket packet) {
        return passed(from, from, packet);
    }

    /** What ends here is answered, as any router does (RFC 7915, 4.1 and 5.1); and nothing else leaves. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAnswerWhatHasNoHopLeft(final int hops) {
        running(() -> {
            final List<PacketView> told = back(left, udp(2, 4_000, 53).ttl(hops));
            // Zero is not even to be sent: ip6-input and ip4-input drop it.
            assertThat(given("in2out-hop-limit")).isEqualTo(hops);
            assertThat(host.errors("ip6-hop-limit-zero")).isEqualTo(1 - hops);
            assertThat(told).hasSize(hops);

            assertThat(told).allSatisfy(packet -> assertThat(packet.protocol()).isEqualTo(58));
            assertThat(right.received()).isEmpty();
            back(right, TestPacket.udp(SERVER, POOL).ports(53, port).ttl(hops));
            assertThat(left.received()).isEmpty();
            assertThat(given("out2in-hop-limit")).isEqualTo(hops);
            assertThat(host.errors("ip4-ttl-zero")).isEqualTo(1 - hops);
        });
    }

    /** A wrong checksum stays wrong, so that the end finds out: a translator only adapts it (RFC 7915, 4.5 and 5.5). */
    @ParameterizedTest
    @CsvSource({"udp", "tcp", "icmp"})
    void shouldNotMakeWrongChecksumsRight(final String protocol) {
        running(() -> {
            final TestPacket there =
                    switch (protocol) {
                        case "tcp" -> tcp(2, 4_000, 80);
                        case "icmp" -> TestPacket.echo(CLIENT, SERVER6).ports(4_000, 1);
                        default -> udp(2, 4_000, 53);
                    };
            final PacketView out =
                    passed(left, right, there.payload(20).wrongChecksum()).getFirst();
            assertThat(out.headerChecksumGood()).isTrue();
            assertThat(out.checksumGood()).isFalse();
            final TestPacket answer =
                    switch (protocol) {
                        case "tcp" ->
                            TestPacket.tcp(SERVER, POOL)
                                    .ports(80, out.sourcePort())
                                    .flags(18);
                        case "icmp" -> TestPacket.echoReply(SERVER, POOL).ports(out.u16(out.transport() + 4), 1);
                        default -> TestPacket.udp(SERVER, POOL).ports(53, out.sourcePort());
                    };
            final PacketView in =
                    passed(right, left, answer.payload(20).wrongChecksum()).getFirst();
            assertThat(in.checksumGood()).isFalse();
        });
    }

    @Test
    void shouldDropChainsThatIp4HasNot() {
        running(() -> {
            TestPacket chain = udp(2, 4_000, 53).hopByHop();
            for (int i = 0; i < 20; i++) {
                chain = chain.destinationOptions();
            }

            assertThat(passed(left, right, chain)).isEmpty();
            assertThat(passed(left, right, udp(2, 4_000, 53).authentication())).isEmpty();
            assertThat(passed(
                            left, right, udp(2, 4_000, 53).destinationOptions().hopByHop()))
                    .isEmpty();
            final long dropped = given("in2out-extensions") + given("in2out-protocol");
            assertThat(dropped).as(() -> host.cli("show errors")).isEqualTo(3);
            assertThat(passed(left, right, udp(2, 4_000, 53).hopByHop().destinationOptions()))
                    .as("what is left out")
                    .hasSize(1);
        });
    }

    /** RFC 5722 and RFC 1858: what overlaps is dropped with all that still comes of it, and ports can't be hidden in a second fragment. */
    @Test
    void shouldDropFragmentsThatOverlapOrAreTooSmallForPorts() {
        running(() -> {
            final List<TestPacket> parts =
                    udp(2, 4_000, 53).identification(7).payload(1_200).fragments(800);
            assertThat(passed(left, right, parts.getFirst())).hasSize(1);
            final TestPacket overlapping = TestPacket.ip(CLIENT, SERVER6, 17)
                    .fragmentHeader(792, false, 7)
                    .payload(416);
            assertThat(passed(left, right, overlapping, parts.getLast())).isEmpty();
            assertThat(host.errors("ip6-fragment-overlap")).isEqualTo(2);
            final byte[] segment = Arrays.copyOfRange(
                    TestPacket.tcp(SERVER, POOL)
                            .ports(80, port)
                            .flags(2)
                            .payload(40)
                            .ip(),
                    20,
                    80);
            final TestPacket tiny = TestPacket.ip(SERVER, POOL, 6)
                    .identification(8)
                    .fragment(MORE)
                    .payload(Arrays.copyOf(segment, 8));
            final TestPacket rest = TestPacket.ip(SERVER, POOL, 6)
                    .identification(8)
                    .fragment(1)
                    .payload(Arrays.copyOfRange(segment, 8, 60));
            assertThat(passed(right, left, tiny, rest))
                    .as(() -> host.cli("show errors"))
                    .isEmpty();
            assertThat(sessions("tcp")).isZero();
        });
    }

    /** RFC 6146, 3.5.2.2: who forges a reset shortens a session's time to four minutes, and the next packet brings it back. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepSessionsThatAForgedResetIsAbout(final boolean fromServer) {
        final AtomicLong skipped = new AtomicLong();
        final long start = System.nanoTime();
        run(0, () -> System.nanoTime() - start + skipped.get() + SECOND_NS, () -> {
            final int bound = out(tcp(2, 4_000, 80)).sourcePort();
            in(TestPacket.tcp(SERVER, POOL).ports(80, bound).flags(TcpHeader.SYN | TcpHeader.ACK));
            out(tcp(2, 4_000, 80).flags(TcpHeader.ACK));
            assertThat(host.cli("show nat64 session table tcp")).contains("established");
            reset(fromServer, bound);
            assertThat(host.cli("show nat64 session table tcp")).contains("trans");
            skipped.addAndGet(200 * SECOND_NS);
            host.untilIdle();
            in(TestPacket.tcp(SERVER, POOL)
                    .ports(80, bound)
                    .flags(TcpHeader.ACK)
                    .payload(10));
            assertThat(host.cli("show nat64 session table tcp")).contains("established");
            skipped.addAndGet(1_000 * SECOND_NS);
            host.untilIdle();
            assertThat(sessions("tcp")).isEqualTo(1);
            reset(fromServer, bound);
            skipped.addAndGet(300 * SECOND_NS);
            host.until(() -> sessions("tcp") == 0);
        });
    }

    private void reset(final boolean fromServer, final int bound) {
        if (fromServer) {
            in(TestPacket.tcp(SERVER, POOL)
                    .ports(80, bound)
                    .flags(TcpHeader.RST)
                    .numbers(0x7777_7777, 0));
        } else {
            out(tcp(2, 4_000, 80).flags(TcpHeader.RST).numbers(0x7777_7777, 0));
        }
    }
}
