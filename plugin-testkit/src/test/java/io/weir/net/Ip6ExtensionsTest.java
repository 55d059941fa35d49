package io.weir.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The walk against the testkit's reader, which knows no bounds, and against memory that ends where the packet does. */
class Ip6ExtensionsTest {
    private static final int BLOCK_BYTES = 4_096;

    private final long block = OffHeap.allocate(BLOCK_BYTES);

    @AfterEach
    @AfterProperty
    void free() {
        OffHeap.free(block);
    }

    /** Puts bytes where nothing may be read behind them. */
    private long at(final byte[] bytes) {
        final long address = block + BLOCK_BYTES - bytes.length;
        Memory.copy(bytes, 0, address, bytes.length);
        return address;
    }

    private long walk(final TestPacket packet) {
        final byte[] bytes = packet.ip();
        return Ip6Extensions.walk(at(bytes), bytes.length);
    }

    private static TestPacket udp() {
        return TestPacket.udp("2001:db8::1", "2001:db8::2");
    }

    @Property(tries = 3_000)
    void shouldFindWhatANaiveReaderFinds(@ForAll final long seed) {
        final byte[] packet = new RandomPackets(seed).packet(true).ip();
        final PacketView view = PacketView.ofIp(packet);
        final long header = at(packet);
        final long walk = Ip6Extensions.walk(header, packet.length);
        assertThat(Ip6Extensions.failure(walk)).isEqualTo(Ip6Extensions.FOUND);
        assertThat(Ip6Extensions.protocol(walk)).isEqualTo(view.protocol());
        assertThat(Ip6Extensions.offset(walk)).isEqualTo(view.transport());
        assertThat(Ip6Extensions.isFragment(walk)).isEqualTo(view.moreFragments() || view.fragmentOffset() != 0);
        assertThat(Ip6Extensions.isLaterFragment(walk)).isEqualTo(view.fragmentOffset() != 0);
        final int fragment = Ip6Extensions.fragmentHeader(walk);
        if (fragment != 0) {
            assertThat(Ip6Fragment.offset(header + fragment)).isEqualTo(view.fragmentOffset());
            assertThat(Ip6Fragment.more(header + fragment)).isEqualTo(view.moreFragments());
        }
    }

    @Property(tries = 3_000)
    void shouldSayThatItIsCutShortWhereverAPacketEnds(@ForAll final long seed) {
        final byte[] packet = new RandomPackets(seed).packet(true).ip();
        final int upper = PacketView.ofIp(packet).transport();
        for (int bytes = Ip6Header.LENGTH; bytes <= packet.length; bytes++) {
            final long walk = Ip6Extensions.walk(at(Arrays.copyOf(packet, bytes)), bytes);
            assertThat(Ip6Extensions.failure(walk))
                    .as("%d of %d bytes, upper header at %d", bytes, packet.length, upper)
                    .isEqualTo(bytes < upper ? Ip6Extensions.TRUNCATED : Ip6Extensions.FOUND);
        }
    }

    @Property(tries = 20_000)
    void shouldReadNothingBeyondWhenAllIsGarbage(@ForAll final long seed) {
        final Random random = new Random(seed);
        final byte[] bytes = new byte[Ip6Header.LENGTH + random.nextInt(1_200)];
        random.nextBytes(bytes);
        final int[] numbers = {0, 43, 44, 51, 60, 135, 139, 140};
        for (int i = 6; i < bytes.length; i += 1 + random.nextInt(8)) {
            bytes[i] = (byte) numbers[random.nextInt(numbers.length)];
        }
        final long walk = Ip6Extensions.walk(at(bytes), bytes.length);
        assertThat(Ip6Extensions.failure(walk)).isBetween(Ip6Extensions.FOUND, Ip6Extensions.MISPLACED);
        if (Ip6Extensions.failure(walk) == Ip6Extensions.FOUND) {
            assertThat(Ip6Extensions.offset(walk)).isBetween(Ip6Header.LENGTH, bytes.length);
        }
        final int layers = Layers.of6(at(bytes), bytes.length);
        assertThat(Layers.known(layers) && Layers.transport(layers) > bytes.length)
                .isFalse();
    }

    @Test
    void shouldGiveUpWhenThereAreMoreThanEight() {
        TestPacket packet = udp();
        for (int i = 0; i < Ip6Extensions.MAX_HEADERS; i++) {
            packet = packet.destinationOptions();
        }
        assertThat(Ip6Extensions.failure(walk(packet))).isEqualTo(Ip6Extensions.FOUND);
        assertThat(Ip6Extensions.failure(walk(packet.destinationOptions()))).isEqualTo(Ip6Extensions.TOO_MANY);
    }

    @Test
    void shouldGiveUpWhenOneIsTooLong() {
        final int[] longOne = new int[1_024];
        longOne[1] = 127;
        assertThat(Ip6Extensions.failure(walk(udp().extension(60, longOne)))).isEqualTo(Ip6Extensions.TOO_MANY);
    }

    @Test
    void shouldRefuseWhenHeadersAreWhereNoneMayBe() {
        final int misplaced = Ip6Extensions.MISPLACED;
        assertThat(Ip6Extensions.failure(walk(udp().routing().hopByHop()))).isEqualTo(misplaced);
        assertThat(Ip6Extensions.failure(walk(udp().hopByHop().hopByHop()))).isEqualTo(misplaced);
        final TestPacket twice = udp().fragmentHeader(0, true, 1).fragmentHeader(0, true, 2);
        assertThat(Ip6Extensions.failure(walk(twice))).isEqualTo(misplaced);
    }

    @Test
    void shouldStopAtUnknownNumbersAndNoNextHeader() {
        for (final int number : new int[] {IpProtocol.NONE, IpProtocol.ESP, 253, 200}) {
            final long walk = walk(TestPacket.ip("::1", "::2", number).routing());
            assertThat(Ip6Extensions.failure(walk)).isEqualTo(Ip6Extensions.FOUND);
            assertThat(Ip6Extensions.protocol(walk)).isEqualTo(number);
            assertThat(Ip6Extensions.offset(walk)).isEqualTo(48);
        }
    }

    @Test
    void shouldEndWithThePayloadWhenPaddingFollows() {
        final byte[] packet = udp().routing().ip();
        final long header = at(packet);
        Ip6Header.payloadLength(header, 4);
        assertThat(Ip6Extensions.failure(Ip6Extensions.walk(header, packet.length)))
                .isEqualTo(Ip6Extensions.TRUNCATED);
    }

    @Test
    void shouldTakeAnAtomicFragmentForWhole() {
        final long walk = walk(udp().fragmentHeader(0, false, 9));
        assertThat(Ip6Extensions.isFragment(walk)).isFalse();
        assertThat(Ip6Extensions.fragmentHeader(walk)).isEqualTo(40);
        assertThat(Ip6Extensions.offset(walk)).isEqualTo(48);
    }
}
