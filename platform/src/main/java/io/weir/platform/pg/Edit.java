package io.weir.platform.pg;

import io.weir.memory.Memory;

/**
 * Writes one field of a run of packets. Each step is a loop over the run without a branch that depends on the packet.
 */
final class Edit {
    /** Where the values come from. */
    enum Source {
        COUNT,
        RANDOM,
        LENGTH
    }

    private static final long LCG_FACTOR = 6_364_136_223_846_793_005L;
    private static final long LCG_STEP = 1_442_695_040_888_963_407L;

    private final int offset;
    private final int bytes;
    private final int shift;
    /** What stands beside the field in the bytes that contain it. */
    private final long beside;
    /** Another edit has written these bytes before: its bits stay. */
    private final boolean merge;

    private final Source source;
    private final long lo;
    private final long hi;
    /** Bits by which the value moves to stand where it counts in a sum of 16-bit words. */
    private final int sumShift;
    /** Which checksums the field is part of. */
    private final int[] sums;

    private long current;

    Edit(
            final int offset,
            final int bytes,
            final int shift,
            final long beside,
            final boolean merge,
            final Source source,
            final long lo,
            final long hi,
            final int[] sums) {
        this.offset = offset;
        this.bytes = bytes;
        this.shift = shift;
        this.beside = beside;
        this.merge = merge;
        this.source = source;
        this.lo = lo;
        this.hi = hi;
        this.sums = sums;
        sumShift = bytes == 1 && (offset & 1) == 0 ? shift + 8 : shift;
        restart();
    }

    /** Begins with the first value again. */
    void restart() {
        current = source == Source.RANDOM ? LCG_STEP * (offset + 1L) : lo;
    }

    /**
     * Writes the field of {@code n} packets.
     *
     * @param packets addresses of their first bytes.
     * @param lengths of the packets.
     * @param values room for what is written.
     * @param totals per checksum and packet, what is added to the sum.
     */
    void apply(final long[] packets, final int[] lengths, final long[] values, final int[][] totals, final int n) {
        switch (source) {
            case COUNT -> count(values, n);
            case RANDOM -> draw(values, n);
            case LENGTH -> measure(lengths, values, n);
        }
        if (offset >= 0) {
            store(packets, values, n);
        }
        for (final int sum : sums) {
            add(values, totals[sum], n);
        }
    }

    private void count(final long[] values, final int n) {
        long value = current;
        for (int i = 0; i < n; i++) {
            values[i] = value;
            value = value == hi ? lo : value + 1;
        }
        current = value;
    }

    /** The high bits of a linear congruential sequence, scaled to the range by a multiplication. */
    private void draw(final long[] values, final int n) {
        final long size = hi - lo + 1;
        long state = current;
        for (int i = 0; i < n; i++) {
            state = state * LCG_FACTOR + LCG_STEP;
            values[i] = lo + (size == 0 ? state : Math.unsignedMultiplyHigh(state, size));
        }
        current = state;
    }

    private void measure(final int[] lengths, final long[] values, final int n) {
        final int minus = (int) lo;
        for (int i = 0; i < n; i++) {
            values[i] = lengths[i] - minus & 0xffffL;
        }
    }

    private void store(final long[] packets, final long[] values, final int n) {
        if (merge) {
            merge(packets, values, n);
        } else if (bytes == 4) {
            for (int i = 0; i < n; i++) {
                Memory.putIntBe(packets[i] + offset, (int) (beside | values[i] << shift));
            }
        } else if (bytes == 2) {
            for (int i = 0; i < n; i++) {
                Memory.putShortBe(packets[i] + offset, (int) (beside | values[i] << shift));
            }
        } else if (bytes == 8) {
            for (int i = 0; i < n; i++) {
                Memory.putLong(packets[i] + offset, Long.reverseBytes(beside | values[i] << shift));
            }
        } else {
            for (int i = 0; i < n; i++) {
                Memory.putByte(packets[i] + offset, (int) (beside | values[i] << shift));
            }
        }
    }

    private void merge(final long[] packets, final long[] values, final int n) {
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < bytes; k++) {
                final long at = packets[i] + offset + k;
                Memory.putByte(at, Memory.getByte(at) | (int) (values[i] << shift >>> (bytes - 1 - k) * 8));
            }
        }
    }

    private void add(final long[] values, final int[] totals, final int n) {
        for (int i = 0; i < n; i++) {
            final long v = values[i] << sumShift;
            totals[i] += (int) ((v & 0xffff) + (v >>> 16 & 0xffff) + (v >>> 32 & 0xffff) + (v >>> 48));
        }
    }
}
