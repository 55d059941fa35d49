package io.weir.platform.thread;

import java.util.function.Consumer;

/**
 * One thread's long turns on their way to whoever looks into them. The thread fills entries that were made before; another
 * takes them. When there is no room they are counted.
 *
 * <p>Memory order: the thread's plain writes to an entry are released by its write of {@code written}, which the reader
 * acquires; the reader's write of {@code taken} gives the entry back in the same way.
 */
public final class GapRing {
    /** One long turn; what isn't the turn's own covers a millisecond before it too. */
    public static final class Entry {
        long endNs;
        long lengthNs;
        String call;
        long callNs;
        long heldNs;
        long offCoreNs;
        long minorFaults;
        long majorFaults;
        long waits;
        long preemptions;

        Entry() {}

        /** The same as a value. */
        private LongTurn value() {
            return new LongTurn(
                    endNs,
                    lengthNs,
                    callNs == 0 ? null : call,
                    callNs,
                    heldNs,
                    offCoreNs,
                    minorFaults,
                    majorFaults,
                    waits,
                    preemptions);
        }
    }

    private static final int ENTRIES = 512;

    private final Entry[] entries = new Entry[ENTRIES];
    private volatile long written;
    private volatile long taken;
    private volatile long missed;
    private volatile long missedNs;

    GapRing() {
        for (int i = 0; i < ENTRIES; i++) {
            entries[i] = new Entry();
        }
    }

    /** The entry to be filled now, or null when there is no room: then the turn is counted as missed. The thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the thread is the only writer
    Entry next(final long lengthNs) {
        if (written - taken == ENTRIES) {
            missedNs += lengthNs;
            missed++;
            return null;
        }
        return entries[(int) written & ENTRIES - 1];
    }

    /** The entry is filled. The thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the thread is the only writer
    void publish() {
        written++;
    }

    /** Takes out what has ended before a moment, in order. One thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // whoever takes is the only writer
    public void take(final long beforeNs, final Consumer<LongTurn> into) {
        for (long end = written; taken != end; taken++) {
            final Entry entry = entries[(int) taken & ENTRIES - 1];
            if (entry.endNs - beforeNs >= 0) {
                return;
            }
            into.accept(entry.value());
        }
    }

    /** Whether there is nothing to take. Any thread. */
    public boolean isEmpty() {
        return written == taken;
    }

    /** How many found no room. */
    public long missed() {
        return missed;
    }

    /** How long those took in all. */
    public long missedNs() {
        return missedNs;
    }
}
