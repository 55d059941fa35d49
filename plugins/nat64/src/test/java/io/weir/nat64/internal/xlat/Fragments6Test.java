package io.weir.nat64.internal.xlat;

import static io.weir.nat64.internal.xlat.Translation.CLIENT;
import static io.weir.nat64.internal.xlat.Translation.POOL;
import static io.weir.nat64.internal.xlat.Translation.SERVER4;
import static io.weir.nat64.internal.xlat.Translation.SERVER6;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestPacket;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7915, 4: packets that may be cut are, to the least MTU, under the identification that they have. */
class Fragments6Test {
    private final Translation translation = new Translation();
    private final Fragments6 fragments = new Fragments6(translation.buffers);

    @AfterEach
    void close() {
        translation.close();
    }

    private static TestPacket udp() {
        return TestPacket.udp(SERVER4, POOL).ports(53, 1_024).tos(0x28).identification(0xabcd);
    }

    /** Cuts what was translated; checks what all parts have. */
    private List<PacketView> cut(final int translated, final int mtu) {
        final List<PacketView> parts = new ArrayList<>();
        assertThat(fragments.begin(translation.index(), translated, mtu)).isTrue();
        final int expected = fragments.parts();
        while (fragments.more()) {
            final int index = fragments.next();
            assertThat(index).isNotNegative();
            final PacketView part = PacketView.ofIp(TestBuffers.bytes(index));
            translation.buffers.free(index);
            assertThat(part.length()).isEqualTo(part.totalLength()).isLessThanOrEqualTo(mtu);
            assertThat(part.source()).isEqualTo(SERVER6);
            assertThat(part.destination()).isEqualTo(CLIENT);
            assertThat(part.u32(0)).isEqualTo(0x6280_0000L);
            assertThat(part.u8(6)).isEqualTo(44);
            assertThat(part.u32(44)).isEqualTo(0xabcd);
            parts.add(part);
        }
        assertThat(parts).hasSize(expected);
        return parts;
    }

    private static byte[] joined(final List<PacketView> parts, final int from) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final PacketView part : parts) {
            assertThat(part.fragmentOffset()).isEqualTo(from + all.size());
            all.writeBytes(Arrays.copyOfRange(part.bytes(), 48, part.length()));
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "1233, 2, 1280",
        "1452, 2, 1280",
        "2456, 2, 1280",
        "2457, 3, 1280",
        "9000, 8, 1280",
        "9000, 7, 1500",
        "65000, 53, 1280"
    })
    void shouldCutAWholePacket(final int payload, final int parts, final int mtu) {
        translation.toIp6.configure(mtu, false);
        final int result = translation.in(udp().payload(payload));
        assertThat(result).isEqualTo(ToIp6.TOO_LARGE | 0xabcd);
        final List<PacketView> cut = cut(result, mtu);
        assertThat(cut).hasSize(parts);
        for (int i = 0; i < parts; i++) {
            assertThat(cut.get(i).moreFragments()).isEqualTo(i < parts - 1);
        }
        final PacketView whole = PacketView.ofIp(
                TestPacket.ip(SERVER6, CLIENT, 17).payload(joined(cut, 0)).ip());
        assertThat(whole.checksumGood()).isTrue();
        assertThat(whole.destinationPort()).isEqualTo(4_000);
        assertThat(whole.payload())
                .isEqualTo(PacketView.ofIp(udp().payload(payload).ip()).payload());
    }

    /** A fragment that became too large is cut again, and M is right on the last part of the last one alone. */
    @Test
    void shouldCutAFragmentFurther() {
        final List<PacketView> all = new ArrayList<>();
        for (final TestPacket part : udp().payload(5_000).fragments(1_480)) {
            final int result = translation.in(part);
            if (result == 0) {
                all.add(translation.view());
            } else {
                assertThat(result).isEqualTo(ToIp6.TOO_LARGE | 0xabcd);
                final List<PacketView> cut = cut(result, 1_280);
                joined(cut, cut.getFirst().fragmentOffset());
                all.addAll(cut);
            }
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).moreFragments()).isEqualTo(i < all.size() - 1);
        }
        final byte[] bytes = joined(all, 0);
        assertThat(bytes).hasSize(5_008);
        assertThat(PacketView.ofIp(TestPacket.ip(SERVER6, CLIENT, 17)
                                .payload(bytes)
                                .ip())
                        .checksumGood())
                .isTrue();
    }

    @Test
    void shouldCutAnEchoOfIcmp() {
        final int result = translation.in(TestPacket.echoReply(SERVER4, POOL)
                .ports(1_024, 1)
                .tos(0x28)
                .identification(0xabcd)
                .payload(3_000));
        final byte[] bytes = joined(cut(result, 1_280), 0);
        assertThat(PacketView.ofIp(TestPacket.ip(SERVER6, CLIENT, 58)
                                .payload(bytes)
                                .ip())
                        .checksumGood())
                .isTrue();
    }

    @Test
    void shouldComputeTheChecksumOfUdpWithoutOneBeforeItCuts() {
        final int result = translation.in(udp().payload(3_000).noChecksum());
        final byte[] bytes = joined(cut(result, 1_280), 0);
        assertThat(PacketView.ofIp(TestPacket.ip(SERVER6, CLIENT, 17)
                                .payload(bytes)
                                .ip())
                        .checksumGood())
                .isTrue();
    }

    /** A checksum that a device would have filled in is filled in before, for no device could. */
    @Test
    void shouldFillAPartialChecksumInBeforeItCuts() {
        translation.packet(udp().payload(3_000).partialChecksum().ip());
        Buffer.partialChecksum(translation.buffer(), 14 + 20, 6);
        final int result = translation.in();
        final byte[] bytes = joined(cut(result, 1_280), 0);
        assertThat(PacketView.ofIp(TestPacket.ip(SERVER6, CLIENT, 17)
                                .payload(bytes)
                                .ip())
                        .checksumGood())
                .isTrue();
    }

    @Test
    void shouldGiveBackWhatItHasWhenThereAreNoBuffers() {
        final int result = translation.in(udp().payload(60_000));
        assertThat(fragments.begin(translation.index(), result, 1_280)).isTrue();
        final List<Integer> taken = new ArrayList<>();
        for (int index = translation.buffers.allocate(); index >= 0; index = translation.buffers.allocate()) {
            taken.add(index);
        }
        assertThat(fragments.next()).isEqualTo(-1);
        translation.buffers.free(taken.removeLast());
        final int part = fragments.next();
        assertThat(part).isNotNegative();
        translation.buffers.free(part);
        taken.forEach(translation.buffers::free);
    }
}
