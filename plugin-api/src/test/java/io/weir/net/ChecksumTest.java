package io.weir.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sums against a naive one, over all values where there are only 65,536. */
class ChecksumTest {
    private static final int BLOCK_BYTES = 4_096;

    private final long block = OffHeap.allocate(BLOCK_BYTES);

    @AfterEach
    void free() {
        OffHeap.free(block);
    }

    /** RFC 1071 word by word, in network order, of the bytes at an address. */
    private static int naive(final long address, final int bytes, final int start) {
        int sum = start;
        for (int i = 0; i < bytes; i++) {
            sum += Memory.getUnsignedByte(address + i) << ((i & 1) == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    /** A header whose right checksum is this one: its identification makes up for the rest. */
    private void header(final int checksum, final int ttl) {
        Ip4Header.write(block, 60, ttl, IpProtocol.UDP, 0x0a000001, 0x0a000102);
        Ip4Header.checksum(block, 0);
        final int others = naive(block, Ip4Header.LENGTH, 0);
        final int wanted = ~checksum & 0xffff;
        Ip4Header.identification(block, wanted >= others ? wanted - others : wanted - others + 0xffff);
        Ip4Header.updateChecksum(block);
    }

    @Test
    void shouldFindOnlyRightChecksumsGood() {
        for (final int right : new int[] {0, 1, 0x00ff, 0x0100, 0x7fff, 0x8000, 0xfeff, 0xfffe}) {
            header(right, 64);
            for (int checksum = 0; checksum <= 0xffff; checksum++) {
                Ip4Header.checksum(block, checksum);
                assertThat(Ip4Header.good20(block))
                        .as("checksum 0x%04x where 0x%04x is right", checksum, right)
                        .isEqualTo(Ip4Header.checksumGood(block, Ip4Header.LENGTH));
            }
        }
    }

    @Test
    void shouldGiveTheFullSumWhenATtlIsDecremented() {
        for (int checksum = 0; checksum < 0xffff; checksum++) {
            final int ttl = 1 + checksum % 255;
            header(checksum, ttl);
            assertThat(Ip4Header.checksum(block)).isEqualTo(checksum);
            Ip4Header.decrementTtl(block);
            final int patched = Ip4Header.checksum(block);
            Ip4Header.updateChecksum(block);
            assertThat(patched).as("checksum 0x%04x", checksum).isEqualTo(Ip4Header.checksum(block));
            assertThat(Ip4Header.ttl(block)).isEqualTo(ttl - 1);
        }
    }

    @Test
    void shouldGiveZeroWhenTheChecksumIsFeff() {
        header(0xfeff, 64);
        Ip4Header.decrementTtl(block);
        assertThat(Ip4Header.checksum(block)).isZero();
    }

    @Test
    void shouldTakeTheOtherZeroForAZeroWhenAHeaderHasIt() {
        header(0, 64);
        Ip4Header.checksum(block, 0xffff);
        Ip4Header.decrementTtl(block);
        assertThat(Ip4Header.checksum(block)).isEqualTo(0x0100);
    }

    @Test
    void shouldGiveTheFullSumWhenAnyWordChanges() {
        for (int checksum = 0; checksum < 0xffff; checksum++) {
            for (final int word : new int[] {0, 1, 0x00ff, 0x0100, 0x7fff, 0xfeff, 0xfffe, 0xffff, checksum}) {
                header(checksum, 64);
                final int old = Memory.getShortBe(block + 18);
                Memory.putShortBe(block + 18, word);
                final int patched = Checksum.update(checksum, old, word);
                Ip4Header.updateChecksum(block);
                assertThat(patched).isEqualTo(Ip4Header.checksum(block));
            }
        }
    }

    @Test
    void shouldGiveTheFullSumWhenAddressesOfTwoFamiliesChangePlaces() {
        final Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            for (int at = 0; at < 64; at += Long.BYTES) {
                Memory.putLong(block + at, random.nextInt(4) == 0 ? -random.nextInt(2) : random.nextLong());
            }
            final int before = ~Checksum.fold(Checksum.add(0, block, 64)) & 0xffff;
            final long removed = Checksum.add(0, block + 8, 32);
            Memory.putLong(block + 8, random.nextLong());
            Memory.zero(block + 16, 24);
            final int patched = Checksum.update(before, removed, Checksum.add(0, block + 8, 8));
            assertThat(patched).isEqualTo(~Checksum.fold(Checksum.add(0, block, 64)) & 0xffff);
        }
    }

    @Test
    void shouldNeverWriteZeroWhenUdp() {
        assertThat(Checksum.updateUdp(0, 5, 77)).isZero();
        for (int checksum = 1; checksum <= 0xffff; checksum++) {
            final int updated = Checksum.updateUdp(checksum, 0x0100, 0);
            final int plain = Checksum.update(checksum, 0x0100, 0);
            assertThat(updated).isEqualTo(plain == 0 ? 0xffff : plain);
        }
        assertThat(Checksum.updateUdp(0xfeff, 0x0100, 0)).isEqualTo(0xffff);
    }

    @Test
    void shouldSumAsTheRfcSaysWhenAPseudoHeaderIsWrittenOut() {
        final Random random = new Random(4);
        for (int i = 0; i < 1_000; i++) {
            for (int at = 0; at < 64; at += Long.BYTES) {
                Memory.putLong(block + at, random.nextLong());
            }
            final int bytes = random.nextInt(65_536);
            final int protocol = random.nextInt(256);
            final int six = naive(block + 8, 32, 0);
            assertThat(bigEndian(Checksum.pseudoHeader6(block, protocol, bytes)))
                    .isEqualTo(folded(six + protocol + bytes));
            final int four = naive(block + 12, 8, 0);
            assertThat(bigEndian(Checksum.pseudoHeader4(block, bytes)))
                    .isEqualTo(folded(four + Ip4Header.protocol(block) + bytes));
        }
    }

    @Test
    void shouldKeepTheSumRightWhenASegmentSizeIsClampedAtAnyPlace() {
        for (int nops = 0; nops < 4; nops++) {
            Memory.zero(block, 64);
            TcpHeader.sourcePort(block, 4_000);
            Memory.putByte(block + 12, 0x70);
            Memory.putLong(block + TcpHeader.LENGTH, 0x0101_0101_0101_0101L);
            Memory.putIntBe(block + TcpHeader.LENGTH + nops, 0x0204_05b4);
            TcpHeader.checksum(block, ~naive(block, 28, 0));
            assertThat(TcpHeader.maximumSegment(block, 28)).isEqualTo(1_460);
            assertThat(TcpHeader.clampMaximumSegment(block, 28, 1_460)).isFalse();
            assertThat(TcpHeader.clampMaximumSegment(block, 28, 1_220)).isTrue();
            assertThat(TcpHeader.maximumSegment(block, 28)).isEqualTo(1_220);
            assertThat(naive(block, 28, 0)).isEqualTo(0xffff);
        }
    }

    private static int bigEndian(final long sum) {
        return Short.reverseBytes((short) Checksum.fold(sum)) & 0xffff;
    }

    private static int folded(final int sum) {
        final int once = (sum & 0xffff) + (sum >>> 16);
        return (once & 0xffff) + (once >>> 16);
    }
}
