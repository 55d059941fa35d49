package io.weir.ip4.internal.fib;

import org.agrona.collections.IntArrayList;

/**
 * Gives out indices of a table that workers read. An index that was given back may still be in a worker's hands, so it
 * lies in retirement until all workers have been at the barrier; that is asked for only when a good many wait, or when
 * no fresh index is left. Only main calls.
 */
public final class IndexPool {
    private static final int BATCH = 4_096;

    private final String what;
    private final int capacity;
    private final Quiescence quiescence;
    private final IntArrayList free = new IntArrayList();
    private final IntArrayList retired = new IntArrayList();
    private int fresh;
    private boolean reused;

    public IndexPool(final String what, final int first, final int capacity, final Quiescence quiescence) {
        this.what = what;
        fresh = first;
        this.capacity = capacity;
        this.quiescence = quiescence;
    }

    /** How many can still be given out. */
    public int available() {
        return capacity - fresh + free.size() + retired.size();
    }

    /** An index that no worker holds. The caller has made sure that one is {@link #available}. */
    public int take() {
        if (free.isEmpty() && (retired.size() >= BATCH || fresh == capacity && !retired.isEmpty())) {
            quiescence.await("reuse " + what);
            free.addAll(retired);
            retired.clear();
        }
        reused = !free.isEmpty();
        if (reused) {
            return free.popInt();
        }
        if (fresh == capacity) {
            throw new IllegalStateException(what + " are used up: " + capacity);
        }
        return fresh++;
    }

    /**
     * Gives out a certain index, for a table that is made like another one. Indices are claimed in ascending order, before
     * any is given back.
     */
    public void claim(final int index) {
        if (index < fresh || index >= capacity) {
            throw new IllegalStateException(what + ": number " + index + " is not free, "
                    + (index < fresh ? "taken are those below " + fresh : "there are " + capacity));
        }
        while (fresh < index) {
            free.addInt(fresh++);
        }
        fresh++;
        reused = false;
    }

    /** Whether what the last {@link #take} gave had been used before, so that its entry is not all zeros. */
    public boolean reused() {
        return reused;
    }

    /** Gives an index back that no table names any more. */
    public void retire(final int index) {
        retired.addInt(index);
    }
}
