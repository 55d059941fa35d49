package io.weir.platform.pg;

import java.util.List;

/**
 * What a stream's packets look like, as it was written: bytes that are the same in each, and what differs.
 *
 * @param headers the bytes that were named, with variable fields 0.
 * @param hexPayload how many of these bytes, at the end, are payload.
 * @param cycle payload bytes count 0, 1, … up to this number, exclusive; 1 is all zeros.
 * @param fields what varies by itself.
 * @param lengths what follows from the packet's length.
 * @param checksums what follows from all the rest.
 */
record PacketLayout(
        byte[] headers,
        int hexPayload,
        int cycle,
        List<Field> fields,
        List<LengthField> lengths,
        List<ChecksumField> checksums) {

    /** Marks a length that is summed into a checksum only, and written nowhere. */
    static final int NOWHERE = -1;

    /**
     * A field that changes from packet to packet.
     *
     * @param offset of the bytes that contain it.
     * @param bytes 1, 2, 4 or 8 of them, big-endian.
     * @param shift bits to its right in them.
     * @param bits its width.
     * @param range its values.
     */
    record Field(int offset, int bytes, int shift, int bits, Range range) {}

    /**
     * A 16-bit field that holds the length of the packet without what comes before.
     *
     * @param offset of the field, or {@link #NOWHERE}.
     * @param minus how many bytes don't count.
     * @param checksum with NOWHERE: index of the checksum that it is part of.
     */
    record LengthField(int offset, int minus, int checksum) {}

    /**
     * A checksum to be filled in.
     *
     * @param offset of the field.
     * @param from first byte that it covers.
     * @param to end of what it covers, at most the packet's.
     * @param addresses offset of the addresses of a pseudo header, or -1.
     * @param addressesEnd end of the addresses.
     * @param constant what else the pseudo header adds.
     * @param udp whether 0 is written as 0xffff.
     */
    record ChecksumField(int offset, int from, int to, int addresses, int addressesEnd, int constant, boolean udp) {
        boolean covers(final int position) {
            return position >= from && position < to || position >= addresses && position < addressesEnd;
        }
    }
}
