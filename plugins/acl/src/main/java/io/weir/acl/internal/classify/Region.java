package io.weir.acl.internal.classify;

import java.util.List;

/** The packets that come to a place in a tree: bits of each field that are known there. For one thread, which goes into places and back. */
final class Region {
    private final List<Field> fields;
    private final int[] known;
    private final int[] value;

    private Region(final List<Field> fields, final int[] known, final int[] value) {
        this.fields = fields;
        this.known = known;
        this.value = value;
    }

    /** All packets. */
    static Region all(final List<Field> fields) {
        return new Region(fields, new int[fields.size()], new int[fields.size()]);
    }

    /** Leaves those of them that have these bits; returns what {@link #widen} takes to have the others back. */
    long narrow(final int field, final int bits, final int values) {
        final long before = (long) known[field] << 32 | value[field] & 0xffffffffL;
        known[field] |= bits;
        value[field] = value[field] & ~bits | values;
        return before;
    }

    /** Takes back what {@link #narrow} did to a field. */
    void widen(final int field, final long before) {
        known[field] = (int) (before >>> 32);
        value[field] = (int) before;
    }

    /** The lowest value of a field. */
    long low(final int field) {
        return value[field] & 0xffffffffL;
    }

    /** The highest value of a field. */
    long high(final int field) {
        return (value[field] | ~known[field]) & fields.get(field).max();
    }

    /** Whether all bits of a mask are known. */
    boolean knows(final int field, final int bits) {
        return (bits & ~known[field]) == 0;
    }

    /** Whether a rule matches all of them. */
    boolean covered(final Boxes boxes, final int rule) {
        if (boxes.flagsMask(rule) != 0) {
            return false;
        }
        for (int field = 0; field < known.length; field++) {
            if (boxes.low(field, rule) > low(field) || boxes.high(field, rule) < high(field)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a rule may match one of them. */
    boolean meets(final Boxes boxes, final int rule) {
        for (int field = 0; field < known.length; field++) {
            if (boxes.low(field, rule) > high(field) || boxes.high(field, rule) < low(field)) {
                return false;
            }
        }
        return true;
    }
}
