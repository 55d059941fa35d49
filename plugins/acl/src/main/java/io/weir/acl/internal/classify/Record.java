package io.weir.acl.internal.classify;

import io.weir.memory.Memory;

/**
 * A rule in a leaf, in words of eight bytes; the first number of a pair lies in the lower half.
 *
 * <pre>
 *   IPv4   source, mask | destination, mask | lowest ports, highest ports | kind, label
 *   IPv6   source high | low | mask | destination high | low | mask | lowest ports, highest ports | kind, label
 *
 *   kind   what the key's kind is to be in the lower half, what of it is looked at in the upper half
 *   label  tells rules apart and which comes first
 * </pre>
 *
 * A record of IPv6 is one line of the cache. Its masks are those of the half in which the prefix ends; that this is the lower one
 * is told by the upper bits of the label: 31 for the source, 30 for the destination.
 */
final class Record {
    static final int IP4_WORDS = 4;
    static final int IP6_WORDS = 8;
    static final int IP4_BYTES = IP4_WORDS * Long.BYTES;
    static final int IP6_BYTES = IP6_WORDS * Long.BYTES;

    private static final int LABEL = 0x3fff_ffff;

    private Record() {}

    static int words(final boolean ip6) {
        return ip6 ? IP6_WORDS : IP4_WORDS;
    }

    /** Writes a rule's record. */
    static void write(final Boxes boxes, final int rule, final long[] to, final int at) {
        int word = at;
        int label = boxes.label(rule);
        if (boxes.ip6) {
            word = address(boxes, rule, 0, to, word);
            word = address(boxes, rule, 4, to, word);
            label |= beyondHalf(boxes, rule, 0) ? 1 << 31 : 0;
            label |= beyondHalf(boxes, rule, 4) ? 1 << 30 : 0;
        } else {
            to[word++] = pair(boxes.low(0, rule), mask(boxes, 0, rule));
            to[word++] = pair(boxes.low(1, rule), mask(boxes, 1, rule));
        }
        final int ports = boxes.fields.size() - 3;
        to[word++] = pair(
                boxes.low(ports, rule) << 16 | boxes.low(ports + 1, rule),
                boxes.high(ports, rule) << 16 | boxes.high(ports + 1, rule));
        final long protocolMask = mask(boxes, ports + 2, rule) & 0xff;
        final long kind = (boxes.low(ports + 2, rule) & protocolMask) << Key.PROTOCOL_SHIFT | boxes.flagsValue(rule);
        final long kindMask = protocolMask << Key.PROTOCOL_SHIFT | boxes.flagsMask(rule);
        to[word] = pair(kind | kindMask << 16, label);
    }

    /** The label in a record's last word. */
    static int label(final long last) {
        return (int) (last >>> 32) & LABEL;
    }

    /** The label of a record of so many bytes in memory. */
    static int label(final long record, final int bytes) {
        return Memory.getInt(record + bytes - Integer.BYTES) & LABEL;
    }

    private static int address(final Boxes boxes, final int rule, final int field, final long[] to, final int at) {
        final int half = beyondHalf(boxes, rule, field) ? field + 2 : field;
        to[at] = boxes.low(field, rule) << 32 | boxes.low(field + 1, rule);
        to[at + 1] = boxes.low(field + 2, rule) << 32 | boxes.low(field + 3, rule);
        to[at + 2] = mask(boxes, half, rule) << 32 | mask(boxes, half + 1, rule);
        return at + 3;
    }

    /** Whether a prefix of IPv6 fixes bits of the lower half. */
    private static boolean beyondHalf(final Boxes boxes, final int rule, final int field) {
        return mask(boxes, field + 2, rule) != 0;
    }

    /** The bits that all values of a prefix share. */
    private static long mask(final Boxes boxes, final int field, final int rule) {
        return ~(boxes.low(field, rule) ^ boxes.high(field, rule)) & 0xffffffffL;
    }

    private static long pair(final long first, final long second) {
        return first & 0xffffffffL | second << 32;
    }

    /**
     * The label of the first of some records that an IPv4 key matches, or -1.
     *
     * @param before only records with a lower label, without sign, are of use.
     */
    static int first4(final long records, final int count, final long key, final int before) {
        final int source = Memory.getInt(key);
        final int destination = Memory.getInt(key + 4);
        final int ports = Memory.getInt(key + Key.IP4_PORTS);
        final int kind = Memory.getInt(key + Key.IP4_PORTS + Key.KIND);
        final long end = records + (long) count * IP4_BYTES;
        // Not a counted loop: what C2 does to one costs more than the few rounds.
        long record = records;
        while (record != end) {
            final int label = Memory.getInt(record + 28);
            if (Integer.compareUnsigned(label, before) >= 0) {
                return -1;
            }
            final int differs = (source ^ Memory.getInt(record)) & Memory.getInt(record + 4)
                    | (destination ^ Memory.getInt(record + 8)) & Memory.getInt(record + 12)
                    | kindDiffers(kind, Memory.getInt(record + 24))
                    | portsDiffer(ports, Memory.getInt(record + 16), Memory.getInt(record + 20));
            if (differs == 0) {
                return label;
            }
            record += IP4_BYTES;
        }
        return -1;
    }

    /** The same of IPv6. */
    static int first6(final long records, final int count, final long key, final int before) {
        final long sourceHigh = Memory.getLong(key);
        final long sourceLow = Memory.getLong(key + 8);
        final long destinationHigh = Memory.getLong(key + 16);
        final long destinationLow = Memory.getLong(key + 24);
        final int ports = Memory.getInt(key + Key.IP6_PORTS);
        final int kind = Memory.getInt(key + Key.IP6_PORTS + Key.KIND);
        final long end = records + (long) count * IP6_BYTES;
        // Not a counted loop: what C2 does to one costs more than the few rounds.
        long record = records;
        while (record != end) {
            final int word = Memory.getInt(record + 60);
            final int label = word & LABEL;
            if (Integer.compareUnsigned(label, before) >= 0) {
                return -1;
            }
            // All ones where a prefix ends in the lower half.
            final long sourceBeyond = (long) word >> 31;
            final long destinationBeyond = (long) word << 33 >> 63;
            final long sourceMask = Memory.getLong(record + 16);
            final long destinationMask = Memory.getLong(record + 40);
            final long differs = (sourceHigh ^ Memory.getLong(record)) & (sourceMask | sourceBeyond)
                    | (sourceLow ^ Memory.getLong(record + 8)) & sourceMask & sourceBeyond
                    | (destinationHigh ^ Memory.getLong(record + 24)) & (destinationMask | destinationBeyond)
                    | (destinationLow ^ Memory.getLong(record + 32)) & destinationMask & destinationBeyond
                    | kindDiffers(kind, Memory.getInt(record + 56))
                    | portsDiffer(ports, Memory.getInt(record + 48), Memory.getInt(record + 52));
            if (differs == 0) {
                return label;
            }
            record += IP6_BYTES;
        }
        return -1;
    }

    private static int kindDiffers(final int kind, final int wanted) {
        return (kind ^ wanted) & wanted >>> 16;
    }

    /** Less than 0 if one of both ports lies outside, 0 otherwise. */
    private static int portsDiffer(final int ports, final int low, final int high) {
        final int source = ports >>> 16;
        final int destination = ports & 0xffff;
        return (source - (low >>> 16)
                        | (high >>> 16) - source
                        | destination - (low & 0xffff)
                        | (high & 0xffff) - destination)
                & 0x8000_0000;
    }
}
