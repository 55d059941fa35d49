package io.weir.ip6.internal.lookup;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip6Header;

/**
 * Looks a vector of packets up in a large table, all of them one step after the other. A step sorts them by the kind of node that
 * they have come to, and then has a loop for each kind that does little else than read: no branch waits for what is read, so a core has
 * the reads of many packets under way at once. One thread; {@link Ip6Trie#lookup} finds the same.
 */
public final class VectorLookup {
    /** So few packets are taken to their leaves one by one. */
    private static final int FEW = 8;

    private final long[] highs;
    private final long[] lows;
    private final int[] under;
    private final int[] full;
    private final int[] small;
    private final int[] runs;
    private final int[] skips;
    private int fullCount;
    private int smallCount;
    private int runsCount;
    private int skipsCount;

    /** Looks up to {@code capacity} packets up at once. */
    public VectorLookup(final int capacity) {
        highs = new long[capacity];
        lows = new long[capacity];
        under = new int[capacity];
        // Each is written once more behind its end.
        full = new int[capacity + 1];
        small = new int[capacity + 1];
        runs = new int[capacity + 1];
        skips = new int[capacity + 1];
    }

    /**
     * Finds the leaves of packets' destinations.
     *
     * @param root of the table.
     * @param packets indices of buffers.
     * @param size how many, up to the capacity.
     * @param found takes the leaves.
     */
    public void find(final long root, final int[] packets, final int size, final long[] found) {
        for (int i = 0; i < size; i++) {
            final long header = Buffer.data(Buffer.address(packets[i]));
            begin(root, i, Ip6Header.destinationHigh(header), Ip6Header.destinationLow(header), found);
        }
        finish(size, found);
    }

    /** Notes an address, and what the root has for it. */
    void begin(final long root, final int i, final long high, final long low, final long[] found) {
        highs[i] = high;
        lows[i] = low;
        under[i] = i;
        found[i] = Memory.getLong(Ip6Trie.slot(root, high));
    }

    /** Takes the addresses noted to their leaves. */
    void finish(final int size, final long[] found) {
        int left = sort(size, found);
        while (left > FEW) {
            throughFull(found);
            throughSmall(found);
            throughRuns(found);
            throughSkips(found);
            left = sort(left, found);
        }
        for (int k = 0; k < left; k++) {
            final int i = under[k];
            found[i] = Ip6Trie.leaf(found[i], highs[i], lows[i]);
        }
    }

    /** Notes for each kind of node the packets that have come to one; returns how many have no leaf yet. */
    private int sort(final int count, final long[] found) {
        int left = 0;
        int toFull = 0;
        int toSmall = 0;
        int toRuns = 0;
        int toSkips = 0;
        for (int k = 0; k < count; k++) {
            final int i = under[k];
            final long entry = found[i];
            final int pointer = (int) (entry >>> 63);
            final int kind = Entry.kind(entry);
            under[left] = i;
            full[toFull] = i;
            small[toSmall] = i;
            runs[toRuns] = i;
            skips[toSkips] = i;
            final int odd = pointer & kind;
            final int upper = pointer & kind >>> 1;
            final int both = odd & upper;
            left += pointer;
            toFull += pointer - (odd | upper);
            toSmall += both;
            toRuns += odd - both;
            toSkips += upper - both;
        }
        fullCount = toFull;
        smallCount = toSmall;
        runsCount = toRuns;
        skipsCount = toSkips;
        return left;
    }

    private void throughFull(final long[] found) {
        for (int k = 0, count = fullCount; k < count; k++) {
            final int i = full[k];
            final long entry = found[i];
            found[i] = Memory.getLong(Entry.address(entry) + byteOf(i, entry) * 8L);
        }
    }

    private void throughSmall(final long[] found) {
        for (int k = 0, count = smallCount; k < count; k++) {
            final int i = small[k];
            final long entry = found[i];
            found[i] = Memory.getLong(Branches.smallAt(Entry.address(entry), byteOf(i, entry)));
        }
    }

    /** First where each packet reads on, which lies in the header of its node, then what is there. */
    private void throughRuns(final long[] found) {
        final int count = runsCount;
        for (int k = 0; k < count; k++) {
            final int i = runs[k];
            final long entry = found[i];
            found[i] = Branches.runAt(Entry.address(entry), byteOf(i, entry));
        }
        for (int k = 0; k < count; k++) {
            final int i = runs[k];
            found[i] = Memory.getLong(found[i]);
        }
    }

    private void throughSkips(final long[] found) {
        for (int k = 0, count = skipsCount; k < count; k++) {
            final int i = skips[k];
            found[i] = Memory.getLong(Skips.way(found[i], highs[i], lows[i]));
        }
    }

    private int byteOf(final int i, final long entry) {
        return Entry.byteAt(highs[i], lows[i], Entry.branchBit(entry));
    }
}
