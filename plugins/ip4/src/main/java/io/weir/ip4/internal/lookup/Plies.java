package io.weir.ip4.internal.lookup;

import io.weir.fib.IndexPool;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;

/**
 * The plies behind the roots of an {@link Mtrie}: 256 slots each. A <em>full</em> one has a word for each. A <em>compact</em> one
 * has a bit for each slot in which a run of equal slots begins, four counts of the runs before each 64 of them, and a word a run:
 *
 * <pre>
 *   0        8                    40
 *   +--------+--------------------+-----------        pointers:  63 62           0
 *   | counts | bits, four words   | words …                     +--+--+----------+
 *   +--------+--------------------+-----------                   |1 |c | offset   |   c: the ply is compact
 *                                                                +--+--+----------+
 * </pre>
 *
 * Only full ones are made while there are few: to them a lookup is shortest. Beyond that, compact ones are made as soon as every
 * thread has seen it ({@link #areMany}): the Internet's, which hold 25 routes each, take a fifth of the memory then. A ply that
 * went is used again only after a {@link Quiescence}. Only main but for what says otherwise.
 */
final class Plies implements AutoCloseable {
    static final int SLOTS = 256;
    static final int HEADER = 40;
    static final long POINTER = Long.MIN_VALUE;
    static final long COMPACT = 1L << 62;

    private static final int FULL_BYTES = SLOTS * Long.BYTES;
    /** Bytes of compact plies, by class, and how many of each there may be. */
    private static final int[] BYTES = {64, 96, 128, 192, 256, 384, 512, 768, 1_024};

    private static final int[] CAPACITY = {
        1 << 21, 1 << 20, 1 << 20, 1 << 19, 1 << 19, 1 << 19, 1 << 18, 1 << 18, 1 << 18
    };
    /** Plies of each class that one prefix may need. */
    private static final int PER_PREFIX = 2;
    /** Most runs of a compact ply; down to {@link #FEW} a full one stays so. */
    private static final int MAX_RUNS = (BYTES[BYTES.length - 1] - HEADER) / Long.BYTES;

    private static final int FEW = MAX_RUNS * 3 / 4;

    private final long region;
    private final IndexPool full;
    private final IndexPool[] compact = new IndexPool[BYTES.length];
    private final long[] offsets = new long[BYTES.length];
    private final Quiescence quiescence;
    private final int few;
    private int fullCount;
    private int compactCount;
    /** There may be compact plies soon. Workers read it. */
    private boolean many;

    private boolean seen;
    private long mark;

    /**
     * None yet.
     *
     * @param most full plies, and compact ones of each size. Reserved, not committed.
     * @param few up to how many there are only full ones.
     */
    Plies(final int most, final int few, final Quiescence quiescence) {
        this.few = few;
        this.quiescence = quiescence;
        full = new IndexPool("mtrie plies", 0, most, quiescence);
        long bytes = (long) most * FULL_BYTES;
        for (int i = 0; i < BYTES.length; i++) {
            final int capacity = (int) Math.min(16L * most, CAPACITY[i]);
            compact[i] = new IndexPool("mtrie plies of " + BYTES[i] + " bytes", 0, capacity, quiescence);
            offsets[i] = bytes;
            bytes += (long) capacity * BYTES[i];
        }
        region = OffHeap.allocate(bytes);
    }

    /** What, with a pointer to a full ply added, is the ply's address: the pointer's top bit falls off. Any thread. */
    long base() {
        return region + POINTER;
    }

    /** Whether there may be compact plies. Any thread; one that still reads the old value meets none. */
    boolean areMany() {
        return many;
    }

    /** Address of the word that a slot of a ply reads. Any thread. */
    static long at(final long base, final long pointer, final int slot) {
        final long ply = base + pointer;
        return (pointer & COMPACT) == 0 ? ply + slot * 8L : runAt(ply - COMPACT, slot);
    }

    private static long runAt(final long ply, final int slot) {
        final int word = slot >>> 6;
        final long bits = Memory.getLong(ply + 8 + word * 8L) & -1L >>> 63 - (slot & 63);
        final int before = (int) (Memory.getLong(ply) >>> word * 16) & 0xffff;
        return ply + HEADER + (before + Long.bitCount(bits) - 1) * 8L;
    }

    long at(final long pointer, final int slot) {
        return at(base(), pointer, slot);
    }

    static boolean isCompact(final long pointer) {
        return (pointer & COMPACT) != 0;
    }

    /** How many words the slots of a ply read. */
    int words(final long pointer) {
        if (!isCompact(pointer)) {
            return SLOTS;
        }
        final long ply = firstWord(pointer) - HEADER;
        return ((int) (Memory.getLong(ply) >>> 48) & 0xffff) + Long.bitCount(Memory.getLong(ply + 32));
    }

    /** Where they begin. */
    long firstWord(final long pointer) {
        return isCompact(pointer) ? base() + pointer - COMPACT + HEADER : base() + pointer;
    }

    /** Copies the words of all slots of a compact ply. */
    void read(final long pointer, final long[] slots) {
        long next = firstWord(pointer);
        final long begins = next - HEADER + 8;
        long word = 0;
        for (int i = 0; i < SLOTS; i += 64) {
            final long bits = Memory.getLong(begins + (i >>> 3));
            for (int k = 0; k < 64; k++) {
                if ((bits >>> k & 1) != 0) {
                    word = Memory.getLong(next);
                    next += 8;
                }
                slots[i + k] = word;
            }
        }
    }

    /** Copies the words of a full ply whose slots are so few runs that it should be compact, or one; returns whether they are. */
    boolean readSparse(final long pointer, final long[] slots) {
        final int most = makesCompact() ? FEW : 1;
        final long first = firstWord(pointer);
        int runs = 1;
        for (int slot = 0; slot < SLOTS; slot++) {
            slots[slot] = Memory.getLong(first + slot * 8L);
            runs += slot > 0 && slots[slot] != slots[slot - 1] ? 1 : 0;
            if (runs > most) {
                return false;
            }
        }
        return true;
    }

    /** Before a change: whether compact plies may be made. */
    void look() {
        if (!many) {
            if (fullCount > few) {
                many = true;
                seen = false;
                mark = quiescence.mark();
            }
        } else if (!seen) {
            seen = quiescence.passed(mark);
        } else if (compactCount == 0 && fullCount <= few / 2) {
            many = false;
        }
    }

    private boolean makesCompact() {
        return many && seen && fullCount + compactCount > few / 2;
    }

    /** A ply with these slots, that nobody reads yet. */
    long make(final long[] slots) {
        final int runs = runs(slots);
        if (!makesCompact() || runs > MAX_RUNS) {
            final long offset = (long) full.take() * FULL_BYTES;
            fullCount++;
            for (int slot = 0; slot < SLOTS; slot++) {
                Memory.putLong(region + offset + slot * 8L, slots[slot]);
            }
            return POINTER | offset;
        }
        final int sizeClass = sizeClass(runs);
        final long offset = offsets[sizeClass] + (long) compact[sizeClass].take() * BYTES[sizeClass];
        compactCount++;
        writeRuns(region + offset, slots);
        return POINTER | COMPACT | offset;
    }

    private static void writeRuns(final long ply, final long[] slots) {
        int run = 0;
        long counts = 0;
        for (int word = 0; word < 4; word++) {
            counts |= (long) run << word * 16;
            long bits = 0;
            for (int i = 0; i < 64; i++) {
                final int slot = word * 64 + i;
                if (slot == 0 || slots[slot] != slots[slot - 1]) {
                    bits |= 1L << i;
                    Memory.putLong(ply + HEADER + run++ * 8L, slots[slot]);
                }
            }
            Memory.putLong(ply + 8 + word * 8L, bits);
        }
        Memory.putLong(ply, counts);
    }

    /** Whether a compact ply whose slots are to be these should be another one, smaller or larger. */
    boolean outgrown(final long pointer, final long[] slots, final int first, final int count) {
        return !alone(pointer, first, count) || !makesCompact() || sizeClass(runs(slots)) != sizeClass(words(pointer));
    }

    /** Whether no other slots read the words of these. */
    private boolean alone(final long pointer, final int first, final int count) {
        return (first == 0 || at(pointer, first - 1) != at(pointer, first))
                && (first + count == SLOTS || at(pointer, first + count) != at(pointer, first + count - 1));
    }

    private static int sizeClass(final int runs) {
        int found = 0;
        while (found < BYTES.length - 1 && BYTES[found] < HEADER + runs * Long.BYTES) {
            found++;
        }
        return found;
    }

    static int runs(final long[] slots) {
        int runs = 1;
        for (int slot = 1; slot < SLOTS; slot++) {
            runs += slots[slot] == slots[slot - 1] ? 0 : 1;
        }
        return runs;
    }

    /** Gives a ply back, not what is below it; nobody comes to it any more. */
    void retire(final long pointer) {
        final long offset = pointer & ~(POINTER | COMPACT);
        if (!isCompact(pointer)) {
            fullCount--;
            full.retire((int) (offset / FULL_BYTES));
            return;
        }
        compactCount--;
        final int sizeClass = sizeClass(words(pointer));
        compact[sizeClass].retire((int) ((offset - offsets[sizeClass]) / BYTES[sizeClass]));
    }

    /** How many there are. */
    int count() {
        return fullCount + compactCount;
    }

    /** How many full ones there is room for. */
    int available() {
        return full.available();
    }

    /** Whether so many prefixes more can be entered, whatever they need. */
    boolean roomFor(final int prefixes) {
        boolean room = true;
        for (int i = 0; i < BYTES.length; i++) {
            // A ply of that many runs holds about as many prefixes.
            final int runs = i == 0 ? 1 : (BYTES[i - 1] - HEADER) / Long.BYTES;
            room &= compact[i].available() >= (long) prefixes * PER_PREFIX / runs + PER_PREFIX;
        }
        return room && full.available() > prefixes / MAX_RUNS + 1;
    }

    /** Whether none is compact, nor will be next. */
    boolean areFull() {
        return !makesCompact() && compactCount == 0;
    }

    /** Gives memory back that no thread can hold; returns whether there is more to give back, now or later. */
    boolean reclaim() {
        full.reclaim((first, end) -> release(0, FULL_BYTES, first, end));
        boolean more = full.reclaimable();
        for (int i = 0; i < BYTES.length; i++) {
            final int sizeClass = i;
            compact[i].reclaim((first, end) -> release(offsets[sizeClass], BYTES[sizeClass], first, end));
            more |= compact[i].reclaimable();
        }
        return more;
    }

    private void release(final long offset, final int bytes, final int first, final int end) {
        OffHeap.release(region + offset + (long) first * bytes, (long) (end - first) * bytes);
    }

    /** Bytes that are taken. */
    long usedBytes() {
        long sum = (long) full.committed() * FULL_BYTES;
        for (int i = 0; i < BYTES.length; i++) {
            sum += (long) compact[i].committed() * BYTES[i];
        }
        return sum;
    }

    @Override
    public void close() {
        OffHeap.free(region);
        full.close();
        for (final IndexPool pool : compact) {
            pool.close();
        }
    }
}
