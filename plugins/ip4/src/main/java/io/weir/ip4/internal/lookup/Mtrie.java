package io.weir.ip4.internal.lookup;

import io.weir.fib.IndexPool;
import io.weir.fib.Lookup;
import io.weir.fib.Prefix;
import io.weir.fib.family.SpareRoots;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;

/**
 * A 16-8-8 multiway trie over destinations (VPP: ip4_mtrie.c, {@code ip4_mtrie_16}), with a root for each table. Plies are
 * those of all tables.
 *
 * <pre>
 *   root: 65,536 slots             plies: 256 slots each
 *   63 62           32 31          0
 *   +--+----------------+-----------+
 *   |0 | forwarding * 8 | route * 8 |   leaf: io.weir.fib.Forwarding
 *   +--+----------------+-----------+
 *   |1 |        ply * 2,048         |   pointer: offset of the next ply from {@link #plies} on
 *   +--+----------------------------+
 * </pre>
 *
 * <p>Main writes a slot by one release store, after all that it points to: a worker that looks up meanwhile sees the old
 * route or the new one. The length of the prefix that each slot came from lies beside the slots, for main alone. A ply or
 * a root that went is used again only after a {@link Quiescence}.
 */
public final class Mtrie implements Lookup, AutoCloseable {
    /** Most plies; the whole Internet takes some 45,000. Reserved, not committed. */
    public static final int MAX_PLIES = 1 << 17;

    /** From so many plies on, 2 MB of slots, a lookup goes to memory. */
    private static final int LARGE = 1_024;

    /** Behind the largest index of a table. */
    private static final int MAX_TABLES = 1_024;

    private static final long POINTER = Long.MIN_VALUE;
    private static final int ROOT = -1;
    private static final int ROOT_SLOTS = 1 << 16;
    private static final int ROOT_BYTES = ROOT_SLOTS * (Long.BYTES + 1);
    private static final int PLY_SLOTS = 256;
    private static final int PLY_BYTES = PLY_SLOTS * Long.BYTES;
    private static final int INFO_BYTES = 4;

    private final long plies;
    private final long pointed;
    /** A byte a slot. */
    private final long lengths;
    /** For each ply, how many of its slots hold more than the route that covers the ply whole, and the length it stands for. */
    private final long infos;
    /** Addresses of the roots, by table. */
    private final long roots;
    /** How many tables there are beside the first. */
    private final long several;

    private final IndexPool pool;
    private final SpareRoots spares;
    private int tables;
    /** Plies in use. Main writes; a worker that reads an old value is only slower. */
    private int used;
    /** Root of the table that is changed. */
    private long root;

    public Mtrie(final int maxPlies, final Quiescence quiescence) {
        spares = new SpareRoots(ROOT_BYTES, quiescence);
        plies = OffHeap.allocate((long) maxPlies * PLY_BYTES);
        pointed = plies + POINTER;
        lengths = OffHeap.allocate((long) maxPlies * PLY_SLOTS);
        infos = OffHeap.allocate((long) maxPlies * INFO_BYTES);
        roots = OffHeap.allocate((MAX_TABLES + 1L) * Long.BYTES);
        several = roots + (long) MAX_TABLES * Long.BYTES;
        pool = new IndexPool("mtrie plies", 0, maxPlies, quiescence);
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
     * has come back.
     */
    public boolean large() {
        return used > LARGE;
    }

    /** What, with a pointer added, is the address of the ply that it names: the pointer's top bit falls off. */
    public long plies() {
        return pointed;
    }

    /** The leaf of an address; what ip4-lookup does for each packet. */
    public static long lookup(final long root, final long plies, final int address) {
        final long bits = address & 0xffff_ffffL;
        final long entry = Memory.getLong(root + (bits >>> 16 << 3));
        return entry >= 0 ? entry : leaf(Memory.getLong(plies + entry + (bits >>> 5 & 0x7f8)), plies, address);
    }

    /** Address of the slot that holds the leaf of an address, or a pointer to a third ply: the first part of {@link #lookup}. */
    public static long slot(final long root, final long plies, final int address) {
        final long bits = address & 0xffff_ffffL;
        final long slot = root + (bits >>> 16 << 3);
        final long entry = Memory.getLong(slot);
        return entry >= 0 ? slot : plies + entry + (bits >>> 5 & 0x7f8);
    }

    /** The leaf, from what is in that slot: the rest of {@link #lookup}. */
    public static long leaf(final long entry, final long plies, final int address) {
        return entry >= 0 ? entry : Memory.getLong(plies + entry + (address << 3 & 0x7f8));
    }

    @Override
    public void open(final int index, final long leaf) {
        final long made = spares.take();
        for (int slot = 0; slot < ROOT_SLOTS; slot++) {
            Memory.putLong(made + slot * 8L, leaf);
        }
        Memory.zero(made + ROOT_SLOTS * 8L, ROOT_SLOTS);
        Memory.putLongRelease(roots + index * 8L, made);
        Memory.putLongRelease(several, tables++);
    }

    @Override
    public void close(final int index) {
        root = root(index);
        for (int slot = 0; slot < ROOT_SLOTS; slot++) {
            final long entry = Memory.getLong(root + slot * 8L);
            if (!isLeaf(entry)) {
                retire(ply(entry));
            }
        }
        // Packets that still name the table are looked up in nothing: their interface's table is another by now.
        Memory.putLongRelease(roots + index * 8L, 0);
        spares.add(root);
        Memory.putLongRelease(several, --tables - 1);
    }

    @Override
    public boolean reclaim() {
        spares.reclaim();
        pool.reclaim((first, end) -> {
            OffHeap.release(plies + (long) first * PLY_BYTES, (long) (end - first) * PLY_BYTES);
            OffHeap.release(lengths + (long) first * PLY_SLOTS, (long) (end - first) * PLY_SLOTS);
        });
        return spares.reclaimable() || pool.reclaimable();
    }

    private void retire(final int ply) {
        for (int i = 0; i < PLY_SLOTS; i++) {
            final long entry = Memory.getLong(slot(ply, i));
            if (!isLeaf(entry)) {
                retire(ply(entry));
            }
        }
        used--;
        pool.retire(ply);
    }

    /** How many plies there is room for. */
    int availablePlies() {
        return pool.available();
    }

    @Override
    public boolean roomFor(final int index, final Prefix first, final int count) {
        root = root(index);
        int plyCount = 0;
        int lastRoot = -1;
        int lastPly = -1;
        for (int i = 0; i < count; i++) {
            final int network = Prefix.ip4(first.high() + ((long) i << 64 - first.length()));
            if (network >>> 16 != lastRoot || network >>> 8 != lastPly) {
                final int missing = missingPlies(network, first.length());
                plyCount += network >>> 16 == lastRoot ? Math.min(missing, first.length() > 24 ? 1 : 0) : missing;
                lastRoot = network >>> 16;
                lastPly = network >>> 8;
            }
        }
        return plyCount <= pool.available();
    }

    /** How many plies a prefix needs that are not there, up to 2. */
    private int missingPlies(final int address, final int length) {
        if (length <= 16) {
            return 0;
        }
        final long first = Memory.getLong(slot(ROOT, address >>> 16));
        if (isLeaf(first)) {
            return length <= 24 ? 1 : 2;
        }
        return length > 24 && isLeaf(Memory.getLong(slot(ply(first), address >>> 8 & 255))) ? 1 : 0;
    }

    @Override
    public void put(final int index, final long high, final long low, final int length, final long leaf) {
        root = root(index);
        final int address = Prefix.ip4(high);
        if (length <= 16) {
            fill(ROOT, address >>> 16, 1 << 16 - length, length, leaf);
            return;
        }
        if (missingPlies(address, length) > pool.available()) {
            // Neither is made if not both can be.
            throw new IllegalStateException("mtrie plies are used up");
        }
        final int first = descend(ROOT, address >>> 16);
        if (length <= 24) {
            fill(first, address >>> 8 & 255, 1 << 24 - length, length, leaf);
        } else {
            fill(descend(first, address >>> 8 & 255), address & 255, 1 << 32 - length, length, leaf);
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
        root = root(index);
        final int address = Prefix.ip4(high);
        if (length <= 16) {
            uncover(ROOT, address >>> 16, 1 << 16 - length, length, cover, coverLength);
            return;
        }
        final long first = Memory.getLong(slot(ROOT, address >>> 16));
        if (length <= 24) {
            uncover(ply(first), address >>> 8 & 255, 1 << 24 - length, length, cover, coverLength);
        } else {
            final long second = Memory.getLong(slot(ply(first), address >>> 8 & 255));
            uncover(ply(second), address & 255, 1 << 32 - length, length, cover, coverLength);
            collapse(ply(first), address >>> 8 & 255, ply(second));
        }
        collapse(ROOT, address >>> 16, ply(first));
    }

    private void fill(final int ply, final int first, final int count, final int length, final long leaf) {
        for (int i = first; i < first + count; i++) {
            final long entry = Memory.getLong(slot(ply, i));
            if (!isLeaf(entry)) {
                fill(ply(entry), 0, PLY_SLOTS, length, leaf);
            } else if (length(ply, i) <= length) {
                write(ply, i, leaf, length);
            }
        }
    }

    private void uncover(
            final int ply,
            final int first,
            final int count,
            final int length,
            final long cover,
            final int coverLength) {
        for (int i = first; i < first + count; i++) {
            final long entry = Memory.getLong(slot(ply, i));
            if (!isLeaf(entry)) {
                uncover(ply(entry), 0, PLY_SLOTS, length, cover, coverLength);
            } else if (length(ply, i) == length) {
                write(ply, i, cover, coverLength);
            }
        }
    }

    private void write(final int ply, final int i, final long leaf, final int length) {
        if (ply != ROOT) {
            final int base = base(ply);
            specifics(ply, (length > base ? 1 : 0) - (length(ply, i) > base ? 1 : 0));
        }
        length(ply, i, length);
        Memory.putLongRelease(slot(ply, i), leaf);
    }

    /** The ply below a slot; made, showing the same route, if there is none. */
    private int descend(final int ply, final int i) {
        final long entry = Memory.getLong(slot(ply, i));
        if (!isLeaf(entry)) {
            return ply(entry);
        }
        final int made = pool.take();
        used++;
        final int length = length(ply, i);
        final int base = ply == ROOT ? 16 : 24;
        Memory.putInt(infos + (long) made * INFO_BYTES, base);
        for (int k = 0; k < PLY_SLOTS; k++) {
            Memory.putLong(slot(made, k), entry);
            length(made, k, length);
        }
        if (ply != ROOT && length <= base(ply)) {
            specifics(ply, 1);
        }
        Memory.putLongRelease(slot(ply, i), POINTER + (long) made * PLY_BYTES);
        return made;
    }

    /** Takes a ply out that holds nothing but the route that covers it. */
    private void collapse(final int parent, final int i, final int ply) {
        if (Memory.getInt(infos + (long) ply * INFO_BYTES) >>> 8 > 0) {
            return;
        }
        final int length = length(ply, 0);
        length(parent, i, length);
        if (parent != ROOT && length <= base(parent)) {
            specifics(parent, -1);
        }
        Memory.putLongRelease(slot(parent, i), Memory.getLong(slot(ply, 0)));
        used--;
        pool.retire(ply);
    }

    private int length(final int ply, final int i) {
        return Memory.getByte(lengthAt(ply, i));
    }

    private void length(final int ply, final int i, final int length) {
        Memory.putByte(lengthAt(ply, i), length);
    }

    private long lengthAt(final int ply, final int i) {
        return ply == ROOT ? root + ROOT_SLOTS * 8L + i : lengths + (long) ply * PLY_SLOTS + i;
    }

    private int base(final int ply) {
        return Memory.getInt(infos + (long) ply * INFO_BYTES) & 0xff;
    }

    private void specifics(final int ply, final int more) {
        final long info = infos + (long) ply * INFO_BYTES;
        Memory.putInt(info, Memory.getInt(info) + (more << 8));
    }

    private long slot(final int ply, final int i) {
        return ply == ROOT ? root + i * 8L : plies + (long) ply * PLY_BYTES + i * 8L;
    }

    private static boolean isLeaf(final long entry) {
        return entry >= 0;
    }

    private static int ply(final long pointer) {
        return (int) ((pointer - POINTER) / PLY_BYTES);
    }

    /** Bytes that are taken. */
    public long usedBytes() {
        return (long) (tables + spares.size()) * ROOT_BYTES
                + (long) pool.committed() * (PLY_BYTES + PLY_SLOTS + INFO_BYTES);
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
        OffHeap.free(plies);
        OffHeap.free(lengths);
        OffHeap.free(infos);
        OffHeap.free(roots);
        pool.close();
    }
}
