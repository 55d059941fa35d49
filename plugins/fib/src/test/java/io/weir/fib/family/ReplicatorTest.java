package io.weir.fib.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.testkit.TestBuffers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicatorTest {
    private static final int CAPACITY = 512;

    private final BufferPool pool = new BufferPool("test", CAPACITY, PageSize.SMALL);
    private final Buffers buffers = new Buffers(pool);
    private final Replicator replicator = new Replicator(buffers);
    private final int[] copies = new int[65];

    @AfterEach
    void shouldHaveLostNothing() {
        assertThat(inUse()).isZero();
        pool.close();
    }

    private int inUse() {
        return CAPACITY - pool.available() - buffers.cached();
    }

    private static byte[] bytes(final int length) {
        final byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "60, 2034, 3, 128",
        "60, 2034, 65, 128",
        "256, 2034, 3, 128",
        "257, 2034, 3, 128",
        "1500, 2034, 3, 128",
        "1500, 2034, 64, 2147483647",
        "9000, 2034, 3, 128",
        "9000, 2034, 3, 2147483647",
        "9000, 300, 5, 128",
        "600, 100, 3, 128",
        "600, 128, 3, 128",
        "65535, 2034, 2, 128"
    })
    void shouldGiveEachCopyTheWholePacketAndItsOwnHeaders(
            final int length, final int perBuffer, final int count, final int front) {
        final byte[] bytes = bytes(length);
        final int index = TestBuffers.packet(buffers, bytes, 7, 14, perBuffer);
        Buffer.traceHandle(Buffer.address(index), 5);
        Buffer.set(Buffer.address(index), Buffer.L4_CHECKSUM_GOOD);
        final int before = inUse();
        assertThat(replicator.copies(index, front, copies, count)).isTrue();
        if (length > 256 && perBuffer > 256 && front == 128) {
            assertThat(inUse()).as("buffers").isEqualTo(before + count);
        }
        for (int i = 0; i < count; i++) {
            final long copy = Buffer.address(copies[i]);
            assertThat(TestBuffers.bytes(copies[i])).isEqualTo(bytes);
            assertThat(Buffer.rxInterface(copy)).isEqualTo(7);
            assertThat(Buffer.currentData(copy)).isEqualTo(14);
            assertThat(Buffer.has(copy, Buffer.L4_CHECKSUM_GOOD)).isTrue();
            assertThat(Buffer.has(copy, Buffer.TRACED)).isEqualTo(i == 0);
            assertThat(Buffer.has(copy, Buffer.SHARED)).as("its own").isFalse();
        }
        assertThat(Arrays.stream(copies, 0, count).distinct()).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(TestBuffers.bytes(copies[i])).as("when others are freed").isEqualTo(bytes);
            buffers.free(copies[i]);
        }
    }

    @Test
    void shouldKeepWhatADeviceIsToDoForALargeSegment() {
        final byte[] bytes = bytes(9_000);
        final int index = TestBuffers.packet(buffers, bytes, 7);
        Buffer.gso(Buffer.address(index), 1, 1_448);
        Buffer.partialChecksum(Buffer.address(index), 20, 16);
        assertThat(replicator.copies(index, 128, copies, 3)).isTrue();
        for (int i = 0; i < 3; i++) {
            final long copy = Buffer.address(copies[i]);
            assertThat(Buffer.has(copy, Buffer.GSO)).isTrue();
            assertThat(Buffer.gsoSize(copy)).isEqualTo(1_448);
            assertThat(Buffer.checksumOffset(copy)).isEqualTo(16);
            assertThat(Buffer.length(copy)).as("headers are in one buffer").isEqualTo(Buffer.DATA_BYTES);
            assertThat(TestBuffers.bytes(copies[i])).isEqualTo(bytes);
            buffers.free(copies[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"60", "1500", "9000"})
    void shouldNotWriteToAPacketThatSomebodyElseHas(final int length) {
        final byte[] bytes = bytes(length);
        final int index = TestBuffers.packet(buffers, bytes, 7);
        buffers.share(index);
        assertThat(replicator.copies(index, 128, copies, 3)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(copies[i]).isNotEqualTo(index);
            assertThat(TestBuffers.bytes(copies[i])).isEqualTo(bytes);
            buffers.free(copies[i]);
        }
        assertThat(TestBuffers.bytes(index)).isEqualTo(bytes);
        buffers.free(index);
    }

    @ParameterizedTest
    @CsvSource({"60, false", "1500, false", "9000, false", "9000, true"})
    void shouldLeaveThePacketAsItWasWithoutBuffers(final int length, final boolean shared) {
        final byte[] bytes = bytes(length);
        final int index = TestBuffers.packet(buffers, bytes, 7);
        if (shared) {
            buffers.share(index);
        }
        final int[] rest = new int[CAPACITY];
        int taken = 0;
        while (inUse() < CAPACITY - 1) {
            rest[taken++] = buffers.allocate();
        }
        assertThat(replicator.copies(index, 128, copies, 3)).isFalse();
        assertThat(TestBuffers.bytes(index)).isEqualTo(bytes);
        assertThat(inUse()).isEqualTo(CAPACITY - 1);
        buffers.free(index);
        if (shared) {
            buffers.free(index);
        }
        for (int i = 0; i < taken; i++) {
            buffers.free(rest[i]);
        }
    }
}
