package io.weir.acl.internal.classify;

import java.util.List;

/**
 * Bits of a key by which a tree may branch, up to 32 within one word of four bytes.
 *
 * @param offset of the word in the key.
 * @param shift of the field's lowest bit in the word.
 * @param width in bits.
 */
record Field(int offset, int shift, int width) {
    static final List<Field> IP4 = List.of(
            new Field(0, 0, 32), new Field(4, 0, 32), new Field(8, 16, 16), new Field(8, 0, 16), new Field(12, 8, 8));

    /** Words from the first to the last of an address; a long's upper half lies behind its lower one. */
    static final List<Field> IP6 = List.of(
            new Field(4, 0, 32),
            new Field(0, 0, 32),
            new Field(12, 0, 32),
            new Field(8, 0, 32),
            new Field(20, 0, 32),
            new Field(16, 0, 32),
            new Field(28, 0, 32),
            new Field(24, 0, 32),
            new Field(32, 16, 16),
            new Field(32, 0, 16),
            new Field(36, 8, 8));

    static List<Field> of(final boolean ip6) {
        return ip6 ? IP6 : IP4;
    }

    /** The largest value. */
    long max() {
        return (1L << width) - 1;
    }
}
