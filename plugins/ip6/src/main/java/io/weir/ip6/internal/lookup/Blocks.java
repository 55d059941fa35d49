package io.weir.ip6.internal.lookup;

import io.weir.fib.IndexPool;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;
import java.util.Arrays;

/**
 * Memory of the trie's nodes, in a few sizes. Each size has a region of its own, reserved for the most there may be and committed by
 * use. A block that was given back is given out again after a {@link Quiescence}. Only main.
 */
final class Blocks implements AutoCloseable {
    /** Bytes of a block, by class: skips, branches of few runs to many, and with a slot for each value. */
    static final int[] BYTES = {32, 64, 128, 192, 256, 384, 512, 2_048};

    /** The class of full branches. */
    static final int FULL = BYTES.length - 1;

    private static final int CLASS_BITS = 4;
    private static final int[] CAPACITY = {1 << 22, 1 << 21, 1 << 20, 1 << 20, 1 << 20, 1 << 19, 1 << 19, 1 << 18};
    /** Blocks of each class that one prefix may need: two skips, a branch, and a larger one in place of one that is there. */
    private static final int PER_PREFIX = 2;

    private final IndexPool[] pools = new IndexPool[BYTES.length];
    private final long[] regions = new long[BYTES.length];
    private final int[] used = new int[BYTES.length];
    /** Blocks in use that are not full branches. */
    private int small;

    /** What a change has taken out so far: indices, with their class in the lowest bits. */
    private long[] gone = new long[64];

    private int goneCount;

    /** What a change has taken so far, likewise. */
    private long[] taken = new long[8];

    private int takenCount;

    /** No blocks yet; of each class as many as {@code most} says at most. */
    Blocks(final int most, final Quiescence quiescence) {
        for (int i = 0; i < BYTES.length; i++) {
            final int capacity = Math.min(most, CAPACITY[i]);
            regions[i] = OffHeap.allocate((long) capacity * BYTES[i]);
            pools[i] = new IndexPool("ip6 trie blocks of " + BYTES[i] + " bytes", 0, capacity, quiescence);
        }
    }

    /** The class of the smallest blocks of so many bytes at least. */
    static int classOf(final int bytes) {
        int found = 0;
        while (BYTES[found] < bytes) {
            found++;
        }
        return found;
    }

    /** Whether there is a block of a class. */
    boolean has(final int sizeClass) {
        return pools[sizeClass].available() > 0;
    }

    /** Address of a block of a class, with whatever it held before. */
    long take(final int sizeClass) {
        final long index = pools[sizeClass].take();
        count(sizeClass, 1);
        if (takenCount == taken.length) {
            taken = Arrays.copyOf(taken, 2 * takenCount);
        }
        taken[takenCount++] = index << CLASS_BITS | sizeClass;
        return regions[sizeClass] + index * BYTES[sizeClass];
    }

    /** Gives a block back that new packets won't come to, once the change is {@link #changed made}. */
    void retire(final int sizeClass, final long address) {
        count(sizeClass, -1);
        final long index = (address - regions[sizeClass]) / BYTES[sizeClass];
        if (goneCount == gone.length) {
            gone = Arrays.copyOf(gone, 2 * goneCount);
        }
        gone[goneCount++] = index << CLASS_BITS | sizeClass;
    }

    /**
     * The last store of a change has been made: nothing leads to what it retired. Not before, as a worker that has passed already could
     * still come to it.
     */
    void changed() {
        takenCount = 0;
        while (goneCount > 0) {
            final long each = gone[--goneCount];
            pools[(int) each & (1 << CLASS_BITS) - 1].retire((int) (each >>> CLASS_BITS));
        }
    }

    /** No store of a change has been made, and none will be: all is as before. */
    void abandoned() {
        while (goneCount > 0) {
            count((int) gone[--goneCount] & (1 << CLASS_BITS) - 1, 1);
        }
        while (takenCount > 0) {
            final long each = taken[--takenCount];
            final int sizeClass = (int) each & (1 << CLASS_BITS) - 1;
            count(sizeClass, -1);
            pools[sizeClass].untake((int) (each >>> CLASS_BITS));
        }
    }

    private void count(final int sizeClass, final int more) {
        used[sizeClass] += more;
        small += sizeClass == FULL ? 0 : more;
    }

    /**
     * Whether so many neighbouring prefixes more can be entered, even if none of the blocks that they make useless can be used again by then.
     *
     * @param branches most branches that they come to lie in.
     */
    boolean roomFor(final int prefixes, final int branches) {
        for (int i = 0; i < FULL; i++) {
            // A branch that grows is made anew for each run that comes, in a class as often as that has room for more
            // runs.
            final long growing =
                    i < 2 ? prefixes : Math.min(prefixes, branches * (BYTES[i] - BYTES[i - 1] + 0L) / Long.BYTES);
            if (pools[i].available() < (growing + branches) * PER_PREFIX) {
                return false;
            }
        }
        return pools[FULL].available() > prefixes / Branches.MAX_RUNS + 1;
    }

    /** Gives memory back that no thread can hold; returns whether there is more to give back, now or later. */
    boolean reclaim() {
        boolean more = false;
        for (int i = 0; i < BYTES.length; i++) {
            final long region = regions[i];
            final long bytes = BYTES[i];
            pools[i].reclaim((first, end) -> OffHeap.release(region + first * bytes, (end - first) * bytes));
            more |= pools[i].reclaimable();
        }
        return more;
    }

    /** Blocks in use that are not full branches. Any thread; one that reads an old value does no harm. */
    int smallCount() {
        return small;
    }

    /** Blocks in use. */
    int count() {
        return Arrays.stream(used).sum();
    }

    /** Bytes that blocks in use, and those that wait to be used again, take. */
    long committedBytes() {
        long sum = 0;
        for (int i = 0; i < BYTES.length; i++) {
            sum += (long) pools[i].committed() * BYTES[i];
        }
        return sum;
    }

    /** Bytes of the blocks in use. */
    long usedBytes() {
        long sum = 0;
        for (int i = 0; i < BYTES.length; i++) {
            sum += (long) used[i] * BYTES[i];
        }
        return sum;
    }

    @Override
    public void close() {
        for (int i = 0; i < BYTES.length; i++) {
            OffHeap.free(regions[i]);
            pools[i].close();
        }
    }
}
