package io.weir.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffHeapTest {
    private static final int BYTES = 16 << 20;

    @Test
    void shouldHoldNoMemoryAndReadZeroWhenPartIsReleased() throws IOException {
        final long block = OffHeap.allocate(BYTES);
        try {
            for (long at = block; at < block + BYTES; at += 8) {
                Memory.putLong(at, -1);
            }
            assertThat(residentBytes(block)).isEqualTo(BYTES);
            // From the middle of one page to the middle of another.
            final long first = block + 1_000;
            final int released = BYTES - 2_000;
            OffHeap.release(first, released);
            assertThat(residentBytes(block)).isLessThanOrEqualTo(2 * OffHeap.pageBytes());
            assertThat(Memory.getLong(first - 8)).isEqualTo(-1);
            assertThat(Memory.getLong(first)).isZero();
            assertThat(Memory.getLong(first + released - 8)).isZero();
            assertThat(Memory.getLong(first + released)).isEqualTo(-1);
            OffHeap.release(block, 40);
            assertThat(Memory.getLong(block + 32)).isZero();
            assertThat(Memory.getLong(block + 40)).isEqualTo(-1);
        } finally {
            OffHeap.free(block);
        }
    }

    @Test
    void shouldCoverABlockWithItsEndAndNoMoreWhenItIsGivenBack() {
        final long block = OffHeap.allocate(1);
        final long last = block + OffHeap.pageBytes() - 8;
        for (int i = 0; i < 2; i++) {
            assertThat(OffHeap.covers(block, 8)).isTrue();
            assertThat(OffHeap.covers(last, 8)).isTrue();
            assertThat(OffHeap.covers(last + 4, 8)).isFalse();
        }
        OffHeap.free(block);
        assertThat(OffHeap.covers(block, 8)).isFalse();
        assertThat(OffHeap.covers(last, 8)).isFalse();
    }

    /** What the kernel says of the mappings that a block lies in. */
    private static long residentBytes(final long block) throws IOException {
        final List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        long resident = 0;
        boolean ours = false;
        for (final String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                final String[] range = line.substring(0, line.indexOf(' ')).split("-", -1);
                ours = Long.parseUnsignedLong(range[0], 16) < block + BYTES
                        && Long.parseUnsignedLong(range[1], 16) > block;
            } else if (ours && line.startsWith("Rss:")) {
                resident += Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return resident;
    }
}
