package io.weir.ip6.internal.lookup;

import io.weir.fib.Lookup;
import io.weir.fib.Prefix;
import io.weir.fib.family.SpareRoots;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;

/**
 * The longest prefix of an IPv6 address: a root with a word for each value of the first 16 bits, behind it nodes that branch by a
 * byte each, as small as what they tell apart ({@link Branches}), and nodes that stand for a way without branches ({@link Skips}).
 * A prefix takes 32 bytes where it is alone, 8 in a dense range; a lookup takes as many steps as there are branches on
 * its way (VPP has a hash table that is probed for each length).
 *
 * <p>Main writes while workers read: a node changes by one store, or another comes in its place by one. Nodes and roots that went
 * are used again only after a {@link Quiescence}.
 */
public final class Ip6Trie implements Lookup, AutoCloseable {
    /** Most blocks of one size: reserved, not committed. */
    public static final int MAX_BLOCKS = 1 << 22;

    /** Behind the largest number of a route of any family. */
    private static final int MAX_ROUTES = 1 << 22;

    /** Behind the largest index of a table. */
    private static final int MAX_TABLES = 1_024;

    /** From so many nodes on that are not full, no core guesses any more which kind comes next on an address's way. */
    private static final int LARGE = 256;

    private static final int ROOT_BITS = 16;
    private static final int ROOT_SLOTS = 1 << ROOT_BITS;
    private static final int ROOT_BYTES = ROOT_SLOTS * Long.BYTES;

    /** Addresses of the roots, by table. */
    private final long roots = OffHeap.allocate((MAX_TABLES + 1L) * Long.BYTES);
    /** How many tables there are beside the first. */
    private final long several = roots + (long) MAX_TABLES * Long.BYTES;

    private final Blocks blocks;
    private final Branches branches;
    private final Skips skips;
    private final Lengths lengths = new Lengths(MAX_ROUTES);
    private final Entering entering;
    private final Leaving leaving;
    private final SpareRoots spares;
    private int tables;

    public Ip6Trie(final int maxBlocks, final Quiescence quiescence) {
        spares = new SpareRoots(ROOT_BYTES, quiescence);
        blocks = new Blocks(maxBlocks, quiescence);
        branches = new Branches(blocks);
        skips = new Skips(blocks);
        entering = new Entering(branches, skips, lengths);
        leaving = new Leaving(branches, skips, lengths);
    }

    /** Address of a table's root, or 0. */
    public long root(final int table) {
        return Memory.getLong(roots + table * 8L);
    }

    /** Address of a word that is 0 as long as there is one table alone. */
    public long several() {
        return several;
    }

    /** Whether the nodes are so many that {@link VectorLookup} is the faster way. */
    public boolean large() {
        return blocks.smallCount() > LARGE;
    }

    /** The leaf of an address; what ip6-lookup does for each packet. */
    public static long lookup(final long root, final long high, final long low) {
        return leaf(Memory.getLong(slot(root, high)), high, low);
    }

    /** Address of the word that an address reads in a table's root. */
    static long slot(final long root, final long high) {
        return root + (high >>> 64 - ROOT_BITS << 3);
    }

    /**
     * What all addresses come to that have some first bits in common: for {@link #leaf}, on behalf of each of them.
     *
     * @param bits how many they have at least; from 16 on.
     */
    public static long common(final long root, final long high, final long low, final int bits) {
        long entry = Memory.getLong(slot(root, high));
        while (entry < 0 && Entry.end(entry) <= bits) {
            entry = step(entry, high, low);
        }
        return entry;
    }

    /** The leaf that a word leads to. */
    public static long leaf(final long word, final long high, final long low) {
        long entry = word;
        while (entry < 0) {
            entry = step(entry, high, low);
        }
        return entry;
    }

    /** What a pointer leads to. */
    private static long step(final long entry, final long high, final long low) {
        final long node = Entry.address(entry);
        final int bit = Entry.branchBit(entry);
        return switch (Entry.kind(entry)) {
            case Entry.FULL -> Memory.getLong(node + ((long) Entry.byteAt(high, low, bit) << 3));
            case Entry.SMALL -> Memory.getLong(Branches.smallAt(node, Entry.byteAt(high, low, bit)));
            case Entry.RUNS -> Memory.getLong(Branches.runAt(node, Entry.byteAt(high, low, bit)));
            default -> Memory.getLong(Skips.way(entry, high, low));
        };
    }

    @Override
    public void open(final int index, final long leaf) {
        lengths.put(leaf, 0);
        final long made = spares.take();
        for (int slot = 0; slot < ROOT_SLOTS; slot++) {
            Memory.putLong(made + slot * 8L, leaf);
        }
        Memory.putLongRelease(roots + index * 8L, made);
        Memory.putLongRelease(several, tables++);
    }

    @Override
    public void close(final int index) {
        final long root = root(index);
        // Packets that still name the table are looked up in nothing: their interface's table is another by now.
        Memory.putLongRelease(roots + index * 8L, 0);
        for (int slot = 0; slot < ROOT_SLOTS; slot++) {
            retire(Memory.getLong(root + slot * 8L));
        }
        blocks.changed();
        spares.add(root);
        Memory.putLongRelease(several, --tables - 1);
    }

    private void retire(final long entry) {
        if (Entry.isSkip(entry)) {
            retire(Skips.next(entry));
            skips.retire(entry);
        } else if (!Entry.isLeaf(entry)) {
            final long first = Branches.firstWord(entry);
            for (int i = 0, words = Branches.words(entry); i < words; i++) {
                retire(Memory.getLong(first + i * 8L));
            }
            branches.retire(entry);
        }
    }

    @Override
    public boolean reclaim() {
        spares.reclaim();
        return blocks.reclaim() || spares.reclaimable();
    }

    @Override
    public boolean roomFor(final int index, final Prefix first, final int count) {
        // So many neighbours lie in one branch, but for the first and the last.
        final int each = 1 << (first.length() + 7 & 7) + 1;
        return blocks.roomFor(count, count == 1 ? 1 : count / each + 2);
    }

    @Override
    public void put(final int index, final long high, final long low, final int length, final long leaf) {
        entering.begin(high, low, length, leaf);
        final long first = slot(root(index), high);
        final int count = length < ROOT_BITS ? 1 << ROOT_BITS - length : 1;
        for (int i = 0; i < count; i++) {
            final long at = first + i * 8L;
            final long before = Memory.getLong(at);
            final long after = entered(before);
            if (after != before) {
                Memory.putLongRelease(at, after);
            }
        }
        blocks.changed();
    }

    /** All or, if there is no memory, nothing: a prefix that is there already needs none. */
    private long entered(final long word) {
        try {
            return entering.enter(word, ROOT_BITS);
        } catch (final IllegalStateException full) {
            blocks.abandoned();
            throw full;
        }
    }

    @Override
    public void remove(
            final int index,
            final long high,
            final long low,
            final int length,
            final long cover,
            final int coverLength) {
        lengths.put(cover, coverLength);
        leaving.begin(high, low, length, cover);
        final long first = slot(root(index), high);
        final int count = length < ROOT_BITS ? 1 << ROOT_BITS - length : 1;
        for (int i = 0; i < count; i++) {
            final long at = first + i * 8L;
            final long before = Memory.getLong(at);
            final long after = leaving.leave(before, ROOT_BITS);
            if (after != before) {
                Memory.putLongRelease(at, after);
            }
        }
        blocks.changed();
    }

    /** Nodes in use. */
    int nodes() {
        return blocks.count();
    }

    /** Bytes of the nodes in use. */
    long nodeBytes() {
        return blocks.usedBytes();
    }

    /** Bytes that are taken. */
    public long usedBytes() {
        return (long) (tables + spares.size()) * ROOT_BYTES + blocks.committedBytes();
    }

    /** Gives the memory back; no worker may look up any more. */
    @Override
    public void close() {
        for (int index = 0; index < MAX_TABLES; index++) {
            final long there = root(index);
            if (there != 0) {
                OffHeap.free(there);
            }
        }
        spares.close();
        blocks.close();
        lengths.close();
        OffHeap.free(roots);
    }
}
