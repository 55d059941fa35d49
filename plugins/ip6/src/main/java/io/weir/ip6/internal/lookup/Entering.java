package io.weir.ip6.internal.lookup;

import io.weir.memory.Memory;

/**
 * Enters one prefix after the other into a table's trie. What is there is replaced node by node, each by one store; who looks up
 * meanwhile sees the old route or the new one. Only main.
 */
final class Entering {
    private final Branches branches;
    private final Skips skips;
    private final Lengths lengths;
    private final Runs runs = new Runs();
    private long high;
    private long low;
    private int length;
    private long leaf;

    Entering(final Branches branches, final Skips skips, final Lengths lengths) {
        this.branches = branches;
        this.skips = skips;
        this.lengths = lengths;
    }

    /** Names the prefix, without host bits, and its leaf. */
    void begin(final long prefixHigh, final long prefixLow, final int prefixLength, final long prefixLeaf) {
        high = prefixHigh;
        low = prefixLow;
        length = prefixLength;
        leaf = prefixLeaf;
        lengths.put(leaf, length);
    }

    /**
     * Enters the prefix where a word is read.
     *
     * @param entry the word.
     * @param consumed how many bits of the address are known where it is read.
     * @return what is to be read there.
     */
    long enter(final long entry, final int consumed) {
        if (length <= consumed) {
            return cover(entry);
        }
        if (Entry.isLeaf(entry)) {
            return skips.make(high, low, length, entry, leaf);
        }
        return Entry.isSkip(entry) ? throughSkip(entry, consumed) : intoBranch(entry);
    }

    /** The prefix holds all that reads this word: what stands for shorter ones gives way. */
    long cover(final long entry) {
        if (Entry.isLeaf(entry)) {
            return lengths.of(entry) <= length ? leaf : entry;
        }
        if (Entry.isSkip(entry)) {
            coverAt(Entry.address(entry) + Skips.MISS);
            coverAt(Entry.address(entry) + Skips.NEXT);
        } else {
            final long first = Branches.firstWord(entry);
            for (int i = 0, words = Branches.words(entry); i < words; i++) {
                coverAt(first + i * 8L);
            }
        }
        return entry;
    }

    private void coverAt(final long at) {
        final long before = Memory.getLong(at);
        final long after = cover(before);
        if (after != before) {
            Memory.putLongRelease(at, after);
        }
    }

    private long intoBranch(final long entry) {
        final int bit = Entry.branchBit(entry);
        final int slot = Entry.byteAt(high, low, bit);
        if (length < bit + 8) {
            return overSlots(entry, bit, slot, 1 << bit + 8 - length);
        }
        final long at = Branches.at(entry, slot);
        final long before = Memory.getLong(at);
        final long after = enter(before, bit + 8);
        if (after == before) {
            return entry;
        }
        if (Branches.alone(entry, slot, 1)) {
            Memory.putLongRelease(at, after);
            return entry;
        }
        runs.read(entry);
        runs.put(slot, 1, after);
        return replaced(entry, bit);
    }

    private long overSlots(final long entry, final int bit, final int slot, final int count) {
        if (Branches.alone(entry, slot, count)) {
            // As where the prefix is there already: that needs no memory.
            coverSlots(entry, slot, count);
            return entry;
        }
        runs.read(entry);
        final int first = runs.from(slot);
        final int last = runs.from(slot + count);
        for (int run = first; run < last; run++) {
            if (Entry.isLeaf(runs.entry(run))) {
                runs.entry(run, cover(runs.entry(run)));
            }
        }
        runs.merge();
        final long made = replaced(entry, bit);
        // Nothing is stored before there was memory for all.
        coverSlots(made, slot, count);
        return made;
    }

    private void coverSlots(final long branch, final int slot, final int count) {
        final long last = Branches.at(branch, slot + count - 1);
        for (long at = Branches.at(branch, slot); at <= last; at += Long.BYTES) {
            coverAt(at);
        }
    }

    private long replaced(final long entry, final int bit) {
        final long made = branches.make(bit, runs, entry);
        branches.retire(entry);
        return made;
    }

    private long throughSkip(final long entry, final int consumed) {
        final int compared = Entry.skipLength(entry);
        final int common = common(entry, Math.min(compared, length));
        final long next = Skips.next(entry);
        final boolean within = common == compared;
        if (within && (length == compared || !Entry.isLeaf(next) || (compared & 7) == 0)) {
            final long after = enter(next, compared);
            if (after != next) {
                Memory.putLongRelease(Entry.address(entry) + Skips.NEXT, after);
            }
            return entry;
        }
        return enter(parted(entry, consumed, common & ~7), consumed);
    }

    /** How many of the first {@code most} bits the prefix has in common with a skip's. */
    private int common(final long skip, final int most) {
        final long diffHigh = Skips.high(skip) ^ high;
        final long diffLow = Skips.low(skip) ^ low;
        final int same = diffHigh != 0 ? Long.numberOfLeadingZeros(diffHigh) : 64 + Long.numberOfLeadingZeros(diffLow);
        return Math.min(same, most);
    }

    /** Puts a branch in a skip's place, where the prefix and the skip's go different ways; both lead on as before. */
    private long parted(final long skip, final int consumed, final int bit) {
        final int compared = Entry.skipLength(skip);
        final long miss = Skips.miss(skip);
        final int slot = Entry.byteAt(Skips.high(skip), Skips.low(skip), bit);
        runs.fill(miss);
        if (compared > bit + 8) {
            runs.put(slot, 1, skip);
        } else {
            final int count = 1 << bit + 8 - compared;
            runs.put(slot & -count, count, Skips.next(skip));
            skips.retire(skip);
        }
        final long branch = branches.make(bit, runs, 0);
        return bit == consumed ? branch : skips.make(high, low, bit, miss, branch);
    }
}
