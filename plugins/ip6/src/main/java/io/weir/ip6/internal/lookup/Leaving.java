package io.weir.ip6.internal.lookup;

import io.weir.fib.Prefix;
import io.weir.memory.Memory;

/**
 * Takes one prefix after the other out of a table's trie, with the nodes that only it needed; the longest prefix that covers it
 * shows through. Only main.
 */
final class Leaving {
    private final Branches branches;
    private final Skips skips;
    private final Lengths lengths;
    private final Runs runs = new Runs();
    private long high;
    private long low;
    private int length;
    private long cover;

    Leaving(final Branches branches, final Skips skips, final Lengths lengths) {
        this.branches = branches;
        this.skips = skips;
        this.lengths = lengths;
    }

    /** Names the prefix, without host bits, and the leaf of the one that covers it. */
    void begin(final long prefixHigh, final long prefixLow, final int prefixLength, final long coverLeaf) {
        high = prefixHigh;
        low = prefixLow;
        length = prefixLength;
        cover = coverLeaf;
    }

    /**
     * Takes the prefix out where a word is read.
     *
     * @param consumed how many bits of the address are known where it is read.
     * @return what is to be read there.
     */
    long leave(final long entry, final int consumed) {
        if (length <= consumed) {
            return uncover(entry);
        }
        if (Entry.isLeaf(entry)) {
            return entry;
        }
        return Entry.isSkip(entry) ? throughSkip(entry) : fromBranch(entry);
    }

    /** The prefix holds all that reads this word: what stands for it gives way. */
    long uncover(final long entry) {
        if (Entry.isLeaf(entry)) {
            return lengths.of(entry) == length ? cover : entry;
        }
        if (Entry.isSkip(entry)) {
            uncoverAt(Entry.address(entry) + Skips.MISS);
            uncoverAt(Entry.address(entry) + Skips.NEXT);
        } else {
            final long first = Branches.firstWord(entry);
            for (int i = 0, words = Branches.words(entry); i < words; i++) {
                uncoverAt(first + i * 8L);
            }
        }
        return entry;
    }

    private void uncoverAt(final long at) {
        final long before = Memory.getLong(at);
        final long after = uncover(before);
        if (after != before) {
            Memory.putLongRelease(at, after);
        }
    }

    private long throughSkip(final long entry) {
        final int compared = Entry.skipLength(entry);
        if (length < compared || !Entry.matches(Skips.high(entry) ^ high, Skips.low(entry) ^ low, compared)) {
            return entry;
        }
        final long next = Skips.next(entry);
        final long after = leave(next, compared);
        if (after == next) {
            return entry;
        }
        final long miss = Skips.miss(entry);
        if (after == miss || Entry.isSkip(after) && Skips.miss(after) == miss) {
            skips.retire(entry);
            return after;
        }
        Memory.putLongRelease(Entry.address(entry) + Skips.NEXT, after);
        return entry;
    }

    private long fromBranch(final long entry) {
        final int bit = Entry.branchBit(entry);
        final int slot = Entry.byteAt(high, low, bit);
        final long at = Branches.at(entry, slot);
        // No other slot reads the words that slots within the prefix read.
        if (length >= bit + 8) {
            final long before = Memory.getLong(at);
            final long after = leave(before, bit + 8);
            if (after == before) {
                return entry;
            }
            Memory.putLongRelease(at, after);
        } else {
            final long last = Branches.at(entry, slot + (1 << bit + 8 - length) - 1);
            for (long each = at; each <= last; each += Long.BYTES) {
                uncoverAt(each);
            }
        }
        // What leads the same way may stand in two words.
        runs.read(entry);
        final int left = runs.count();
        // Where there is no memory for a smaller one, it stays until there is.
        return Branches.fits(entry, left) || !branches.roomFor(left) ? entry : rebuilt(entry, bit);
    }

    private long rebuilt(final long entry, final int bit) {
        final long made = smallest(entry, bit);
        branches.retire(entry);
        return made;
    }

    /** The smallest node that leads as the runs say: a leaf, a skip where all but one way lead to the same leaf, or a branch. */
    private long smallest(final long entry, final int bit) {
        final int count = runs.count();
        if (count == 1) {
            return runs.entry(0);
        }
        final long first = runs.entry(0);
        final long last = runs.entry(count - 1);
        if (count == 3 && first == last) {
            return narrowed(entry, bit, last, 1);
        }
        if (count == 2) {
            final boolean firstIsOdd =
                    !Entry.isLeaf(first) || Entry.isLeaf(last) && lengths.of(first) > lengths.of(last);
            return firstIsOdd ? narrowed(entry, bit, last, 0) : narrowed(entry, bit, first, 1);
        }
        return branches.make(bit, runs, entry);
    }

    /** All slots lead to {@code miss} but those of a run. */
    private long narrowed(final long entry, final int bit, final long miss, final int run) {
        final long odd = runs.entry(run);
        if (Entry.isSkip(odd) && Skips.miss(odd) == miss) {
            return odd;
        }
        final int compared = Entry.isLeaf(odd) ? lengths.of(odd) : bit + 8;
        final int slot = runs.start(run);
        final int count = runs.start(run + 1) - slot;
        // A skip's prefix lies within that of its miss: of two halves, each of which is all of a leaf's, none stands
        // for the other.
        final boolean covered = Entry.isLeaf(miss) && lengths.of(miss) <= bit;
        if (!covered || compared <= bit || compared > bit + 8 || count != 1 << bit + 8 - compared) {
            return branches.make(bit, runs, entry);
        }
        final long keyHigh = high & Prefix.highMask(bit) | (bit < 64 ? (long) slot << 56 - bit : 0);
        final long keyLow = low & Prefix.lowMask(bit) | (bit < 64 ? 0 : (long) slot << 120 - bit);
        return skips.make(keyHigh, keyLow, compared, miss, odd);
    }
}
