package io.weir.table;

import io.weir.memory.Memory;
import java.util.Objects;

/**
 * Looks many keys up at once, in passes over groups of them: each pass only loads what the pass before has named, and none of
 * its loads waits for another or hangs on a branch, so a core has as many on the way as it can. A key that is there costs the
 * line of its slots and the line of its entry.
 */
final class GroupLookup {
    /** A vector: groups of 32, 64 and 128 were slower, by up to a third, at each size from 10,000 to 4,000,000 sessions. */
    private static final int GROUP = 256;

    private final Entries entries;
    private final TableIndex index;
    private final int keyBytes;
    private final long[] line = new long[GROUP];
    /** What loads that are made for their effect on the cache have brought, so that they are not left out. */
    private long loaded;

    GroupLookup(final Entries entries, final TableIndex index, final int keyBytes) {
        this.entries = entries;
        this.index = index;
        this.keyBytes = keyBytes;
    }

    int lookup(final long keys, final int[] hashes, final int count, final int[] found) {
        Objects.checkFromIndexSize(0, count, hashes.length);
        Objects.checkFromIndexSize(0, count, found.length);
        int present = 0;
        for (int from = 0; from < count; from += GROUP) {
            present += group(keys, hashes, from, Math.min(GROUP, count - from), found);
        }
        return present;
    }

    private int group(final long keys, final int[] hashes, final int from, final int count, final int[] found) {
        loadLines(hashes, from, count);
        chooseCandidates(hashes, from, count, found);
        loadEntries(from, count, found);
        return index.isOther()
                ? compareOther(keys, hashes, from, count, found)
                : compare(keys, hashes, from, count, found);
    }

    private void loadLines(final int[] hashes, final int from, final int count) {
        for (int i = 0; i < count; i++) {
            line[i] = index.home(hashes[from + i]);
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Memory.getLong(line[i]);
        }
        loaded = sum;
    }

    private void chooseCandidates(final int[] hashes, final int from, final int count, final int[] found) {
        for (int i = 0; i < count; i++) {
            found[from + i] = IndexLine.candidate(line[i], hashes[from + i]);
        }
    }

    private void loadEntries(final int from, final int count, final int[] found) {
        long sum = loaded;
        for (int i = 0; i < count; i++) {
            sum += Memory.getLong(entries.key(found[from + i]));
        }
        loaded = sum;
    }

    /** A loop of its own for second keys: what a loop does for one kind of keys alone, the compiler knows best. */
    private int compareOther(final long keys, final int[] hashes, final int from, final int count, final int[] found) {
        int present = 0;
        for (int i = 0; i < count; i++) {
            final long key = keys + (long) (from + i) * OtherKey.BYTES;
            final int candidate = found[from + i];
            if (candidate != 0 && entries.isOther(candidate, key)) {
                present++;
            } else {
                present += search(key, hashes, from, i, found);
            }
        }
        return present;
    }

    private int compare(final long keys, final int[] hashes, final int from, final int count, final int[] found) {
        int present = 0;
        for (int i = 0; i < count; i++) {
            final long key = keys + (long) (from + i) * keyBytes;
            final int candidate = found[from + i];
            if (candidate != 0 && entries.is(candidate, key)) {
                present++;
            } else {
                present += search(key, hashes, from, i, found);
            }
        }
        return present;
    }

    /** Where the first slot with the key's tag is another's, or there is none in the first line; returns 1 if it is there. */
    private int search(final long key, final int[] hashes, final int from, final int i, final int[] found) {
        if (found[from + i] == 0 && IndexLine.more(line[i]) == 0) {
            return 0;
        }
        final int entry = index.find(key, hashes[from + i]);
        found[from + i] = entry;
        return entry != 0 ? 1 : 0;
    }
}
