package io.weir.ip4.internal.lookup;

import io.weir.fib.family.LeafLengths;
import io.weir.memory.Memory;
import java.util.Arrays;

/**
 * Enters one prefix after the other into the plies of a trie, or takes it out. A word changes by one store, in place or in a ply
 * that comes in another's place by one: who looks up meanwhile sees the old route or the new one. Only main.
 */
final class Change {
    private static final int BYTE = 8;

    private final Plies plies;
    private final LeafLengths lengths;
    /** The slots of the plies that are changed: those of the second byte, and of the third. */
    private final long[][] slots = new long[2][Plies.SLOTS];
    /** Plies that went; they are retired once nothing leads to them. */
    private final long[] gone = new long[2];

    private int goneCount;
    private int address;
    private int length;
    private long leaf;

    Change(final Plies plies, final LeafLengths lengths) {
        this.plies = plies;
        this.lengths = lengths;
    }

    /**
     * Names the prefix.
     *
     * @param newLeaf its leaf, or that of the prefix that covers it once it has gone.
     */
    void begin(final int prefixAddress, final int prefixLength, final long newLeaf) {
        plies.look();
        address = prefixAddress;
        length = prefixLength;
        leaf = newLeaf;
    }

    /** What went is nobody's any more: the last store has been made. */
    void end() {
        while (goneCount > 0) {
            plies.retire(gone[--goneCount]);
        }
    }

    private int slot(final int consumed) {
        return address >>> 32 - BYTE - consumed & 255;
    }

    private int count(final int consumed) {
        return length < consumed + BYTE ? 1 << consumed + BYTE - length : 1;
    }

    private long[] slots(final int consumed) {
        return slots[(consumed >>> 3) - 2];
    }

    /**
     * Enters the prefix where a word is read.
     *
     * @param consumed how many bits of the address are known there.
     * @return what is to be read there.
     */
    long enter(final long entry, final int consumed) {
        if (length <= consumed) {
            return cover(entry);
        }
        final int first = slot(consumed);
        final int count = count(consumed);
        final boolean fresh = Mtrie.isLeaf(entry);
        if (!fresh && !Plies.isCompact(entry)) {
            // Rarely smaller for one route more.
            for (int i = first; i < first + count; i++) {
                enterAt(plies.at(entry, i), consumed + BYTE);
            }
            return entry;
        }
        final long[] changed = slots(consumed);
        if (fresh) {
            Arrays.fill(changed, entry);
        } else {
            plies.read(entry, changed);
        }
        boolean any = false;
        for (int i = first; i < first + count; i++) {
            final long after = enter(changed[i], consumed + BYTE);
            any |= after != changed[i];
            changed[i] = after;
        }
        if (fresh) {
            return plies.make(changed);
        }
        return any ? settled(entry, changed, first, count) : entry;
    }

    private void enterAt(final long at, final int consumed) {
        final long before = Memory.getLong(at);
        write(at, before, enter(before, consumed));
    }

    private static void write(final long at, final long before, final long after) {
        if (after != before) {
            Memory.putLongRelease(at, after);
        }
    }

    /** The prefix holds all that reads this word: what stands for shorter ones gives way. */
    private long cover(final long entry) {
        if (Mtrie.isLeaf(entry)) {
            return lengths.of(entry) <= length ? leaf : entry;
        }
        final long first = plies.firstWord(entry);
        for (int i = 0, words = plies.words(entry); i < words; i++) {
            final long before = Memory.getLong(first + i * 8L);
            write(first + i * 8L, before, cover(before));
        }
        return entry;
    }

    /** Takes the prefix out where a word is read; returns what is to be read there. */
    long leave(final long entry, final int consumed) {
        if (length <= consumed) {
            return uncover(entry);
        }
        if (Mtrie.isLeaf(entry)) {
            return entry;
        }
        final int first = slot(consumed);
        final int count = count(consumed);
        if (!Plies.isCompact(entry)) {
            return leaveFull(entry, consumed, first, count);
        }
        final long[] changed = slots(consumed);
        plies.read(entry, changed);
        for (int i = first; i < first + count; i++) {
            changed[i] = leave(changed[i], consumed + BYTE);
        }
        if (Mtrie.isLeaf(changed[0]) && Plies.runs(changed) == 1) {
            gone[goneCount++] = entry;
            return changed[0];
        }
        return settled(entry, changed, first, count);
    }

    private long leaveFull(final long entry, final int consumed, final int first, final int count) {
        for (int i = first; i < first + count; i++) {
            final long at = plies.at(entry, i);
            final long before = Memory.getLong(at);
            write(at, before, leave(before, consumed + BYTE));
        }
        final long[] left = slots(consumed);
        // Where a neighbour differs, it is worth no look at all the others.
        if (!sameAsNeighbours(entry, first, first + count - 1) || !plies.readSparse(entry, left)) {
            return entry;
        }
        gone[goneCount++] = entry;
        return Mtrie.isLeaf(left[0]) && Plies.runs(left) == 1 ? left[0] : plies.make(left);
    }

    private boolean sameAsNeighbours(final long entry, final int first, final int last) {
        return (first == 0 || Memory.getLong(plies.at(entry, first - 1)) == Memory.getLong(plies.at(entry, first)))
                && (last == Plies.SLOTS - 1
                        || Memory.getLong(plies.at(entry, last + 1)) == Memory.getLong(plies.at(entry, last)));
    }

    /** The prefix held all that reads this word: what stood for it gives way. */
    private long uncover(final long entry) {
        if (Mtrie.isLeaf(entry)) {
            return lengths.of(entry) == length ? leaf : entry;
        }
        final long first = plies.firstWord(entry);
        for (int i = 0, words = plies.words(entry); i < words; i++) {
            final long before = Memory.getLong(first + i * 8L);
            write(first + i * 8L, before, uncover(before));
        }
        return entry;
    }

    /** The ply with changed slots: the same one, or another in its place. */
    private long settled(final long entry, final long[] changed, final int first, final int count) {
        if (plies.outgrown(entry, changed, first, count)) {
            gone[goneCount++] = entry;
            return plies.make(changed);
        }
        for (int i = first; i < first + count; i++) {
            final long at = plies.at(entry, i);
            write(at, Memory.getLong(at), changed[i]);
        }
        return entry;
    }
}
