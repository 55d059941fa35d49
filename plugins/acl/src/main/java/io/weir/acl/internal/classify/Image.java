package io.weir.acl.internal.classify;

import io.weir.memory.Memory;
import java.util.Arrays;

/** The words of a classifier while it is made, or those that come behind what lies in an {@link Arena}. */
final class Image {
    static final int MAX_WORDS = 1 << 30;

    private static final int LINE_WORDS = 8;

    /** Number of the first word. */
    private final int origin;

    private long[] words = new long[64];
    private int size;

    Image() {
        this(0);
    }

    Image(final int origin) {
        this.origin = origin;
    }

    /** Room for so many words; returns the number of the first. */
    int take(final int count) {
        final int at = origin + size;
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
        final int next = origin + size;
        if ((next & LINE_WORDS - 1) + Math.min(count, LINE_WORDS) > LINE_WORDS) {
            take(-next & LINE_WORDS - 1);
        }
    }

    /** Gives up what was taken since it had this size. */
    void back(final int before) {
        size = before;
    }

    void put(final int at, final long word) {
        words[at - origin] = word;
    }

    long get(final int at) {
        return words[at - origin];
    }

    /** Writes a rule's record. */
    void put(final int at, final Boxes boxes, final int rule) {
        Record.write(boxes, rule, words, at - origin);
    }

    /** All words from the first on; valid until more are taken. */
    long[] words() {
        return words;
    }

    int size() {
        return size;
    }

    /** Writes it where it belongs. */
    void place(final long memory) {
        final long first = memory + (long) origin * Long.BYTES;
        for (int i = 0; i < size; i++) {
            Memory.putLong(first + (long) i * Long.BYTES, words[i]);
        }
    }
}
