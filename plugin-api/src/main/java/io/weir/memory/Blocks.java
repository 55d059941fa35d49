package io.weir.memory;

import java.util.Arrays;

/**
 * Blocks of memory by their addresses, never changed: a reader who asks at every access takes the one that is there, and finds
 * its block by halving.
 */
final class Blocks {
    static final Blocks NONE = new Blocks(new long[0], new long[0]);

    private final long[] starts;
    private final long[] ends;

    private Blocks(final long[] starts, final long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** These and one more, which overlaps none. */
    Blocks with(final long address, final long bytes) {
        final int place = -1 - Arrays.binarySearch(starts, address);
        return new Blocks(inserted(starts, place, address), inserted(ends, place, address + bytes));
    }

    private static long[] inserted(final long[] before, final int place, final long value) {
        final long[] after = Arrays.copyOf(before, before.length + 1);
        System.arraycopy(before, place, after, place + 1, before.length - place);
        after[place] = value;
        return after;
    }

    /** These but the one that begins at an address. */
    Blocks without(final long address) {
        final int place = Arrays.binarySearch(starts, address);
        return new Blocks(removed(starts, place), removed(ends, place));
    }

    private static long[] removed(final long[] before, final int place) {
        final long[] after = Arrays.copyOf(before, before.length - 1);
        System.arraycopy(before, place + 1, after, place, after.length - place);
        return after;
    }

    /** Bytes of the block that begins at an address; 0 if none does. */
    long bytes(final long address) {
        final int place = Arrays.binarySearch(starts, address);
        return place < 0 ? 0 : ends[place] - starts[place];
    }

    /** Bytes of all. */
    long bytes() {
        return Arrays.stream(ends).sum() - Arrays.stream(starts).sum();
    }

    /** Whether so many bytes from an address on lie in one of them. */
    boolean cover(final long address, final int bytes) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (starts[middle] <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && address + bytes <= ends[low - 1];
    }
}
