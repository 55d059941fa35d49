package io.weir.ip6.internal.lookup;

import io.weir.memory.Memory;

/**
 * What the slots of a branch lead to while a new one is made from it, as runs of slots that lead the same way. Neighbouring runs
 * lead different ways but between {@link #from} and {@link #merge}. Only main.
 */
final class Runs {
    /** Where each begins, and behind the last of them where the slots end. */
    private final int[] starts = new int[Branches.SLOTS + 1];

    private final long[] entries = new long[Branches.SLOTS];
    private int count;

    /** How many there are. */
    int count() {
        return count;
    }

    /** What the slots of a run lead to. */
    long entry(final int run) {
        return entries[run];
    }

    /** Has the slots of a run lead to something else, until {@link #merge}. */
    void entry(final int run, final long entry) {
        entries[run] = entry;
    }

    /** The first slot of a run; of the one behind the last, where the slots end. */
    int start(final int run) {
        return starts[run];
    }

    /** All slots lead to the same. */
    void fill(final long entry) {
        count = 0;
        append(0, entry);
        starts[1] = Branches.SLOTS;
    }

    /** Takes over what the slots of a branch lead to. */
    void read(final long branch) {
        count = 0;
        final long node = Entry.address(branch);
        switch (Entry.kind(branch)) {
            case Entry.FULL -> readFull(node);
            case Entry.SMALL -> readSmall(node, Branches.words(branch));
            default -> readRuns(node);
        }
        starts[count] = Branches.SLOTS;
    }

    private void readFull(final long node) {
        for (int slot = 0; slot < Branches.SLOTS; slot++) {
            append(slot, Memory.getLong(node + slot * 8L));
        }
    }

    private void readSmall(final long node, final int words) {
        final long starts = Memory.getLong(node);
        for (int run = 0; run < words; run++) {
            final int start = run == 0 ? 0 : (int) (starts >>> (run - 1) * Branches.START_BITS) & 511;
            append(start, Memory.getLong(node + Branches.SMALL_HEADER + run * 8L));
        }
    }

    private void readRuns(final long node) {
        long at = node + Branches.HEADER;
        for (int word = 0; word < 4; word++) {
            for (long bits = Memory.getLong(node + 8 + word * 8L); bits != 0; bits &= bits - 1) {
                append(word * 64 + Long.numberOfTrailingZeros(bits), Memory.getLong(at));
                at += Long.BYTES;
            }
        }
    }

    private void append(final int start, final long entry) {
        if (count == 0 || entries[count - 1] != entry) {
            starts[count] = start;
            entries[count++] = entry;
        }
    }

    /** The run that begins with a slot, which it does from here on; behind the last slot, behind the last run. */
    int from(final int slot) {
        int run = 0;
        while (starts[run] < slot) {
            run++;
        }
        if (starts[run] != slot) {
            System.arraycopy(starts, run, starts, run + 1, count + 1 - run);
            System.arraycopy(entries, run - 1, entries, run, count + 1 - run);
            starts[run] = slot;
            count++;
        }
        return run;
    }

    /** Has so many slots lead to the same. */
    void put(final int slot, final int slots, final long entry) {
        final int first = from(slot);
        final int last = from(slot + slots);
        for (int run = first; run < last; run++) {
            entries[run] = entry;
        }
        merge();
    }

    /** Makes one run of neighbours that lead the same way. */
    void merge() {
        final int before = count;
        count = 0;
        for (int run = 0; run < before; run++) {
            append(starts[run], entries[run]);
        }
        starts[count] = Branches.SLOTS;
    }
}
