package io.weir.table;

/**
 * What a session table is made for.
 *
 * <p>An entry takes whole cache lines, 24 bytes of which are the table's: with values of up to 24, 16 and 64 bytes for keys of
 * 16, 24 and 40 that is 64, 64 and 128 bytes.
 *
 * @param keyBytes 16, 24, 32 or 40.
 * @param valueBytes a multiple of 8, up to 4,096.
 * @param valueLayout what its user calls the way in which values are laid out; another version takes a table over only if it
 *     knows this one.
 * @param limit entries that it holds at most.
 * @param other the second key of its entries, or null if they have one only.
 */
public record TableShape(int keyBytes, int valueBytes, int valueLayout, int limit, OtherKey other) {
    /** The largest limit. */
    public static final int MAX_LIMIT = 1 << 28;

    private static final int MAX_VALUE_BYTES = 4_096;

    /** Checks it. */
    public TableShape {
        if (keyBytes != 16 && keyBytes != 24 && keyBytes != 32 && keyBytes != 40) {
            throw new IllegalArgumentException("keys of a session table have 16, 24, 32 or 40 bytes, not " + keyBytes);
        }
        if (valueBytes < 0 || valueBytes > MAX_VALUE_BYTES || valueBytes % Long.BYTES != 0) {
            throw new IllegalArgumentException("values of a session table have a multiple of 8 bytes up to "
                    + MAX_VALUE_BYTES + ", not " + valueBytes);
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "a session table holds at least 1 and at most " + MAX_LIMIT + " sessions, not " + limit);
        }
        if (other != null && other.offset() + OtherKey.BYTES > keyBytes + valueBytes) {
            throw new IllegalArgumentException("a second key at " + other.offset() + " goes beyond the " + keyBytes
                    + " + " + valueBytes + " bytes of key and value");
        }
        if (other != null && other.ownFree() != 0 && keyBytes < 24) {
            throw new IllegalArgumentException("a key of " + keyBytes + " bytes has no third word");
        }
    }

    /** Sessions with one key. */
    public TableShape(final int keyBytes, final int valueBytes, final int valueLayout, final int limit) {
        this(keyBytes, valueBytes, valueLayout, limit, null);
    }
}
