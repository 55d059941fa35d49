package io.weir.nat64.internal.xlat;

import static io.weir.nat64.internal.xlat.Translation.CLIENT;
import static io.weir.nat64.internal.xlat.Translation.POOL;
import static io.weir.nat64.internal.xlat.Translation.SERVER4;
import static io.weir.nat64.internal.xlat.Translation.SERVER6;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7915, 4.1 and 4.5: the header of a packet that comes from IPv4, and UDP without checksum. */
class HeaderToIp6Test {
    private static final int DONT_FRAGMENT = 0x4000;

    private final Translation translation = new Translation();

    @AfterEach
    void close() {
        translation.close();
    }

    private static TestPacket udp() {
        return TestPacket.udp(SERVER4, POOL)
                .ports(53, 1_024)
                .ttl(64)
                .tos(0xb9)
                .identification(0xabcd)
                .payload(30);
    }

    private static TestPacket tcp() {
        return TestPacket.tcp(SERVER4, POOL)
                .ports(80, 1_024)
                .ttl(64)
                .fragment(DONT_FRAGMENT)
                .payload(30);
    }

    private PacketView translated(final TestPacket packet) {
        assertThat(translation.in(packet)).isZero();
        return good();
    }

    private PacketView good() {
        final PacketView view = translation.view();
        assertThat(view.length()).isEqualTo(view.totalLength());
        assertThat(view.source()).isEqualTo(SERVER6);
        assertThat(view.destination()).isEqualTo(CLIENT);
        return view;
    }

    @Test
    void shouldCopyWhatSection41CopiesAndAddNoFragmentHeader() {
        final PacketView view = translated(udp());
        assertThat(view.u32(0)).isEqualTo(0x6b90_0000L);
        assertThat(view.totalLength()).isEqualTo(40 + 8 + 30);
        assertThat(view.u8(6)).isEqualTo(17);
        assertThat(view.ttl()).isEqualTo(64);
        assertThat(view.sourcePort()).isEqualTo(53);
        assertThat(view.destinationPort()).isEqualTo(4_000);
        assertThat(view.checksumGood()).isTrue();
        assertThat(view.payload()).isEqualTo(PacketView.ofIp(udp().ip()).payload());
        assertThat(translated(tcp()).checksumGood()).isTrue();
    }

    @Test
    void shouldLeaveOutOptionsAsSection41Says() {
        for (final TestPacket packet : new TestPacket[] {udp(), tcp()}) {
            final PacketView view = translated(packet.options(7, 7, 4, 0, 0, 0, 0, 1, 1));
            assertThat(view.u8(6)).isEqualTo(PacketView.ofIp(packet.ip()).protocol());
            assertThat(view.payload()).isEqualTo(PacketView.ofIp(packet.ip()).payload());
            assertThat(view.checksumGood()).isTrue();
        }
        assertThat(translated(udp().options(131, 7, 8, 1, 2, 3, 4, 0)).checksumGood())
                .isTrue();
    }

    /** The fields of the fragment header; M of the last fragment is not set. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAddAFragmentHeaderToFragmentsAsSection41Says(final int words) {
        final TestPacket whole = udp().payload(2_000);
        final byte[] joined = new byte[2_008];
        int at = 0;
        for (final TestPacket part : whole.fragments(808)) {
            final PacketView view = translated(words == 0 ? part : part.options(1, 1, 1, 1, 1, 1, 1, 1));
            final boolean last = at + 808 >= 2_008;
            assertThat(view.u8(6)).isEqualTo(44);
            assertThat(view.u8(40)).isEqualTo(17);
            assertThat(view.u8(41)).isZero();
            assertThat(view.u16(42)).isEqualTo(at | (last ? 0 : 1));
            assertThat(view.u32(44)).isEqualTo(0xabcdL);
            final byte[] payload = Arrays.copyOfRange(view.bytes(), 48, view.length());
            System.arraycopy(payload, 0, joined, at, payload.length);
            at += payload.length;
        }
        assertThat(at).isEqualTo(2_008);
        final PacketView joint = PacketView.ofIp(
                TestPacket.ip(SERVER6, CLIENT, 17).payload(joined).ip());
        assertThat(joint.checksumGood()).isTrue();
        assertThat(joint.destinationPort()).isEqualTo(4_000);
    }

    /** Larger than the least MTU, and may be cut: the caller is told, with the identification. */
    @ParameterizedTest
    @CsvSource({"1260, 0, false", "1261, 0, true", "1500, 0, true", "1500, 0x4000, false", "1260, 0x4000, false"})
    void shouldAskForCuttingAsSection4Says(final int bytes, final int flags, final boolean cut) {
        assertThat(translation.in(udp().payload(bytes - 28).fragment(flags)))
                .isEqualTo(cut ? ToIp6.TOO_LARGE | 0xabcd : 0);
        assertThat(good().checksumGood()).isTrue();
        translation.toIp6.configure(1_500, false);
        assertThat(translation.in(udp().payload(bytes - 28).fragment(flags)))
                .isEqualTo(cut && bytes > 1_480 ? ToIp6.TOO_LARGE | 0xabcd : 0);
    }

    /** Section 4.5: computed over all of it, in however many buffers it lies. */
    @ParameterizedTest
    @ValueSource(ints = {2_000, 128, 77})
    void shouldComputeTheChecksumThatUdpHasNotAsSection45Says(final int perBuffer) {
        for (int size = 0; size < 200; size += 33) {
            translation.packet(udp().payload(size).noChecksum().ip(), 14, perBuffer);
            assertThat(translation.in()).isZero();
            assertThat(good().u16(46)).isNotZero();
            assertThat(good().checksumGood()).isTrue();
        }
    }

    @Test
    void shouldRefuseFragmentsOfUdpWithoutChecksumUnlessToldAsSection45Says() {
        final TestPacket first =
                udp().payload(2_000).noChecksum().fragments(808).getFirst();
        assertThat(translation.in(first)).isEqualTo(Refusal.ZERO_CHECKSUM.code());
        assertThat(translation.bytes()).isEqualTo(first.ip());
        translation.toIp6.configure(1_280, true);
        assertThat(translation.in(first)).isZero();
        assertThat(good().u16(48 + 6)).isZero();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(udp().ttl(1), Refusal.HOP_LIMIT),
                Arguments.of(udp().ttl(0), Refusal.HOP_LIMIT),
                Arguments.of(udp().options(131, 7, 4, 1, 2, 3, 4, 0), Refusal.SOURCE_ROUTE),
                Arguments.of(udp().options(1, 137, 7, 4, 1, 2, 3, 4), Refusal.SOURCE_ROUTE),
                Arguments.of(udp().fragment(0x2000), Refusal.MALFORMED),
                Arguments.of(udp().fragment(0x1fff), Refusal.MALFORMED),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 58).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 0).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 44).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 43).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 60).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 51).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 2).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 6).payload(19), Refusal.TRUNCATED),
                Arguments.of(TestPacket.ip(SERVER4, POOL, 17).payload(7), Refusal.TRUNCATED),
                Arguments.of(TestPacket.udp(CLIENT, SERVER6), Refusal.MALFORMED));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void shouldRefuseAndLeaveAsItWas(final TestPacket packet, final Refusal why) {
        assertThat(Refusal.of(translation.in(packet))).isEqualTo(why);
        assertThat(translation.bytes()).isEqualTo(packet.ip());
    }

    @Test
    void shouldRefuseAPacketThatIsShorterThanItSays() {
        final byte[] whole = udp().ip();
        for (int length = 0; length < whole.length; length++) {
            final byte[] cut = Arrays.copyOf(whole, length);
            assertThat(translation.in(cut)).as("%d bytes", length).isEqualTo(Refusal.TRUNCATED.code());
            assertThat(translation.bytes()).isEqualTo(cut);
        }
    }

    @Test
    void shouldRefuseWhenThereIsNoRoomInFront() {
        for (final byte[] packet :
                new byte[][] {udp().ip(), udp().fragments(16).getFirst().ip()}) {
            final int longer = PacketView.ofIp(packet).moreFragments() ? 28 : 20;
            final int least = longer + ToIp6.LINK_ROOM - Buffer.HEADROOM_BYTES;
            translation.packet(packet, least - 1, Buffer.DATA_BYTES - 14);
            assertThat(translation.in()).isEqualTo(Refusal.HEADROOM.code());
            assertThat(translation.bytes()).isEqualTo(packet);
            translation.packet(packet, least, Buffer.DATA_BYTES - 14);
            assertThat(translation.in()).isZero();
        }
    }

    @Test
    void shouldCutPaddingOff() {
        assertThat(translation.in(Arrays.copyOf(udp().payload(1).ip(), 60))).isZero();
        assertThat(good().length()).isEqualTo(49);
        assertThat(good().checksumGood()).isTrue();
    }
}
