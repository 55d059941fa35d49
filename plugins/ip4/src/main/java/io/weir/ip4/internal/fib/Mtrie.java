package io.weir.ip4.internal.fib;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.Arrays;

/**
 * A 16-8-8 multiway trie over destinations (VPP: ip4_mtrie.c, {@code ip4_mtrie_16}).
 *
 * <pre>
 *   root: 65,536 slots             plies: 256 slots each
 *   63           32 31      1 0
 *   +--------------+---------+-+
 *   | adjacency    | route * 8 |1|   leaf: bit 0 is set, the route's number lies shifted by 3
 *   +--------------+---------+-+
 *   |          ply * 2,048   |0|   pointer: offset of the next ply from {@link #plies} on
 *   +------------------------+-+
 * </pre>
 *
 * <p>A leaf carries the adjacency beside the route, so that a lookup need not go through the route to find it. The
 * tables never move. Main writes a slot by one release store, after all that it points to: a worker that looks up meanwhile
 * sees the old route or the new one. The length of the prefix that each slot came from is kept on the heap, for main
 * alone. A ply that went is used again only after a {@link Quiescence}.
 */
public final class Mtrie implements AutoCloseable {
    /** Most plies; the whole Internet takes some 45,000. Reserved, not committed. */
    public static final int MAX_PLIES = 1 << 17;

    private static final int ROOT = -1;
    private static final int ROOT_SLOTS = 1 << 16;
    private static final int PLY_SLOTS = 256;
    private static final int PLY_BYTES = PLY_SLOTS * Long.BYTES;

    private final long root = OffHeap.allocate((long) ROOT_SLOTS * Long.BYTES);
    private final long plies;
    private final IndexPool pool;
    private final byte[] rootLengths = new byte[ROOT_SLOTS];
    private byte[][] lengths = new byte[64][];
    /** For each ply, how many of its slots hold more than the route that covers the ply whole. */
    private int[] specifics = new int[64];

    /** A trie in which every address leads to {@code defaultLeaf}. */
    public Mtrie(final long defaultLeaf, final int maxPlies, final Quiescence quiescence) {
        plies = OffHeap.allocate((long) maxPlies * PLY_BYTES);
        pool = new IndexPool("mtrie plies", 0, maxPlies, quiescence);
        for (int slot = 0; slot < ROOT_SLOTS; slot++) {
            Memory.putLong(root + slot * 8L, defaultLeaf);
        }
    }

    /** The leaf of a route. */
    public static long leaf(final int adjacency, final int route) {
        return (long) adjacency << 32 | (long) route << 3 | 1;
    }

    /** The adjacency in a leaf. */
    public static int adjacency(final long leaf) {
        return (int) (leaf >>> 32);
    }

    /** Offset of the route's 8-byte counter: its number times 8. */
    public static long routeOffset(final long leaf) {
        return leaf & 0xffff_fff8L;
    }

    /** Address of the root. */
    public long root() {
        return root;
    }

    /** Address of the first ply. */
    public long plies() {
        return plies;
    }

    /** The leaf of an address; what ip4-lookup does for each packet. */
    public static long lookup(final long root, final long plies, final int address) {
        long entry = Memory.getLong(root + ((long) (address >>> 16) << 3));
        if ((entry & 1) == 0) {
            entry = Memory.getLong(plies + entry + (address >>> 5 & 0x7f8));
            if ((entry & 1) == 0) {
                entry = Memory.getLong(plies + entry + (address << 3 & 0x7f8));
            }
        }
        return entry;
    }

    /** The leaf of an address. */
    public long lookup(final int address) {
        return lookup(root, plies, address);
    }

    /** How many plies there is room for. */
    public int availablePlies() {
        return pool.available();
    }

    /** How many plies a prefix needs that are not there, up to 2. */
    public int missingPlies(final int address, final int length) {
        if (length <= 16) {
            return 0;
        }
        final long first = Memory.getLong(slot(ROOT, address >>> 16));
        if (isLeaf(first)) {
            return length <= 24 ? 1 : 2;
        }
        return length > 24 && isLeaf(Memory.getLong(slot(ply(first), address >>> 8 & 255))) ? 1 : 0;
    }

    /** Enters a prefix, or changes its leaf. The caller has looked at {@link #availablePlies}. */
    public void put(final int address, final int length, final long leaf) {
        if (length <= 16) {
            fill(ROOT, address >>> 16, 1 << 16 - length, length, leaf);
            return;
        }
        final int first = descend(ROOT, address >>> 16);
        if (length <= 24) {
            fill(first, address >>> 8 & 255, 1 << 24 - length, length, leaf);
        } else {
            fill(descend(first, address >>> 8 & 255), address & 255, 1 << 32 - length, length, leaf);
        }
    }

    /** Takes a prefix out: the one that covers it shows through. */
    public void remove(final int address, final int length, final long cover, final int coverLength) {
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
            } else if (lengths(ply)[i] <= length) {
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
            } else if (lengths(ply)[i] == length) {
                write(ply, i, cover, coverLength);
            }
        }
    }

    private void write(final int ply, final int i, final long leaf, final int length) {
        final byte[] lengths = lengths(ply);
        if (ply != ROOT) {
            final int base = base(ply);
            specifics[ply] += (length > base ? 1 : 0) - (lengths[i] > base ? 1 : 0);
        }
        lengths[i] = (byte) length;
        Memory.putLongRelease(slot(ply, i), leaf);
    }

    /** The ply below a slot; made, showing the same route, if there is none. */
    private int descend(final int ply, final int i) {
        final long entry = Memory.getLong(slot(ply, i));
        if (!isLeaf(entry)) {
            return ply(entry);
        }
        final int made = pool.take();
        room(made);
        if (lengths[made] == null) {
            lengths[made] = new byte[PLY_SLOTS + 1];
        }
        final byte length = lengths(ply)[i];
        Arrays.fill(lengths[made], 0, PLY_SLOTS, length);
        // The last byte is the length that the ply itself stands for.
        lengths[made][PLY_SLOTS] = (byte) (ply == ROOT ? 16 : 24);
        specifics[made] = 0;
        for (int k = 0; k < PLY_SLOTS; k++) {
            Memory.putLong(slot(made, k), entry);
        }
        if (ply != ROOT && length <= base(ply)) {
            specifics[ply]++;
        }
        Memory.putLongRelease(slot(ply, i), (long) made * PLY_BYTES);
        return made;
    }

    /** Takes a ply out that holds nothing but the route that covers it. */
    private void collapse(final int parent, final int i, final int ply) {
        if (specifics[ply] > 0) {
            return;
        }
        final byte length = lengths[ply][0];
        lengths(parent)[i] = length;
        if (parent != ROOT && length <= base(parent)) {
            specifics[parent]--;
        }
        Memory.putLongRelease(slot(parent, i), Memory.getLong(slot(ply, 0)));
        pool.retire(ply);
    }

    private void room(final int ply) {
        if (ply >= lengths.length) {
            lengths = Arrays.copyOf(lengths, lengths.length * 2);
            specifics = Arrays.copyOf(specifics, specifics.length * 2);
        }
    }

    private byte[] lengths(final int ply) {
        return ply == ROOT ? rootLengths : lengths[ply];
    }

    private int base(final int ply) {
        return lengths[ply][PLY_SLOTS];
    }

    private long slot(final int ply, final int i) {
        return ply == ROOT ? root + i * 8L : plies + (long) ply * PLY_BYTES + i * 8L;
    }

    private static boolean isLeaf(final long entry) {
        return (entry & 1) != 0;
    }

    private static int ply(final long pointer) {
        return (int) (pointer / PLY_BYTES);
    }

    /** Gives the memory back; no worker may look up any more. */
    @Override
    public void close() {
        OffHeap.free(root);
        OffHeap.free(plies);
    }
}
