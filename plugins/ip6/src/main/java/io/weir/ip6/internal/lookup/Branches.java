package io.weir.ip6.internal.lookup;

import io.weir.memory.Memory;

/**
 * The branching nodes: 256 slots, by a byte of the address. A full one has a word for each slot, the others one for each run of
 * equal slots. One of few runs, which most are, says where they begin, and is one line of a cache; behind the last it says 256:
 *
 * <pre>
 *   63  60 59    50       9       0     8                64
 *   +-----+--------+-----+---------+    +----------------+
 *   |  0  | run 6  |  …  |  run 1  |    | seven entries  |
 *   +-----+--------+-----+---------+    +----------------+
 * </pre>
 *
 * One of more has a bit for each slot in which a run begins, and four counts of the runs before each 64 of them:
 *
 * <pre>
 *   0        8                    40
 *   +--------+--------------------+----------------
 *   | counts | bits, four words   | entries …
 *   +--------+--------------------+----------------
 * </pre>
 *
 * A node never changes but for the words of its entries, each by one store; two of them may lead the same way by then. Only main makes nodes; any thread may read.
 */
final class Branches {
    static final int SLOTS = 256;
    static final int HEADER = 40;
    /** Most runs of a node of runs; below {@link #FEW} a full one becomes one of runs again. */
    static final int MAX_RUNS = (512 - HEADER) / Long.BYTES;

    static final int SMALL_HEADER = Long.BYTES;
    static final int SMALL_RUNS = 7;
    /** Bits that say where a run of a small node begins. */
    static final int START_BITS = 10;

    /** The lowest bit of where each run begins, the one that is set where there is none, and one that never is. */
    private static final long EACH = 0x0004_0100_4010_0401L;

    private static final long ABSENT = EACH << 8;
    private static final long ABOVE = EACH << 9;
    private static final int SMALL_CLASS = 1;

    private static final int FEW = MAX_RUNS * 3 / 4;
    /** Of up to so many runs a skip or a leaf may be what is left. */
    private static final int WORTH = 3;

    private final Blocks blocks;

    Branches(final Blocks blocks) {
        this.blocks = blocks;
    }

    /** Address of the word of a slot in a small node: as many runs begin behind the first as begin at the slot or before. */
    static long smallAt(final long node, final int slot) {
        final long begun = (slot * EACH | ABOVE) - Memory.getLong(node) & ABOVE;
        return node + SMALL_HEADER + Long.bitCount(begun) * 8L;
    }

    /** Address of the word of a slot in a node of runs. */
    static long runAt(final long node, final int slot) {
        final int word = slot >>> 6;
        final long bits = Memory.getLong(node + 8 + word * 8L) & -1L >>> 63 - (slot & 63);
        final int before = (int) (Memory.getLong(node) >>> word * 16) & 0xffff;
        return node + HEADER + (before + Long.bitCount(bits) - 1) * 8L;
    }

    /** Address of the word that a slot of a branch reads. */
    static long at(final long pointer, final int slot) {
        final long node = Entry.address(pointer);
        return switch (Entry.kind(pointer)) {
            case Entry.FULL -> node + slot * 8L;
            case Entry.SMALL -> smallAt(node, slot);
            default -> runAt(node, slot);
        };
    }

    /** Whether no other slots read the words of these. */
    static boolean alone(final long pointer, final int slot, final int count) {
        if (Entry.kind(pointer) == Entry.FULL) {
            return true;
        }
        final int end = slot + count;
        return (slot == 0 || at(pointer, slot - 1) != at(pointer, slot))
                && (end == SLOTS || at(pointer, end) != at(pointer, end - 1));
    }

    /** Whether a branch of so many runs would be of the same size as this one, and is worth being one. */
    static boolean fits(final long pointer, final int runs) {
        if (Entry.kind(pointer) == Entry.FULL) {
            return runs > FEW;
        }
        return runs > WORTH && sizeClass(runs) == sizeClass(words(pointer));
    }

    /** Whether there is memory for the smallest node that leads so many ways. */
    boolean roomFor(final int runs) {
        return runs == 1 || blocks.has(sizeClass(runs)) && (runs > WORTH || blocks.has(Skips.CLASS));
    }

    private static int sizeClass(final int runs) {
        return runs <= SMALL_RUNS ? SMALL_CLASS : Blocks.classOf(HEADER + runs * Long.BYTES);
    }

    /**
     * Makes a branch that leads as said.
     *
     * @param before the branch in whose place it comes, or 0: one that was full stays so while it has not become much smaller.
     */
    long make(final int bit, final Runs runs, final long before) {
        final boolean wasFull = before != 0 && Entry.kind(before) == Entry.FULL;
        if (runs.count() > (wasFull ? FEW : MAX_RUNS)) {
            final long node = blocks.take(Blocks.FULL);
            for (int run = 0; run < runs.count(); run++) {
                for (int slot = runs.start(run); slot < runs.start(run + 1); slot++) {
                    Memory.putLong(node + slot * 8L, runs.entry(run));
                }
            }
            return Entry.branch(Entry.FULL, bit, node);
        }
        final long node = blocks.take(sizeClass(runs.count()));
        if (runs.count() <= SMALL_RUNS) {
            writeSmall(node, runs);
            return Entry.branch(Entry.SMALL, bit, node);
        }
        writeRuns(node, runs);
        return Entry.branch(Entry.RUNS, bit, node);
    }

    private static void writeSmall(final long node, final Runs runs) {
        long starts = ABSENT;
        Memory.putLong(node + SMALL_HEADER, runs.entry(0));
        for (int run = 1; run < runs.count(); run++) {
            starts += (long) (runs.start(run) - SLOTS) << (run - 1) * START_BITS;
            Memory.putLong(node + SMALL_HEADER + run * 8L, runs.entry(run));
        }
        Memory.putLong(node, starts);
    }

    private static void writeRuns(final long node, final Runs runs) {
        int run = 0;
        long counts = 0;
        for (int word = 0; word < 4; word++) {
            counts |= (long) run << word * 16;
            long bits = 0;
            for (final int end = word + 1 << 6; runs.start(run) < end; run++) {
                bits |= 1L << runs.start(run);
                Memory.putLong(node + HEADER + run * 8L, runs.entry(run));
            }
            Memory.putLong(node + 8 + word * 8L, bits);
        }
        Memory.putLong(node, counts);
    }

    /** Words that a branch's slots read, and where they begin. */
    static int words(final long pointer) {
        final long node = Entry.address(pointer);
        return switch (Entry.kind(pointer)) {
            case Entry.FULL -> SLOTS;
            case Entry.SMALL -> SMALL_RUNS - Long.bitCount(Memory.getLong(node) & ABSENT);
            default -> ((int) (Memory.getLong(node) >>> 48) & 0xffff) + Long.bitCount(Memory.getLong(node + 32));
        };
    }

    static long firstWord(final long pointer) {
        return Entry.address(pointer)
                + switch (Entry.kind(pointer)) {
                    case Entry.FULL -> 0;
                    case Entry.SMALL -> SMALL_HEADER;
                    default -> HEADER;
                };
    }

    /** Gives a branch back, not what is below it. */
    void retire(final long pointer) {
        blocks.retire(
                Entry.kind(pointer) == Entry.FULL ? Blocks.FULL : sizeClass(words(pointer)), Entry.address(pointer));
    }
}
