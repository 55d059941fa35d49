package io.weir.platform.stats;

/**
 * The layout of the segment, VPP's version 2:
 *
 * <pre>
 *   0  version  base  epoch  in_progress  directory     header: u64 each
 *      length   entry entry entry ...                   a vector: u32 length, 4 bytes unused, then its elements
 *
 *   0  type     4 bytes unused                          an entry: u32
 *   8  value | address of data | u32 entry, u32 column
 *  16  name, ends with 0                                128 bytes
 * </pre>
 *
 * A pointer is the address of an element 0 in the host's memory, so a reader subtracts {@code base}; 0 is none. SIMPLE and
 * COMBINED point to a vector of pointers to vectors, NAMES to a vector of pointers to texts, whose 0 counts in their length.
 */
final class SegmentFormat {
    static final long VERSION = 2;

    static final long VERSION_AT = 0;
    static final long BASE_AT = 8;
    static final long EPOCH_AT = 16;
    static final long IN_PROGRESS_AT = 24;
    static final long DIRECTORY_AT = 32;
    static final long HEADER_BYTES = 64;

    static final long VECTOR_HEADER_BYTES = 8;
    static final long ENTRY_BYTES = 144;
    static final long ENTRY_VALUE_AT = 8;
    static final long ENTRY_COLUMN_AT = 12;
    static final long ENTRY_NAME_AT = 16;
    static final int NAME_BYTES = 128;

    private SegmentFormat() {}

    /** Bytes of a vector with its header, up to the next one. */
    static long vectorBytes(final long elements, final long elementBytes) {
        return VECTOR_HEADER_BYTES + (elements * elementBytes + 7 & -8);
    }
}
