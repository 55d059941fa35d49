package io.weir.acl.internal.space;

/**
 * Flags of TCP of which some are known. Immutable.
 *
 * @param value of those that are known.
 * @param known which are.
 */
record Flags(int value, int known) {
    static final Flags ANY = new Flags(0, 0);
    static final Flags NONE = new Flags(0, 0xff);

    boolean meets(final Flags other) {
        return ((value ^ other.value) & known & other.known) == 0;
    }

    Flags both(final Flags other) {
        return new Flags(value | other.value, known | other.known);
    }

    /** The lowest flag that another one knows and this one doesn't, or 0. */
    int unknown(final Flags other) {
        return Integer.lowestOneBit(other.known & ~known);
    }

    Flags with(final int flag, final boolean set) {
        return new Flags(set ? value | flag : value, known | flag);
    }
}
