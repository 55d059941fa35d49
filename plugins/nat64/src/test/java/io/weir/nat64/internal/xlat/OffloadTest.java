package io.weir.nat64.internal.xlat;

import static io.weir.nat64.internal.xlat.Translation.CLIENT;
import static io.weir.nat64.internal.xlat.Translation.POOL;
import static io.weir.nat64.internal.xlat.Translation.SERVER4;
import static io.weir.nat64.internal.xlat.Translation.SERVER6;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.net.Checksum;
import io.weir.net.Segmenter;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checksums that a device fills in, large segments, and flags. */
class OffloadTest {
    private static final int UDP_L4 = 5;
    private static final int ECN = 0x80;

    private final Translation translation = new Translation();

    @AfterEach
    void close() {
        translation.close();
    }

    private static TestPacket tcp6() {
        return TestPacket.tcp(CLIENT, SERVER6).ports(4_000, 80);
    }

    private static TestPacket tcp4() {
        return TestPacket.tcp(SERVER4, POOL).ports(80, 1_024).fragment(0x4000);
    }

    private long partial(final TestPacket packet, final int field) {
        final byte[] bytes = packet.partialChecksum().ip();
        final long buffer = translation.packet(bytes);
        Buffer.partialChecksum(buffer, 14 + PacketView.ofIp(bytes).transport(), field);
        return buffer;
    }

    private void assertFilledInRight() {
        assertThat(Buffer.has(translation.buffer(), Buffer.L4_CHECKSUM_PARTIAL)).isTrue();
        assertThat(translation.view().checksumGood()).isFalse();
        assertThat(Checksum.fillIn(translation.buffer())).isTrue();
        assertThat(translation.view().checksumGood()).isTrue();
    }

    @Test
    void shouldChangeThePseudoHeadersSumOfAPartialChecksum() {
        partial(tcp6().payload(100), 16);
        assertThat(translation.out()).isZero();
        assertFilledInRight();
        partial(tcp6().hopByHop().payload(100), 16);
        assertThat(translation.out()).isZero();
        assertFilledInRight();
        partial(TestPacket.udp(CLIENT, SERVER6).payload(31), 6);
        assertThat(translation.out()).isZero();
        assertFilledInRight();
        partial(tcp4().payload(100), 16);
        assertThat(translation.in()).isZero();
        assertFilledInRight();
        partial(TestPacket.udp(SERVER4, POOL).payload(31), 6);
        assertThat(translation.in()).isZero();
        assertFilledInRight();
    }

    /** It would be written into the header that translation makes. */
    @Test
    void shouldRefuseAPartialChecksumThatBeginsInFrontOfTheUpperHeader() {
        Buffer.partialChecksum(translation.packet(tcp6().payload(100).ip()), 14 + 20, 16);
        assertThat(translation.out()).isEqualTo(Refusal.MALFORMED.code());
        Buffer.partialChecksum(translation.packet(tcp4().payload(100).ip()), 14 + 4, 6);
        assertThat(translation.in()).isEqualTo(Refusal.MALFORMED.code());
    }

    /** The sum covers the family's pseudo header: ICMPv4 has none, so it is filled in before. */
    @Test
    void shouldFillInThePartialChecksumOfAnEcho() {
        partial(TestPacket.echo(CLIENT, SERVER6).payload(20), 2);
        assertThat(translation.out()).isZero();
        assertThat(Buffer.has(translation.buffer(), Buffer.L4_CHECKSUM_PARTIAL)).isFalse();
        assertThat(translation.view().checksumGood()).isTrue();
    }

    /** Where the field of the packet is not what is to be filled in, what is asked for is done before, or refused. */
    @Test
    void shouldNotTakeAnotherSumForThePacketsOwn() {
        final byte[] packet = tcp6().payload(20).ip();
        Buffer.partialChecksum(translation.packet(packet), 14 + 60, 2_000);
        assertThat(translation.out()).isEqualTo(Refusal.MALFORMED.code());
        assertThat(translation.bytes()).isEqualTo(packet);
        Buffer.partialChecksum(translation.packet(packet), 14 + 60, 8);
        assertThat(translation.out()).isZero();
        assertThat(Buffer.has(translation.buffer(), Buffer.L4_CHECKSUM_PARTIAL)).isFalse();
    }

    private List<PacketView> segments() {
        final Segmenter segmenter = new Segmenter(translation.buffers);
        final List<PacketView> segments = new ArrayList<>();
        assertThat(segmenter.beginPacket(translation.index())).isTrue();
        while (segmenter.more()) {
            final int index = segmenter.next();
            segments.add(PacketView.ofIp(TestBuffers.bytes(index)));
            translation.buffers.free(index);
        }
        return segments;
    }

    private void assertSegments(final int count, final int longest) {
        final List<PacketView> segments = segments();
        assertThat(segments).hasSize(count);
        for (final PacketView segment : segments) {
            assertThat(segment.checksumGood()).isTrue();
            assertThat(segment.length()).isLessThanOrEqualTo(longest);
        }
        assertThat(segments.getFirst().length()).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, ECN})
    void shouldMakeLargeSegmentsOfTcpThoseOfIp4(final int ecn) {
        final long buffer = partial(tcp6().payload(40_000), 16);
        Buffer.gso(buffer, Offload.TCP6 | ecn, 1_400);
        assertThat(translation.out()).isZero();
        assertThat(Buffer.gsoType(translation.buffer())).isEqualTo(Offload.TCP4 | ecn);
        assertThat(translation.view().u16(6)).isEqualTo(0x4000);
        assertSegments(29, 1_440);
    }

    /** DF is by the size of what goes over links, and each of them has an identification of its own. */
    @Test
    void shouldJudgeALargeSegmentByThePacketsThatItBecomes() {
        final long buffer = partial(tcp6().payload(12_000), 16);
        Buffer.gso(buffer, Offload.TCP6, 1_200);
        assertThat(translation.out()).isZero();
        assertThat(translation.view().u16(6)).isZero();
        final int last = segments().getLast().u16(4);
        assertThat(translation.out(tcp6().payload(1))).isZero();
        assertThat(translation.view().u16(4) - last & 0xffff).isBetween(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"0x4000, 1400, 29, 1460", "0, 1400, 33, 1280", "0, 1220, 33, 1280", "0, 1000, 40, 1060"})
    void shouldMakeLargeSegmentsOfTcpThoseOfIp6(final int flags, final int size, final int count, final int longest) {
        final long buffer = partial(tcp4().fragment(flags).payload(40_000), 16);
        Buffer.gso(buffer, Offload.TCP4, size);
        assertThat(translation.in()).isZero();
        assertThat(Buffer.gsoType(translation.buffer())).isEqualTo(Offload.TCP6);
        assertSegments(count, longest);
    }

    @Test
    void shouldRefuseLargeSegmentsOfUdpThatWouldHaveToBeCut() {
        final TestPacket udp = TestPacket.udp(SERVER4, POOL).payload(12_000);
        final long buffer = partial(udp, 6);
        Buffer.gso(buffer, UDP_L4, 1_300);
        assertThat(translation.in()).isEqualTo(Refusal.LARGE_SEGMENT.code());
        Buffer.gso(buffer, UDP_L4, 1_200);
        assertThat(translation.in()).isZero();
        assertThat(Buffer.gsoType(translation.buffer())).isEqualTo(UDP_L4);
        assertSegments(10, 1_248);
    }

    @Test
    void shouldKeepWhatIsKnownOfChecksumsAndForgetWhereHeadersLie() {
        final int known = Buffer.L4_CHECKSUM_GOOD | Buffer.LINK_SCOPE | Buffer.IP_CHECKSUM_GOOD;
        for (final TestPacket packet : new TestPacket[] {tcp4(), tcp4().options(1, 1, 1, 1)}) {
            Buffer.set(translation.packet(packet.ip()), known | Buffer.LAYERS_KNOWN);
            assertThat(translation.in()).isZero();
            assertThat(Buffer.flags(translation.buffer())).isEqualTo(Buffer.L4_CHECKSUM_GOOD | Buffer.LINK_SCOPE);
        }
    }
}
