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
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 7915, 5.1 and 5.1.1: the header of a packet that comes from IPv6. */
class HeaderToIp4Test {
    private final Translation translation = new Translation();

    @AfterEach
    void close() {
        translation.close();
    }

    private static TestPacket udp() {
        return TestPacket.udp(CLIENT, SERVER6)
                .ports(4_000, 53)
                .ttl(64)
                .tos(0xb9)
                .flowLabel(0x12345)
                .payload(30);
    }

    private static TestPacket tcp() {
        return TestPacket.tcp(CLIENT, SERVER6).ports(4_000, 80).ttl(64).payload(30);
    }

    private PacketView translated(final TestPacket packet) {
        assertThat(translation.out(packet)).isZero();
        final PacketView view = translation.view();
        assertThat(view.headerChecksumGood()).isTrue();
        assertThat(view.length()).isEqualTo(view.totalLength());
        assertThat(view.source()).isEqualTo(POOL);
        assertThat(view.destination()).isEqualTo(SERVER4);
        return view;
    }

    @Test
    void shouldCopyWhatSection51CopiesOfAPlainPacket() {
        final PacketView view = translated(udp());
        assertThat(view.u8(0)).isEqualTo(0x45);
        assertThat(view.u8(1)).isEqualTo(0xb9);
        assertThat(view.totalLength()).isEqualTo(20 + 8 + 30);
        assertThat(view.u16(6)).isZero();
        assertThat(view.ttl()).isEqualTo(64);
        assertThat(view.protocol()).isEqualTo(17);
        assertThat(view.sourcePort()).isEqualTo(1_024);
        assertThat(view.destinationPort()).isEqualTo(53);
        assertThat(view.checksumGood()).isTrue();
        assertThat(view.payload()).isEqualTo(PacketView.ofIp(udp().ip()).payload());
        assertThat(translated(tcp()).checksumGood()).isTrue();
    }

    /** DF is clear up to 1260 bytes, and set above. */
    @ParameterizedTest
    @CsvSource({"1260, 0", "1261, 0x4000", "1500, 0x4000", "48, 0"})
    void shouldSetDontFragmentBySizeAsSection51Says(final int bytes, final int expected) {
        final PacketView plain = translated(udp().payload(bytes - 28));
        assertThat(plain.totalLength()).isEqualTo(bytes);
        assertThat(plain.u16(6)).isEqualTo(expected);
        assertThat(translated(udp().payload(bytes - 28).hopByHop()).u16(6)).isEqualTo(expected);
    }

    @Test
    void shouldGiveEachPacketAnotherIdentification() {
        final int first = translated(udp()).u16(4);
        assertThat(translated(udp()).u16(4)).isEqualTo(first + 1 & 0xffff);
        assertThat(translated(udp().hopByHop()).u16(4)).isEqualTo(first + 2 & 0xffff);
        assertThat(translated(udp()).u16(4)).isEqualTo(first + 3 & 0xffff);
    }

    static Stream<Arguments> extensions() {
        return Stream.of(
                Arguments.of("hop-by-hop options", (UnaryOperator<TestPacket>) TestPacket::hopByHop),
                Arguments.of("destination options", (UnaryOperator<TestPacket>) TestPacket::destinationOptions),
                Arguments.of("routing without segments left", (UnaryOperator<TestPacket>) TestPacket::routing),
                Arguments.of("all", (UnaryOperator<TestPacket>) packet ->
                        packet.hopByHop().destinationOptions().routing().destinationOptions()),
                Arguments.of("atomic fragment", (UnaryOperator<TestPacket>)
                        packet -> packet.hopByHop().fragmentHeader(0, false, 0x1234_5678)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    void shouldLeaveOutExtensionHeadersAsSection51Says(final String name, final UnaryOperator<TestPacket> extended) {
        for (final TestPacket packet : new TestPacket[] {udp(), tcp()}) {
            final PacketView view = translated(extended.apply(packet));
            final PacketView plain = PacketView.ofIp(packet.ip());
            assertThat(view.totalLength()).isEqualTo(plain.totalLength() - 20);
            assertThat(view.protocol()).isEqualTo(plain.protocol());
            assertThat(view.payload()).isEqualTo(plain.payload());
            assertThat(view.checksumGood()).isTrue();
            assertThat(view.u16(6)).isZero();
            if ("atomic fragment".equals(name)) {
                assertThat(view.u16(4)).isEqualTo(0x5678);
            }
        }
    }

    /** The fields of 5.1.1; M of the last fragment is not set. */
    @Test
    void shouldCopyTheFragmentHeaderAsSection511Says() {
        final TestPacket whole = udp().payload(2_000).identification(0x1234_5678);
        final PacketView uncut = PacketView.ofIp(udp().payload(2_000).ip());
        final byte[] joined = new byte[2_008];
        int at = 0;
        for (final TestPacket part : whole.fragments(808)) {
            final PacketView view = translated(part);
            final boolean last = at + 808 >= 2_008;
            assertThat(view.u16(4)).isEqualTo(0x5678);
            assertThat(view.u16(6)).isEqualTo((last ? 0 : 0x2000) | at / 8);
            assertThat(view.protocol()).isEqualTo(17);
            final byte[] payload = Arrays.copyOfRange(view.bytes(), 20, view.length());
            System.arraycopy(payload, 0, joined, at, payload.length);
            at += payload.length;
        }
        assertThat(at).isEqualTo(2_008);
        final byte[] packet = TestPacket.ip(POOL, SERVER4, 17).payload(joined).ip();
        assertThat(PacketView.ofIp(packet).checksumGood()).isTrue();
        assertThat(PacketView.ofIp(packet).payload()).isEqualTo(uncut.payload());
        assertThat(PacketView.ofIp(packet).sourcePort()).isEqualTo(1_024);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(udp().ttl(1), Refusal.HOP_LIMIT),
                Arguments.of(udp().ttl(0), Refusal.HOP_LIMIT),
                Arguments.of(udp().hopByHop().extension(43, 0, 0, 0, 1, 0, 0, 0, 0), Refusal.SOURCE_ROUTE),
                Arguments.of(udp().destinationOptions().hopByHop(), Refusal.EXTENSIONS),
                Arguments.of(udp().authentication(), Refusal.PROTOCOL),
                Arguments.of(udp().fragmentHeader(0, true, 1).destinationOptions(), Refusal.FRAGMENT_EXTENSION),
                Arguments.of(udp().fragmentHeader(0, true, 1).authentication(), Refusal.FRAGMENT_EXTENSION),
                Arguments.of(udp().fragmentHeader(0, true, 1), Refusal.MALFORMED),
                Arguments.of(udp().fragmentHeader(65_528, false, 1), Refusal.MALFORMED),
                Arguments.of(TestPacket.ip(CLIENT, SERVER6, 1).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(CLIENT, SERVER6, 2).payload(30), Refusal.PROTOCOL),
                Arguments.of(TestPacket.ip(CLIENT, SERVER6, 6).payload(19), Refusal.TRUNCATED),
                Arguments.of(TestPacket.ip(CLIENT, SERVER6, 17).payload(7), Refusal.TRUNCATED),
                Arguments.of(TestPacket.udp(POOL, SERVER4), Refusal.MALFORMED));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void shouldRefuseAndLeaveAsItWas(final TestPacket packet, final Refusal why) {
        assertThat(Refusal.of(translation.out(packet))).isEqualTo(why);
        assertThat(translation.bytes()).isEqualTo(packet.ip());
    }

    @Test
    void shouldPointAtSegmentsLeft() {
        assertThat(translation.out(udp().hopByHop().extension(43, 0, 0, 0, 1, 0, 0, 0, 0)))
                .isEqualTo(Refusal.SOURCE_ROUTE.code());
        assertThat(translation.toIp4.pointer()).isEqualTo(40 + 8 + 3);
        assertThat(Refusal.SOURCE_ROUTE.type6()).isEqualTo(4);
        assertThat(Refusal.SOURCE_ROUTE.code6()).isZero();
    }

    @Test
    void shouldRefuseAPacketThatIsShorterThanItSays() {
        final byte[] whole = udp().ip();
        for (int length = 0; length < whole.length; length++) {
            final byte[] cut = Arrays.copyOf(whole, length);
            assertThat(translation.out(cut)).as("%d bytes", length).isEqualTo(Refusal.TRUNCATED.code());
            assertThat(translation.bytes()).isEqualTo(cut);
        }
    }

    /** The extension header would lie in what is behind the packet's end. */
    @Test
    void shouldNotTakePaddingForExtensionHeaders() {
        for (final int says : new int[] {0, 4, 7}) {
            final byte[] packet = udp().destinationOptions().ip();
            packet[5] = (byte) says;
            assertThat(translation.out(packet)).isEqualTo(Refusal.EXTENSIONS.code());
            assertThat(translation.bytes()).isEqualTo(packet);
        }
    }

    @Test
    void shouldCutPaddingOff() {
        final byte[] padded = Arrays.copyOf(udp().payload(1).ip(), 60);
        assertThat(translation.out(padded)).isZero();
        assertThat(translation.view().length()).isEqualTo(29);
        assertThat(translation.view().checksumGood()).isTrue();
    }

    @Test
    void shouldTranslateThisHostsOwnPacketsWithOneHop() {
        translation.packet(udp().ttl(1).ip());
        Buffer.set(translation.buffer(), Buffer.LOCALLY_ORIGINATED);
        assertThat(translation.out()).isZero();
        assertThat(translation.view().ttl()).isEqualTo(1);
    }
}
