package io.weir.fib;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;
import java.util.function.IntPredicate;

/**
 * Gives out indices of a table that workers read. An index that was given back may still be in a worker's hands, so it lies
 * in retirement until every thread has begun anew; nobody waits for that. What is free or retired is linked outside the
 * heap, an int for each.
 *
 * <p>The indices lie in up to 64 parts. When nobody uses an index of one any more, its entries' memory can be given back
 * ({@link #reclaim}); it is zero when one is given out again, though {@link #reused} says so too. Only main calls.
 */
public final class IndexPool implements AutoCloseable {
    private static final int NONE = -1;
    private static final int PARTS = Long.SIZE;
    /** A part has as many indices at least. */
    private static final int MIN_PART_SHIFT = 10;

    private final String what;
    private final int capacity;
    private final Quiescence quiescence;
    private final long links;
    private int fresh;
    private int free = NONE;
    private int freeCount;
    /** Those that wait for the mark to pass, oldest first, and those that came since. */
    private int waiting = NONE;

    private int waitingLast = NONE;
    private int waitingCount;
    private long mark;
    private int retired = NONE;
    private int retiredLast = NONE;
    private int retiredCount;
    private boolean reused;
    private final int partShift;
    /** How many of each part's indices are given out and not retired. */
    private final int[] used = new int[PARTS];
    /** When each part was used no more. */
    private final long[] emptied = new long[PARTS];
    /** A bit for each part that is used no more and has its memory still, and for each that hasn't. */
    private long empty;

    private long released;

    /** Has the memory of entries given back. */
    @FunctionalInterface
    public interface Release {
        /** No thread holds an index from one to before another. */
        void of(int first, int end);
    }

    /**
     * A pool.
     *
     * @param what is numbered, for sentences.
     * @param first the first index.
     * @param capacity behind the last index. Reserved, not committed.
     */
    public IndexPool(final String what, final int first, final int capacity, final Quiescence quiescence) {
        this.what = what;
        fresh = first;
        this.capacity = capacity;
        this.quiescence = quiescence;
        links = OffHeap.allocate((long) capacity * Integer.BYTES);
        partShift = Math.max(MIN_PART_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(capacity - 1 >>> 6));
    }

    /** How many can be given out now; more once workers have let go of what was given back. */
    public int available() {
        freeWhatPassed();
        return capacity - fresh + freeCount;
    }

    /** An index that no worker holds. The caller has made sure that one is {@link #available}. */
    public int take() {
        freeWhatPassed();
        reused = free != NONE;
        if (reused) {
            final int index = free;
            free = link(index);
            freeCount--;
            use(index);
            return index;
        }
        if (fresh == capacity) {
            throw new IllegalStateException(what + " are used up: " + capacity);
        }
        use(fresh);
        return fresh++;
    }

    private void use(final int index) {
        final int part = index >>> partShift;
        used[part]++;
        empty &= ~(1L << part);
        released &= ~(1L << part);
    }

    private void unuse(final int index) {
        final int part = index >>> partShift;
        if (--used[part] == 0) {
            empty |= 1L << part;
            emptied[part] = quiescence.mark();
        }
    }

    /** Whether there are parts that nobody uses any more. */
    public boolean reclaimable() {
        return empty != 0;
    }

    /**
     * Gives the memory of a part back that nobody uses and no thread holds any more; returns whether there was one.
     *
     * @param release is told of it.
     */
    public boolean reclaim(final Release release) {
        for (long left = empty; left != 0; left &= left - 1) {
            final int part = Long.numberOfTrailingZeros(left);
            if (quiescence.passed(emptied[part])) {
                empty &= ~(1L << part);
                released |= 1L << part;
                release.of(part << partShift, Math.min(part + 1 << partShift, capacity));
                return true;
            }
        }
        return false;
    }

    /** How many indices have had their entries used whose memory has not been given back. */
    public int committed() {
        return Math.max(0, fresh - (Long.bitCount(released) << partShift));
    }

    /** Gives retired indices free that no thread holds any more. */
    private void freeWhatPassed() {
        while (begun() && quiescence.passed(mark)) {
            link(waitingLast, free);
            free = waiting;
            freeCount += waitingCount;
            waiting = NONE;
        }
    }

    /** Has what was retired wait for a mark, unless others do; returns whether any waits. */
    private boolean begun() {
        if (waiting == NONE && retired != NONE) {
            waiting = retired;
            waitingLast = retiredLast;
            waitingCount = retiredCount;
            mark = quiescence.mark();
            retired = NONE;
            retiredCount = 0;
        }
        return waiting != NONE;
    }

    /** Whether what the last {@link #take} gave had been used before, so that its entry is not all zeros. */
    public boolean reused() {
        return reused;
    }

    /** Gives an index back that no table names any more. */
    public void retire(final int index) {
        unuse(index);
        link(index, NONE);
        if (retired == NONE) {
            retired = index;
        } else {
            link(retiredLast, index);
        }
        retiredLast = index;
        retiredCount++;
    }

    /** Gives back an index that no worker has seen. */
    public void untake(final int index) {
        unuse(index);
        give(index);
    }

    private void give(final int index) {
        link(index, free);
        free = index;
        freeCount++;
    }

    /** Behind the highest index that was ever given out. */
    public int end() {
        return fresh;
    }

    /** Takes over what another pool has given out: what is not in use below {@code end} is free. Nothing was taken before. */
    public void restore(final int end, final IntPredicate inUse) {
        for (int index = end - 1; index >= fresh; index--) {
            final int part = index >>> partShift;
            if (inUse.test(index)) {
                used[part]++;
            } else {
                give(index);
            }
            if (used[part] == 0) {
                empty |= 1L << part;
                emptied[part] = quiescence.mark();
            } else {
                empty &= ~(1L << part);
            }
        }
        fresh = Math.max(fresh, end);
    }

    /** How many are in use or retired. */
    public int taken(final int first) {
        return fresh - first - freeCount;
    }

    private int link(final int index) {
        return Memory.getInt(links + index * 4L);
    }

    private void link(final int index, final int next) {
        Memory.putInt(links + index * 4L, next);
    }

    @Override
    public void close() {
        OffHeap.free(links);
    }
}
