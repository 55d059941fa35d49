package io.weir.ip4.internal.lookup;

import io.weir.fib.Lookup;
import io.weir.fib.Prefix;
import io.weir.fib.family.LeafLengths;
import io.weir.fib.family.SpareRoots;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;

/**
 * A 16-8-8 multiway trie over destinations (VPP: ip4_mtrie.c, {@code ip4_mtrie_16}), with a root for each table. {@link Plies} are
 * those of all tables.
 *
 * <pre>
 *   root: 65,536 slots
 *   63 62           32 31          0
 *   +--+----------------+-----------+
 *   |0 | forwarding * 8 | route * 8 |   leaf: io.weir.fib.Forwarding
 *   +--+----------------+-----------+
 *   |1 | ply                        |   pointer: see Plies
 *   +--+----------------------------+
 * </pre>
 *
 * <p>Main writes a slot by one release store, after all that it points to: a worker that looks up meanwhile sees the old
 * route or the new one. A ply or a root that went is used again only after a {@link Quiescence}.
 */
public final class Mtrie implements Lookup, AutoCloseable {
    /** Most full plies. Reserved, not committed. */
    public static final int MAX_PLIES = 1 << 17;

    /** From so many plies on, 2 MB of slots, a lookup goes to memory. */
    public static final int LARGE = 1_024;

    /** Behind the largest index of a table. */
    private static final int MAX_TABLES = 1_024;

    private static final int ROOT_BITS = 16;
    private static final int ROOT_SLOTS = 1 << ROOT_BITS;
    private static final int ROOT_BYTES = ROOT_SLOTS * Long.BYTES;

    /** Addresses of the roots, by table. */
    private final long roots = OffHeap.allocate((MAX_TABLES + 1L) * Long.BYTES);
    /** How many tables there are beside the first. */
    private final long several = roots + (long) MAX_TABLES * Long.BYTES;

    private final LeafLengths lengths = new LeafLengths();
    private final Plies plies;
    private final Change change;
    private final SpareRoots spares;
    private int tables;

    /**
     * No table yet.
     *
     * @param large up to how many plies a lookup is by {@link #lookupFull}.
     */
    public Mtrie(final int maxPlies, final int large, final Quiescence quiescence) {
        spares = new SpareRoots(ROOT_BYTES, quiescence);
        plies = new Plies(maxPlies, large, quiescence);
        change = new Change(plies, lengths);
    }

    /** Address of a table's root. */
    public long root(final int table) {
        return Memory.getLong(roots + table * 8L);
    }

    /** Address of the addresses of the roots. */
    public long roots() {
        return roots;
    }

    /** Address of a word that is 0 as long as there is one table alone. */
    public long several() {
        return several;
    }

    /**
     * Whether the plies are more than fit a cache, so that lookups should overlap: the next one begun before the one before
     * has come back. As long as they are not, all are full.
     */
    public boolean large() {
        return plies.areMany();
    }

    /** What lookups find plies by. */
    public long plies() {
        return plies.base();
    }

    /** The leaf of an address. */
    public static long lookup(final long root, final long plies, final int address) {
        return leaf(Memory.getLong(slot(entry(root, address), root, plies, address)), plies, address);
    }

    /** The same in a trie that isn't {@link #large}; what ip4-lookup does for each packet. */
    public static long lookupFull(final long root, final long plies, final int address) {
        final long bits = address & 0xffff_ffffL;
        final long entry = Memory.getLong(root + (bits >>> 16 << 3));
        if (entry >= 0) {
            return entry;
        }
        final long second = Memory.getLong(plies + entry + (bits >>> 5 & 0x7f8));
        return second >= 0 ? second : Memory.getLong(plies + second + (address << 3 & 0x7f8));
    }

    /** What the root has for an address: the first step of {@link #lookup}. */
    public static long entry(final long root, final int address) {
        return Memory.getLong(root + ((address & 0xffff_ffffL) >>> 16 << 3));
    }

    /** Address of the word that holds the leaf of an address, or a pointer to a third ply: the second step. */
    public static long slot(final long entry, final long root, final long plies, final int address) {
        return entry >= 0 ? root + ((address & 0xffff_ffffL) >>> 16 << 3) : Plies.at(plies, entry, address >>> 8 & 255);
    }

    /** The leaf, from what is in that word: the rest. */
    public static long leaf(final long entry, final long plies, final int address) {
        return entry >= 0 ? entry : Memory.getLong(Plies.at(plies, entry, address & 255));
    }

    static boolean isLeaf(final long entry) {
        return entry >= 0;
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
        spares.add(root);
        Memory.putLongRelease(several, --tables - 1);
    }

    private void retire(final long entry) {
        if (isLeaf(entry)) {
            return;
        }
        final long first = plies.firstWord(entry);
        for (int i = 0, words = plies.words(entry); i < words; i++) {
            retire(Memory.getLong(first + i * 8L));
        }
        plies.retire(entry);
    }

    @Override
    public boolean reclaim() {
        spares.reclaim();
        return plies.reclaim() || spares.reclaimable();
    }

    /** How many plies there are. */
    int plyCount() {
        return plies.count();
    }

    @Override
    public boolean roomFor(final int index, final Prefix first, final int count) {
        return plies.areFull() ? missingPlies(root(index), first, count) <= plies.available() : plies.roomFor(count);
    }

    private int missingPlies(final long root, final Prefix first, final int count) {
        int missing = 0;
        int lastRoot = -1;
        int lastPly = -1;
        for (int i = 0; i < count; i++) {
            final int network = Prefix.ip4(first.high() + ((long) i << 64 - first.length()));
            if (network >>> 16 != lastRoot || network >>> 8 != lastPly) {
                final int here = missingPlies(root, network, first.length());
                missing += network >>> 16 == lastRoot ? Math.min(here, first.length() > 24 ? 1 : 0) : here;
                lastRoot = network >>> 16;
                lastPly = network >>> 8;
            }
        }
        return missing;
    }

    /** How many plies a prefix needs that are not there, up to 2. */
    private int missingPlies(final long root, final int address, final int length) {
        if (length <= 16) {
            return 0;
        }
        final long first = entry(root, address);
        if (isLeaf(first)) {
            return length <= 24 ? 1 : 2;
        }
        return length > 24 && isLeaf(Memory.getLong(plies.at(first, address >>> 8 & 255))) ? 1 : 0;
    }

    @Override
    public void put(final int index, final long high, final long low, final int length, final long leaf) {
        lengths.put(leaf, length);
        final int address = Prefix.ip4(high);
        change.begin(address, length, leaf);
        final long first = root(index) + (address >>> 16) * 8L;
        for (int i = 0, count = rootSlots(length); i < count; i++) {
            final long before = Memory.getLong(first + i * 8L);
            write(first + i * 8L, before, change.enter(before, ROOT_BITS));
        }
        change.end();
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
        final int address = Prefix.ip4(high);
        change.begin(address, length, cover);
        final long first = root(index) + (address >>> 16) * 8L;
        for (int i = 0, count = rootSlots(length); i < count; i++) {
            final long before = Memory.getLong(first + i * 8L);
            write(first + i * 8L, before, change.leave(before, ROOT_BITS));
        }
        change.end();
    }

    private static int rootSlots(final int length) {
        return length < ROOT_BITS ? 1 << ROOT_BITS - length : 1;
    }

    private static void write(final long at, final long before, final long after) {
        if (after != before) {
            Memory.putLongRelease(at, after);
        }
    }

    /** Bytes that are taken. */
    public long usedBytes() {
        return (long) (tables + spares.size()) * ROOT_BYTES + plies.usedBytes() + lengths.usedBytes();
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
        plies.close();
        lengths.close();
        OffHeap.free(roots);
    }
}
