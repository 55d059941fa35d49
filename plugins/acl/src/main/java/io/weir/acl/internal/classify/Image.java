package io.weir.acl.internal.classify;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.Arrays;

/** The words of a classifier while it is made. */
final class Image {
    private static final int MAX_WORDS = 1 << 30;

    private static final int LINE_WORDS = 8;

    private long[] words = new long[64];
    private int size;

    /** Room for so many words; returns the number of the first. */
    int take(final int count) {
        final int at = size;
        if (at > MAX_WORDS - count) {
            throw new TooLarge();
        }
        size += count;
        if (size > words.length) {
            words = Arrays.copyOf(words, Math.max(size, words.length + (words.length >> 1)));
        }
        return at;
    }

    /** Leaves words out so that so many next ones lie in as few lines of the cache as can be. */
    void align(final int count) {
        if ((size & LINE_WORDS - 1) + Math.min(count, LINE_WORDS) > LINE_WORDS) {
            take(-size & LINE_WORDS - 1);
        }
    }

    /** Gives up what was taken since it had this size. */
    void back(final int before) {
        size = before;
    }

    void put(final int at, final long word) {
        words[at] = word;
    }

    long[] words() {
        return words;
    }

    int size() {
        return size;
    }

    /** Puts it outside the heap; returns its address. */
    long place() {
        final long address = OffHeap.allocate(Math.max(8, (long) size * Long.BYTES));
        for (int i = 0; i < size; i++) {
            Memory.putLong(address + (long) i * Long.BYTES, words[i]);
        }
        return address;
    }
}
