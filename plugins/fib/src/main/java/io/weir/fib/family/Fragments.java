package io.weir.fib.family;

import io.weir.memory.Memory;

/**
 * What is known of a packet whose fragments come one by one, in the value of its session: how much is there, and the fragments, by
 * their place in the packet. Sessions are linked by age.
 *
 * <pre>
 *   0          4       8       12      16      20        24       28     32
 *   +----------+-------+-------+-------+-------+---------+--------+------+-----------------
 *   | received | total | count | state | elder | younger | buffers| -    | {offset, bytes, buffer} …
 *   +----------+-------+-------+-------+-------+---------+--------+------+-----------------
 * </pre>
 *
 * All methods take the value's address. One thread.
 */
final class Fragments {
    /** Most fragments of one packet: 65,535 bytes at an MTU of 1,280 are 54. */
    static final int MAX = 82;

    /** Bytes of a value. */
    static final int BYTES = 1_024;

    static final int ELDER = 16;
    static final int YOUNGER = 20;

    private static final int RECEIVED = 0;
    private static final int TOTAL = 4;
    private static final int COUNT = 8;
    private static final int SPOILT = 12;
    private static final int BUFFERS = 24;
    private static final int FIRST = 32;
    private static final int ROW = 12;

    /** What became of a fragment. */
    enum Outcome {
        ADDED,
        DUPLICATE,
        OVERLAP,
        TOO_MANY
    }

    private Fragments() {}

    static int count(final long value) {
        return Memory.getInt(value + COUNT);
    }

    static int buffers(final long value) {
        return Memory.getInt(value + BUFFERS);
    }

    /** Whether what comes still is dropped. */
    static boolean spoilt(final long value) {
        return Memory.getInt(value + SPOILT) != 0;
    }

    /** The packet can't be put together any more; its fragments are the caller's. */
    static void spoil(final long value) {
        Memory.putInt(value + SPOILT, 1);
        Memory.putInt(value + COUNT, 0);
        Memory.putInt(value + BUFFERS, 0);
    }

    static int buffer(final long value, final int i) {
        return Memory.getInt(row(value, i) + 8);
    }

    static int offset(final long value, final int i) {
        return Memory.getInt(row(value, i));
    }

    static int bytes(final long value, final int i) {
        return Memory.getInt(row(value, i) + 4);
    }

    /** Whether all is there. */
    static boolean complete(final long value) {
        return Memory.getInt(value + TOTAL) == Memory.getInt(value + RECEIVED) + 1;
    }

    /** Bytes of the whole packet behind its headers. */
    static int total(final long value) {
        return Memory.getInt(value + TOTAL) - 1;
    }

    /**
     * Adds a fragment.
     *
     * @param chain how many buffers it is made of.
     */
    static Outcome add(
            final long value,
            final int buffer,
            final int chain,
            final int offset,
            final int bytes,
            final boolean last) {
        final int count = count(value);
        final int end = offset + bytes;
        final int known = total(value);
        if (known >= 0 && (end > known || last && end != known)) {
            return Outcome.OVERLAP;
        }
        int at = count;
        while (at > 0 && offset(value, at - 1) > offset) {
            at--;
        }
        if (at > 0) {
            final int before = offset(value, at - 1);
            final int beforeBytes = bytes(value, at - 1);
            if (before == offset && beforeBytes == bytes) {
                return Outcome.DUPLICATE;
            }
            if (before + beforeBytes > offset) {
                return Outcome.OVERLAP;
            }
        }
        if (at < count && (last || offset(value, at) < end)) {
            return Outcome.OVERLAP;
        }
        if (count == MAX) {
            return Outcome.TOO_MANY;
        }
        for (int i = count; i > at; i--) {
            Memory.copy(row(value, i - 1), row(value, i), ROW);
        }
        Memory.putInt(row(value, at), offset);
        Memory.putInt(row(value, at) + 4, bytes);
        Memory.putInt(row(value, at) + 8, buffer);
        Memory.putInt(value + COUNT, count + 1);
        Memory.putInt(value + RECEIVED, Memory.getInt(value + RECEIVED) + bytes);
        Memory.putInt(value + BUFFERS, buffers(value) + chain);
        if (last) {
            Memory.putInt(value + TOTAL, end + 1);
        }
        return Outcome.ADDED;
    }

    private static long row(final long value, final int i) {
        return value + FIRST + (long) i * ROW;
    }
}
