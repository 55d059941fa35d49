package io.weir.acl.internal.classify;

import io.weir.memory.Memory;
import java.util.Arrays;

/** The words of a classifier while it is made, or those that come behind what lies in an {@link Arena}. */
final class Image {
    static final int MAX_WORDS = 1 << 30;

    private static final int LINE_WORDS = 8;
    private static final int BLOCK_SHIFT = 7;
    private static final int BLOCK_WORDS = 1 << BLOCK_SHIFT;

    /** Number of the first word. */
    private final int origin;

    /** One behind the other, so that what is written stays where it is as it grows. */
    private long[][] blocks = new long[8][];

    private final long[] record = new long[Record.IP6_WORDS];
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
        final int wanted = (size + BLOCK_WORDS - 1) >> BLOCK_SHIFT;
        if (wanted > blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(wanted, 2 * blocks.length));
        }
        for (int i = wanted - 1; i >= 0 && blocks[i] == null; i--) {
            blocks[i] = new long[BLOCK_WORDS];
        }
        return at;
    }

    /** Leaves words out so that so many next ones lie in as few lines of the cache as can be. */
    void align(final int count) {
        final int next = origin + size;
        if ((next & LINE_WORDS - 1) + Math.min(count, LINE_WORDS) > LINE_WORDS) {
            final int skipped = -next & LINE_WORDS - 1;
            final int at = take(skipped);
            for (int i = 0; i < skipped; i++) {
                put(at + i, 0);
            }
        }
    }

    /** Gives up what was taken since it had this size. */
    void back(final int before) {
        size = before;
    }

    void put(final int at, final long word) {
        blocks[at - origin >> BLOCK_SHIFT][at - origin & BLOCK_WORDS - 1] = word;
    }

    long get(final int at) {
        return blocks[at - origin >> BLOCK_SHIFT][at - origin & BLOCK_WORDS - 1];
    }

    /** Writes a rule's record. */
    void put(final int at, final Boxes boxes, final int rule) {
        Record.write(boxes, rule, record, 0);
        for (int i = 0, words = Record.words(boxes.ip6); i < words; i++) {
            put(at + i, record[i]);
        }
    }

    int size() {
        return size;
    }

    /** Writes it where it belongs. */
    void place(final long memory) {
        final long first = memory + (long) origin * Long.BYTES;
        for (int i = 0; i < size; i++) {
            Memory.putLong(first + (long) i * Long.BYTES, get(origin + i));
        }
    }
}
