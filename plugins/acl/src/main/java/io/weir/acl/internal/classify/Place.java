package io.weir.acl.internal.classify;

/**
 * A place in a tree, as one word: what to do there, and where its memory lies.
 *
 * <pre>
 *   branch   0 | … | key offset 6 | bits 4 | shift 5 | children: number of a word of eight bytes 32
 *   leaf     1 | records: how many 31                | first record: number of a word 32
 * </pre>
 */
final class Place {
    /** A leaf without rules. */
    static final long EMPTY = 1L << 63;

    private static final int SHIFT = 32;
    private static final int BITS = 37;
    private static final int OFFSET = 41;

    private Place() {}

    static long leaf(final int word, final int records) {
        return EMPTY | (long) records << SHIFT | word & 0xffffffffL;
    }

    static long branch(final int word, final Field field, final Cut cut) {
        return (long) field.offset() << OFFSET
                | (long) cut.bits() << BITS
                | (long) (field.shift() + cut.shift()) << SHIFT
                | word & 0xffffffffL;
    }

    static boolean isLeaf(final long place) {
        return place < 0;
    }

    /** Offset in bytes of what it leads to. */
    static long offset(final long place) {
        return (place & 0xffffffffL) << 3;
    }

    static int records(final long place) {
        return (int) (place >>> SHIFT) & Integer.MAX_VALUE;
    }

    /** Offset in the key of the word that chooses the child. */
    static int keyOffset(final long place) {
        return (int) (place >>> OFFSET);
    }

    /** Offset in bytes of the child that a word of the key chooses. */
    static long child(final long place, final int word) {
        return offset(place) + ((long) (word >>> shift(place) & mask(place)) << 3);
    }

    /** By how many bits a word of the key is shifted to choose the child; only the lowest five count. */
    static int shift(final long place) {
        return (int) (place >>> SHIFT);
    }

    /** What of the shifted word counts. */
    static int mask(final long place) {
        return (1 << (place >>> BITS & 0xf)) - 1;
    }
}
