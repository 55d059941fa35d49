package io.weir.fib.family;

import io.weir.memory.Memory;

/**
 * What is known of a packet whose fragments come one by one, in the value of its session. Where each lies is kept in units of eight
 * bytes, so that fragments of any size, in any order, cost the same; sessions are linked by age.
 *
 * <pre>
 *   0          4       8     12       16      20        24        28     32          36        40      48          176       1200     2224
 *   +----------+-------+-----+--------+-------+---------+---------+------+-----------+---------+-------+-----------+---------+--------+
 *   | received | total | end | spoilt | elder | younger | buffers | head | head part | counted | count | places... | covered | starts |
 *   +----------+-------+-----+--------+-------+---------+---------+------+-----------+---------+-------+-----------+---------+--------+
 *   head       the first fragment, with the headers as they came; head part: bytes of the packet in it
 *   places     buffers for each 2,048 bytes of the packet that others have brought; numbers are kept plus one, for 0 is none
 *              or, of a packet that is only looked at, the fragments that wait for the first, and what that says in place of head part
 *   covered    a bit for each eight bytes that are there; starts: for each at which a fragment begins
 * </pre>
 *
 * All methods take the value's address. One thread.
 */
final class Fragments {
    /** Bytes of a value. */
    static final int BYTES = 2_224;

    static final int ELDER = 16;
    static final int YOUNGER = 20;
    /** Buffers for the bytes of a packet. */
    static final int PLACES = 32;

    private static final int RECEIVED = 0;
    private static final int TOTAL = 4;
    private static final int END = 8;
    private static final int SPOILT = 12;
    private static final int BUFFERS = 24;
    private static final int HEAD = 28;
    private static final int HEAD_PART = 32;
    private static final int COUNTED = 36;
    private static final int COUNT = 40;
    private static final int FIRST_PLACE = 48;
    private static final int COVERED = FIRST_PLACE + PLACES * Integer.BYTES;
    private static final int STARTS = COVERED + 1_024;

    /** What a fragment is to those that are there. */
    enum Fit {
        NEW,
        DUPLICATE,
        OVERLAP
    }

    private Fragments() {}

    /** Fragments that are there. */
    static int count(final long value) {
        return Memory.getInt(value + COUNT);
    }

    static int buffers(final long value) {
        return Memory.getInt(value + BUFFERS);
    }

    /** Counts buffers that wait. */
    static void holds(final long value, final int more) {
        Memory.putInt(value + BUFFERS, buffers(value) + more);
    }

    /** Whether what comes still is dropped. */
    static boolean spoilt(final long value) {
        return Memory.getInt(value + SPOILT) != 0;
    }

    /** The packet can't be put together any more, and holds nothing. */
    static void spoil(final long value) {
        Memory.putInt(value + SPOILT, 1);
        Memory.putInt(value + COUNT, 0);
        Memory.putInt(value + BUFFERS, 0);
        Memory.putInt(value + HEAD, 0);
        Memory.zero(value + FIRST_PLACE, PLACES * Integer.BYTES);
    }

    /** The first fragment, or -1. */
    static int head(final long value) {
        return Memory.getInt(value + HEAD) - 1;
    }

    /** Bytes of the packet in the first fragment. */
    static int headPart(final long value) {
        return Memory.getInt(value + HEAD_PART);
    }

    /** Bytes of the first fragment's headers that count for the length of the packet; 0 if it hasn't come. */
    static int counted(final long value) {
        return Memory.getInt(value + COUNTED);
    }

    /** Notes the first fragment. */
    static void head(final long value, final int index, final int bytes, final int counted) {
        Memory.putInt(value + HEAD, index + 1);
        Memory.putInt(value + HEAD_PART, bytes);
        Memory.putInt(value + COUNTED, counted);
    }

    /** The buffer of a place, or -1. */
    static int place(final long value, final int i) {
        return Memory.getInt(value + FIRST_PLACE + i * Integer.BYTES) - 1;
    }

    static void place(final long value, final int i, final int index) {
        Memory.putInt(value + FIRST_PLACE + i * Integer.BYTES, index + 1);
    }

    /** Keeps a fragment that waits for the first; false if there is no place. */
    static boolean park(final long value, final int index) {
        for (int i = 0; i < PLACES; i++) {
            if (place(value, i) < 0) {
                place(value, i, index);
                return true;
            }
        }
        return false;
    }

    /** Notes what the first fragment says. */
    static void tell(final long value, final long word) {
        Memory.putInt(value + HEAD, 1);
        Memory.putLong(value + HEAD_PART, word);
    }

    /** What the first fragment says, which has come if there is a {@link #head}. */
    static long told(final long value) {
        return Memory.getLong(value + HEAD_PART);
    }

    /** Whether all is there. */
    static boolean complete(final long value) {
        return Memory.getInt(value + TOTAL) == Memory.getInt(value + RECEIVED) + 1;
    }

    /** Bytes of the whole packet behind its headers; -1 as long as the last fragment hasn't come. */
    static int total(final long value) {
        return Memory.getInt(value + TOTAL) - 1;
    }

    /** Where the furthest fragment ends. */
    static int end(final long value) {
        return Memory.getInt(value + END);
    }

    /** What a fragment would be. */
    static Fit fit(final long value, final int offset, final int bytes, final boolean last) {
        final int end = offset + bytes;
        final int known = total(value);
        if (known >= 0 && (end > known || last && end != known) || last && end(value) > end) {
            return Fit.OVERLAP;
        }
        final int from = offset >>> 3;
        final int to = end + 7 >>> 3;
        if (!any(value + COVERED, from, to)) {
            return Fit.NEW;
        }
        final boolean same = bit(value + STARTS, from)
                && !any(value + STARTS, from + 1, to)
                && all(value + COVERED, from, to)
                && (end == known || bit(value + STARTS, to) || !bit(value + COVERED, to));
        return same ? Fit.DUPLICATE : Fit.OVERLAP;
    }

    /** Notes a fragment that is new. */
    static void add(final long value, final int offset, final int bytes, final boolean last) {
        final int end = offset + bytes;
        final int from = offset >>> 3;
        fill(value + COVERED, from, end + 7 >>> 3);
        fill(value + STARTS, from, from + 1);
        Memory.putInt(value + COUNT, count(value) + 1);
        Memory.putInt(value + RECEIVED, Memory.getInt(value + RECEIVED) + bytes);
        Memory.putInt(value + END, Math.max(end(value), end));
        if (last) {
            Memory.putInt(value + TOTAL, end + 1);
        }
    }

    private static boolean bit(final long bits, final int i) {
        return i < 8_192 && (Memory.getLong(bits + (i >>> 6 << 3)) >>> i & 1) != 0;
    }

    private static boolean any(final long bits, final int from, final int to) {
        for (int i = from; i < to; i = (i | 63) + 1) {
            if ((Memory.getLong(bits + (i >>> 6 << 3)) & mask(i, to)) != 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(final long bits, final int from, final int to) {
        for (int i = from; i < to; i = (i | 63) + 1) {
            final long mask = mask(i, to);
            if ((Memory.getLong(bits + (i >>> 6 << 3)) & mask) != mask) {
                return false;
            }
        }
        return true;
    }

    private static void fill(final long bits, final int from, final int to) {
        for (int i = from; i < to; i = (i | 63) + 1) {
            final long word = bits + (i >>> 6 << 3);
            Memory.putLong(word, Memory.getLong(word) | mask(i, to));
        }
    }

    /** The bits from {@code from} on, in its word, that lie in front of {@code to}. */
    private static long mask(final int from, final int to) {
        final int count = Math.min(to - from, 64 - (from & 63));
        return -1L >>> 64 - count << (from & 63);
    }
}
