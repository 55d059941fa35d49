package io.weir.net;

import static io.weir.net.FlowHash.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.memory.OffHeap;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowHashTest {
    private static final long SEED = 0x1234_5678_9abc_def0L;
    private static final int FLOWS = 1 << 16;

    private final FlowPackets packets = new FlowPackets();
    private final long key = OffHeap.allocate(64);

    @AfterEach
    void close() {
        packets.close();
        OffHeap.free(key);
    }

    private int hash(final TestPacket packet) {
        return hash(packet, ALL, SEED);
    }

    private int hash(final TestPacket packet, final int fields, final long seed) {
        final byte[] bytes = packet.ip();
        final long buffer = packets.packet(bytes);
        return bytes[0] >>> 4 == 6 ? FlowHash.ip6(buffer, fields, seed) : FlowHash.ip4(buffer, fields, seed);
    }

    /** Hash of a flow of one of several shapes, by number: hosts that count up, ports that count up, both. */
    private static int flow4(final int shape, final int number, final long seed) {
        final int address = shape == 1 ? 0 : shape == 0 ? number : number >>> 8;
        final int port = shape == 0 ? 0 : shape == 1 ? number : number & 0xff;
        final long first = FlowMix.end4(Integer.reverseBytes(0x0a000000 + address), port);
        final long second = FlowMix.end4(Integer.reverseBytes(0xc0a80001), Short.reverseBytes((short) 443) & 0xffff);
        return FlowMix.ends(seed, Math.min(first, second), Math.max(first, second), 6);
    }

    private static int flow6(final int shape, final int number, final long seed) {
        final long low = shape == 1 ? 1 : shape == 0 ? number : number >>> 8;
        final int port = shape == 0 ? 0 : shape == 1 ? number : number & 0xff;
        final long first = FlowMix.end6(seed, 0x0020_0db8L, Long.reverseBytes(low), port);
        final long second = FlowMix.end6(seed, 0x0020_0db8L, 5, 443);
        return FlowMix.ends(seed, Math.min(first, second), Math.max(first, second), 6);
    }

    /** Chi-square over its degrees of freedom: about 1 if buckets are filled by chance, 2 and more if not. */
    private static double unevenness(final int buckets, final IntUnaryOperator bucketOf, final int flows) {
        final int[] counts = new int[buckets];
        for (int i = 0; i < flows; i++) {
            final int bucket = bucketOf.applyAsInt(i);
            if (bucket >= 0) {
                counts[bucket]++;
            }
        }
        final double expected = IntStream.of(counts).sum() / (double) buckets;
        double square = 0;
        for (final int count : counts) {
            square += (count - expected) * (count - expected) / expected;
        }
        return square / (buckets - 1);
    }

    @Test
    void shouldFillBucketsEvenlyWhenFlowsCountUp() {
        for (int seed = 1; seed <= 20; seed++) {
            for (int shape = 0; shape < 3; shape++) {
                final int form = shape;
                final long drawn = SEED * seed;
                for (final int buckets : new int[] {2, 16, 256, 4_096}) {
                    assertThat(unevenness(buckets, i -> flow4(form, i, drawn) & buckets - 1, FLOWS))
                            .isLessThan(limit(buckets));
                    assertThat(unevenness(buckets, i -> flow6(form, i, drawn) & buckets - 1, FLOWS))
                            .isLessThan(limit(buckets));
                }
                for (final int buckets : new int[] {3, 7, 100}) {
                    assertThat(unevenness(buckets, i -> FlowHash.bucket(flow4(form, i, drawn), buckets), FLOWS))
                            .isLessThan(limit(buckets));
                }
            }
        }
    }

    /** Chance lets a few buckets stray farther than many: five standard deviations and some. */
    private static double limit(final int buckets) {
        return 1 + 6 * Math.sqrt(2.0 / (buckets - 1)) + 12.0 / (buckets - 1);
    }

    @Test
    void shouldSpreadAgainWhatAnotherHostSentOneWay() {
        for (int seed = 1; seed <= 20; seed++) {
            final long other = SEED + seed;
            for (int shape = 0; shape < 3; shape++) {
                final int form = shape;
                assertThat(unevenness(8, i -> (flow4(form, i, SEED) & 7) == 3 ? flow4(form, i, other) & 7 : -1, FLOWS))
                        .isLessThan(limit(8));
            }
        }
    }

    @Test
    void shouldChooseWorkersAndPathsIndependently() {
        assertThat(unevenness(8, i -> FlowHash.bucket(flow4(0, i, SEED), 4) == 1 ? flow4(0, i, SEED) & 7 : -1, FLOWS))
                .isLessThan(limit(8));
    }

    @Test
    void shouldChangeHalfOfItsBitsWhenOneBitOfAFlowChanges() {
        for (int bit = 0; bit < 48; bit++) {
            int changed = 0;
            for (int i = 0; i < 4_096; i++) {
                final long end = 0x0a00_0001_1000L + i * 0x9e37L;
                final int hash = FlowMix.ends(SEED, end, 1L << 47, 6);
                changed += Integer.bitCount(hash ^ FlowMix.ends(SEED, end ^ 1L << bit, 1L << 47, 6));
            }
            assertThat(changed / 4_096.0).as("bit %d", bit).isBetween(15.0, 17.0);
        }
    }

    @Test
    void shouldBeTheSameInBothDirections() {
        assertThat(hash(TestPacket.tcp("10.0.0.1", "10.0.0.2").ports(4_000, 80)))
                .isEqualTo(hash(TestPacket.tcp("10.0.0.2", "10.0.0.1").ports(80, 4_000)))
                .isNotEqualTo(hash(TestPacket.tcp("10.0.0.2", "10.0.0.1").ports(4_000, 80)))
                .isNotEqualTo(hash(TestPacket.udp("10.0.0.1", "10.0.0.2").ports(4_000, 80)))
                .isNotEqualTo(hash(TestPacket.tcp("10.0.0.1", "10.0.0.2").ports(4_000, 80), ALL, SEED + 1));
        assertThat(hash(TestPacket.udp("2001:db8::1", "fe80::2")
                        .ports(4_000, 53)
                        .hopByHop()))
                .isEqualTo(hash(TestPacket.udp("fe80::2", "2001:db8::1").ports(53, 4_000)))
                .isNotEqualTo(hash(TestPacket.udp("fe80::2", "2001:db8::1").ports(4_000, 53)));
    }

    @Test
    void shouldHaveAnEchosIdentifier() {
        for (final List<String> hosts : List.of(List.of("10.0.0.1", "10.0.0.2"), List.of("::1", "::2"))) {
            final String a = hosts.get(0);
            final String b = hosts.get(1);
            assertThat(hash(TestPacket.echo(a, b).ports(7, 1)))
                    .isEqualTo(hash(TestPacket.echo(a, b).ports(7, 2)))
                    .isEqualTo(hash(TestPacket.echoReply(b, a).ports(7, 2)))
                    .isNotEqualTo(hash(TestPacket.echo(a, b).ports(8, 1)));
        }
    }

    @Test
    void shouldBeThatOfTheAddressesForAllPartsOfADatagram() {
        for (final TestPacket packet : List.of(
                TestPacket.udp("10.0.0.1", "10.0.0.2").payload(400),
                TestPacket.udp("2001:db8::1", "2001:db8::2").payload(400).hopByHop())) {
            final List<Integer> hashes =
                    packet.fragments(104).stream().map(this::hash).distinct().toList();
            assertThat(hashes).hasSize(1);
            final int addresses = FlowHash.SOURCE | FlowHash.DESTINATION | FlowHash.SYMMETRIC;
            assertThat(hashes).containsExactly(hash(packet, addresses, SEED));
            assertThat(hash(packet)).isNotEqualTo(hashes.getFirst());
        }
    }

    @Test
    void shouldBeThatOfTheFlowThatAnErrorIsAbout() {
        final TestPacket flow = TestPacket.udp("10.0.0.1", "10.9.0.2").ports(4_000, 53);
        final TestPacket error = TestPacket.icmp("10.5.0.1", "10.0.0.1", 3, 1).payload(flow.ip());
        assertThat(hash(error)).isEqualTo(hash(flow));
        assertThat(hash(TestPacket.icmp("10.5.0.1", "10.0.0.1", 3, 1).payload(8)))
                .isEqualTo(hash(TestPacket.ip("10.5.0.1", "10.0.0.1", 0).payload(9)));
        final TestPacket six =
                TestPacket.tcp("2001:db8::1", "2001:db8::2").ports(1, 2).routing();
        final TestPacket tooBig =
                TestPacket.icmp("fe80::1", "2001:db8::1", 2, 0).payload(six.ip());
        assertThat(hash(tooBig)).isEqualTo(hash(six));
    }

    @Test
    void shouldBeTheKeysHash() {
        final long buffer = packets.ip(TestPacket.udp("10.0.0.1", "10.0.0.2").ports(7, 8));
        FlowKey.ip4(buffer, key, 77);
        assertThat(FlowHash.ofKey4(key)).isEqualTo(FlowHash.ip4(buffer));
        final long six = packets.ip(TestPacket.udp("::1", "::2").ports(7, 8));
        FlowKey.ip6(six, key, 77);
        assertThat(FlowHash.ofKey6(key)).isEqualTo(FlowHash.ip6(six));
    }

    @Test
    void shouldCountOnlyTheFieldsThatAreWanted() {
        final TestPacket packet = TestPacket.udp("10.0.0.1", "10.0.0.2").ports(5, 6);
        final TestPacket ports = packet.ports(5, 7);
        assertThat(hash(packet, FlowHash.SOURCE, SEED))
                .isEqualTo(hash(TestPacket.tcp("10.0.0.1", "10.0.0.3"), FlowHash.SOURCE, SEED))
                .isNotEqualTo(hash(TestPacket.udp("10.0.0.2", "10.0.0.2"), FlowHash.SOURCE, SEED));
        assertThat(hash(packet, ALL & ~FlowHash.DESTINATION_PORT, SEED))
                .isEqualTo(hash(ports, ALL & ~FlowHash.DESTINATION_PORT, SEED));
        assertThat(hash(packet, ALL & ~FlowHash.SOURCE_PORT, SEED))
                .isNotEqualTo(hash(ports, ALL & ~FlowHash.SOURCE_PORT, SEED));
        final int oneWay = ALL & ~FlowHash.SYMMETRIC;
        final TestPacket back = TestPacket.udp("10.0.0.2", "10.0.0.1").ports(6, 5);
        assertThat(hash(packet, oneWay, SEED)).isNotEqualTo(hash(back, oneWay, SEED));
        assertThat(hash(packet, oneWay, SEED)).isEqualTo(hash(back, oneWay | FlowHash.REVERSE, SEED));
    }

    @Test
    void shouldCountFlowLabelOnlyWhenItIsWanted() {
        final TestPacket packet = TestPacket.udp("2001:db8::1", "2001:db8::2");
        final TestPacket labelled = packet.flowLabel(0xbeef);
        assertThat(hash(labelled, ALL, SEED)).isEqualTo(hash(packet, ALL, SEED));
        assertThat(hash(labelled, ALL | FlowHash.FLOW_LABEL, SEED))
                .isNotEqualTo(hash(packet, ALL | FlowHash.FLOW_LABEL, SEED));
        assertThat(hash(labelled, FlowHash.FLOW_LABEL, SEED))
                .isEqualTo(hash(
                        TestPacket.tcp("2001:db8::7", "2001:db8::9").flowLabel(0xbeef), FlowHash.FLOW_LABEL, SEED));
    }

    @Test
    void shouldTakeVppsWordsForFields() {
        assertThat(FlowHash.fields(List.of("src", "dst", "sport", "dport", "proto", "symmetric")))
                .isEqualTo(ALL);
        assertThat(FlowHash.words(ALL)).isEqualTo("src dst sport dport proto symmetric");
        assertThat(FlowHash.words(FlowHash.REVERSE | FlowHash.SOURCE)).isEqualTo("src reverse");
        assertThatThrownBy(() -> FlowHash.fields(List.of("port")))
                .hasMessage(
                        "`port' is no field of a flow, expected src, dst, sport, dport, proto, reverse, symmetric or flowlabel");
    }
}
