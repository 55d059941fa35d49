package io.weir.ip6.internal.lookup;

/**
 * A word of the trie: a leaf, which is never negative (see {@link io.weir.fib.Forwarding#leaf}), or a pointer to a block.
 *
 * <pre>
 *   63  62      56 55  54 53           0
 *   +---+---------+------+--------------+
 *   | 1 | bits    | kind | address      |
 *   +---+---------+------+--------------+
 * </pre>
 *
 * Of a branch, {@code bits} is where in the address the byte lies that it branches by; of a skip one less than how many bits of the
 * address it compares.
 */
final class Entry {
    /** A branch with a slot for each value of its byte. */
    static final int FULL = 0;
    /** A branch with a slot for each run of values that lead the same way. */
    static final int RUNS = 1;
    /** A comparison with one prefix. */
    static final int SKIP = 2;
    /** A branch of few runs, in one line of a cache. */
    static final int SMALL = 3;

    static final int BITS_SHIFT = 56;
    static final int KIND_SHIFT = 54;
    static final long ADDRESS = (1L << KIND_SHIFT) - 1;

    private Entry() {}

    static boolean isLeaf(final long entry) {
        return entry >= 0;
    }

    static boolean isSkip(final long entry) {
        return entry < 0 && kind(entry) == SKIP;
    }

    static int kind(final long pointer) {
        return (int) (pointer >>> KIND_SHIFT) & 3;
    }

    static long address(final long pointer) {
        return pointer & ADDRESS;
    }

    /** Where the byte of a branch begins: a multiple of 8. */
    static int branchBit(final long pointer) {
        return (int) (pointer >>> BITS_SHIFT) & 0x7f;
    }

    /** How many bits a skip compares, 1 to 128. */
    static int skipLength(final long pointer) {
        return branchBit(pointer) + 1;
    }

    /** How many bits of the address are known behind it. */
    static int end(final long pointer) {
        return kind(pointer) == SKIP ? skipLength(pointer) : branchBit(pointer) + 8;
    }

    static long branch(final int kind, final int bit, final long address) {
        return Long.MIN_VALUE | (long) bit << BITS_SHIFT | (long) kind << KIND_SHIFT | address;
    }

    static long skip(final int length, final long address) {
        return branch(SKIP, length - 1, address);
    }

    /** The byte of an address that begins at a bit. */
    static int byteAt(final long high, final long low, final int bit) {
        // A shift counts modulo 64, so the same one serves both halves.
        return (int) ((bit < 64 ? high : low) >>> 56 - bit) & 0xff;
    }

    /** Whether the first bits of an address are those of a prefix. */
    static boolean matches(final long diffHigh, final long diffLow, final int length) {
        return length <= 64 ? diffHigh >>> 64 - length == 0 : (diffHigh | diffLow >>> 128 - length) == 0;
    }
}
