package io.weir.acl.internal.classify;

/**
 * A branch of a tree: some neighbouring bits of a field choose the child. Bits above and below may be unknown; rules that leave
 * the bits open are in several children.
 *
 * @param field its number.
 * @param shift of the lowest bit within the field.
 * @param bits how many there are: 1 to 12.
 */
record Cut(int field, int shift, int bits) {
    static final int MAX_BITS = 12;

    int children() {
        return 1 << bits;
    }

    int mask() {
        return children() - 1;
    }

    /** Which children a range of values belongs to: {@code first | last << 16}; with first above last it goes on from the start. */
    int span(final long low, final long high) {
        final long first = low >>> shift;
        final long last = high >>> shift;
        return last - first >= mask() ? mask() << 16 : (int) (first & mask()) | (int) (last & mask()) << 16;
    }
}
