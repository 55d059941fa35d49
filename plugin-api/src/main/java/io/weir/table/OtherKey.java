package io.weir.table;

/**
 * A second key by which the entries of a table are found too: 16 bytes that lie within the first key and the value, as they
 * follow each other. A translation's session is one entry like that, with a key for each side of the translator.
 *
 * <p>What isn't compared may hold something else, and be changed at any time: so a session finds room in one cache line. Keys
 * that are looked up have zeros there.
 *
 * @param offset where it begins, counted from the start of the first key: a multiple of 8.
 * @param ownFree bits of the first key's third word that are not part of that key.
 * @param free bits of the second key's second word that are not part of it.
 */
public record OtherKey(int offset, long ownFree, long free) {
    /** How long it is. */
    public static final int BYTES = 16;

    /** For tables without one. */
    static final OtherKey NONE = new OtherKey(0, 0, 0);

    /** Checks it. */
    public OtherKey {
        if (offset < 0 || offset % Long.BYTES != 0) {
            throw new IllegalArgumentException("a second key begins at a multiple of 8, not at " + offset);
        }
    }
}
