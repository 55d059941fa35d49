package io.weir.nat64.internal.xlat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.testkit.PacketView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;

/** There and back, and whatever may come. */
class TranslationPropertyTest {
    private static final int ICMP6 = 58;

    private final Errors errors = new Errors();
    private final Translation translation = errors.translation;

    @AfterProperty
    void close() {
        errors.close();
    }

    private static boolean isIcmpPart(final PacketView view) {
        final boolean part = view.moreFragments() || view.fragmentOffset() > 0;
        return part && (view.protocol() == ICMP6 || view.protocol() == 1);
    }

    private static int port(final byte[] packet, final boolean source) {
        final PacketView view = PacketView.ofIp(packet);
        if (view.fragmentOffset() > 0 || view.protocol() == 253) {
            return Transport.KEEP;
        }
        final boolean icmp = view.protocol() == ICMP6 || view.protocol() == 1;
        return icmp ? view.u16(view.transport() + 4) : source ? view.sourcePort() : view.destinationPort();
    }

    /** By what {@link Translation} translates by, and back: source port of the one direction is destination port of the other. */
    @Property(tries = 4_000)
    void shouldGiveTheSamePacketWhenItGoesFrom6To4To6(@ForAll final long seed) {
        final byte[] packet = new RandomPackets(seed).plain6().ip();
        final int port = port(packet, true);
        final int out = translation.out(packet);
        if (isIcmpPart(PacketView.ofIp(packet))) {
            assertThat(out).isEqualTo(Refusal.FRAGMENTED_ICMP.code());
            return;
        }
        assertThat(out).isZero();
        assertValid(translation.view(), PacketView.ofIp(packet));
        final Ip6Address client = Ip6Address.parse(Translation.CLIENT);
        final Ip6Address server = Ip6Address.parse(Translation.SERVER6);
        final int back = translation.toIp6.translate(
                translation.buffer(), client.high(), client.low(), server.high(), server.low(), port, Transport.KEEP);
        assertThat(back).isNotNegative();
        assertThat(translation.bytes()).isEqualTo(packet);
    }

    /** Identification and DF are the translator's, unless it is a fragment. */
    @Property(tries = 4_000)
    void shouldGiveTheSamePacketWhenItGoesFrom4To6To4(@ForAll final long seed) {
        final byte[] packet = new RandomPackets(seed).plain4().ip();
        final int port = port(packet, false);
        final int in = translation.in(packet);
        final PacketView before = PacketView.ofIp(packet);
        if (isIcmpPart(before)) {
            assertThat(in).isEqualTo(Refusal.FRAGMENTED_ICMP.code());
            return;
        }
        assertThat(in).isNotNegative();
        assertValid(translation.view(), before);
        final boolean echo = before.protocol() == 1;
        final int back = translation.toIp4.translate(
                translation.buffer(),
                Ip4Address.parse(Translation.SERVER4),
                Ip4Address.parse(Translation.POOL),
                echo ? port : Transport.KEEP,
                port);
        assertThat(back).isZero();
        final byte[] after = translation.bytes();
        assertThat(PacketView.ofIp(after).headerChecksumGood()).isTrue();
        if (!before.moreFragments() && before.fragmentOffset() == 0) {
            assertThat(PacketView.ofIp(after).u16(6)).isEqualTo(packet.length > 1_260 ? 0x4000 : 0);
            ByteBuffer.wrap(after).putShort(4, (short) before.u16(4)).putShort(6, (short) before.u16(6));
        }
        ByteBuffer.wrap(after).putShort(10, (short) before.u16(10));
        assertThat(after).isEqualTo(packet);
    }

    private static void assertValid(final PacketView view, final PacketView before) {
        assertThat(view.length()).isEqualTo(view.totalLength());
        assertThat(view.u8(0) >>> 4 == 6 || view.headerChecksumGood()).isTrue();
        if (!view.moreFragments() && view.fragmentOffset() == 0 && before.protocol() != 253) {
            assertThat(view.checksumGood()).isTrue();
        }
    }

    /**
     * Garbage is translated or refused, and left as it was then; nothing is thrown, no buffer lost, and nothing beyond the packet read:
     * what lies there changes nothing.
     */
    @Property(tries = 8_000)
    void shouldTakeAnything(@ForAll final long seed) {
        final byte[] packet = new RandomPackets(seed).garbage();
        final int data = new RandomPackets(seed).below(60) - 40;
        final int perBuffer = seed % 3 == 0 ? 20 + new RandomPackets(seed).below(200) : Buffer.DATA_BYTES - data;
        for (int way = 0; way < 4; way++) {
            final byte[] first = played(packet, data, perBuffer, way, 0);
            final byte[] second = played(packet, data, perBuffer, way, 0xff);
            assertThat(second).isEqualTo(first);
        }
    }

    private byte[] played(final byte[] packet, final int data, final int perBuffer, final int way, final int behind) {
        final long buffer = translation.packet(packet, data, perBuffer);
        final long end = Buffer.data(buffer) + Buffer.length(buffer);
        for (long at = end; at < buffer + Buffer.DATA_OFFSET + Buffer.DATA_BYTES; at++) {
            Memory.putByte(at, behind);
        }
        final int result =
                switch (way) {
                    case 0 -> translation.out();
                    case 1 -> translation.in();
                    case 2 -> errors.toServer();
                    default -> errors.toClient();
                };
        final byte[] bytes = translation.bytes();
        if (result < 0) {
            assertThat(Refusal.of(result)).isNotNull();
            assertThat(bytes).isEqualTo(packet);
            return bytes;
        }
        final int version = (way & 1) == 0 ? 4 : 6;
        final PacketView view = PacketView.ofIp(bytes);
        assertThat(view.u8(0) >>> 4).isEqualTo(version);
        assertThat(view.totalLength()).isLessThanOrEqualTo(view.length());
        if (way > 1) {
            assertThat(view.checksumGood()).isTrue();
            assertThat(view.length()).isEqualTo(view.totalLength()).isLessThanOrEqualTo(version == 4 ? 576 : 1_280);
        }
        if (version == 4) {
            assertThat(view.headerChecksumGood()).isTrue();
            // The identification is another one each time, and with it the checksum.
            Arrays.fill(bytes, 4, 6, (byte) 0);
            Arrays.fill(bytes, 10, 12, (byte) 0);
        }
        return bytes;
    }
}
