package io.weir.nat64.internal.state;

import io.weir.memory.Memory;

/**
 * The ports of one protocol of one pool address: which are taken, and by whose clients, so that packets that come back find the
 * worker. Ports lie in words of 64; a thread chooses ports from its own words alone (every {@code threads}th), so no two threads
 * want the same. A port that lies in another thread's words may still be a thread's own: the operator gives it out (static
 * bindings), or it was loaded.
 *
 * <pre>
 *   0            8 KB                72 KB
 *   +------------+-------------------+
 *   | taken      | owner of each     |   a bit, and a byte (index of the thread + 1), for each port
 *   +------------+-------------------+
 * </pre>
 *
 * Any thread may ask for the owner. Giving back is the owner's, or main's at the barrier.
 */
public final class Ports {
    /** Memory that one takes. */
    public static final int BYTES = 65_536 / Byte.SIZE + 65_536;

    /** No port is free. */
    public static final int NONE = -1;

    private static final int OWNERS = 65_536 / Byte.SIZE;
    private static final int WORDS = 1_024;
    /** The first word of ports from 1,024 on. */
    private static final int HIGH = 16;

    private static final long EVEN = 0x5555_5555_5555_5555L;

    private Ports() {}

    /** Index of the thread that has a port, or -1. Any thread. */
    public static int owner(final long ports, final int port) {
        return Memory.getUnsignedByte(ports + OWNERS + port) - 1;
    }

    /** Whether a port is taken. */
    public static boolean taken(final long ports, final int port) {
        return (Memory.getLong(word(ports, port >>> 6)) >>> (port & 63) & 1) != 0;
    }

    /**
     * Takes a port: of the same range (below 1,024 or not) and parity as {@code like} if there is one (RFC 4787, 4.2.2), of the
     * upper range in any case, chosen by chance (RFC 6056). A look at each of the thread's words at most, twice.
     *
     * @param upperFull whether it is known that none is free in the upper range.
     * @param chance any number that strangers don't know.
     * @return the port, or {@link #NONE}.
     */
    static int take(
            final long ports,
            final int like,
            final boolean upperFull,
            final int thread,
            final int threads,
            final int chance) {
        final long parity = (like & 1) == 0 ? EVEN : ~EVEN;
        int port = NONE;
        if (like < HIGH << 6) {
            port = take(ports, parity, 0, HIGH, thread, threads, thread, chance);
        }
        if (port == NONE && !upperFull) {
            port = take(ports, parity, HIGH, WORDS, thread, threads, thread, chance);
        }
        if (port == NONE && !upperFull) {
            port = take(ports, -1, HIGH, WORDS, thread, threads, thread, chance);
        }
        return port;
    }

    /** Takes a port of words in a row, of the parity of {@code like} if there is one, for a thread. */
    static int takeWithin(
            final long ports, final int like, final int from, final int to, final int thread, final int chance) {
        final int port = take(ports, (like & 1) == 0 ? EVEN : ~EVEN, from, to, 0, 1, thread, chance);
        return port == NONE ? take(ports, -1, from, to, 0, 1, thread, chance) : port;
    }

    /** Whether {@link #takeWithin} would find a port. */
    static boolean hasRoomWithin(final long ports, final int from, final int to) {
        for (int number = from; number < to; number++) {
            if (~Memory.getLong(word(ports, number)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@link #take} would find a port. */
    static boolean hasRoom(final long ports, final int like, final int thread, final int threads) {
        for (int number = thread; number < WORDS; number += threads) {
            final long free = ~Memory.getLong(word(ports, number)) & (number == 0 ? ~1L : -1);
            final long parity = (like & 1) == 0 ? EVEN : ~EVEN;
            if (number >= HIGH ? free != 0 : like < HIGH << 6 && (free & parity) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int take(
            final long ports,
            final long wanted,
            final int from,
            final int to,
            final int part,
            final int parts,
            final int thread,
            final int chance) {
        final int first = from + Math.floorMod(part - from, parts);
        final int count = first >= to ? 0 : (to - first - 1) / parts + 1;
        int at = count == 0 ? 0 : Integer.remainderUnsigned(chance, count);
        for (int i = 0; i < count; i++) {
            final int number = first + at * parts;
            final long free = ~Memory.getLong(word(ports, number)) & wanted & (number == 0 ? ~1L : -1);
            if (free != 0) {
                final int port = (number << 6) + choose(free, chance >>> 16);
                if (take(ports, port, thread)) {
                    return port;
                }
                // Another thread has restored it from a file just now.
                i--;
                continue;
            }
            at = at + 1 == count ? 0 : at + 1;
        }
        return NONE;
    }

    /** One of the bits that are set, by chance. */
    private static int choose(final long bits, final int chance) {
        final int turn = chance & 63;
        return Long.numberOfTrailingZeros(Long.rotateRight(bits, turn)) + turn & 63;
    }

    /** Takes this port; returns whether it was free. Any thread. */
    static boolean take(final long ports, final int port, final int thread) {
        final long word = word(ports, port >>> 6);
        final long bit = 1L << (port & 63);
        long seen = Memory.getLong(word);
        while ((seen & bit) == 0) {
            if (Memory.compareAndSetLong(word, seen, seen | bit)) {
                Memory.putByte(ports + OWNERS + port, thread + 1);
                return true;
            }
            seen = Memory.getLong(word);
        }
        return false;
    }

    /** Gives a port back. */
    static void giveBack(final long ports, final int port) {
        Memory.putByte(ports + OWNERS + port, 0);
        final long word = word(ports, port >>> 6);
        final long bit = 1L << (port & 63);
        long seen = Memory.getLong(word);
        while (!Memory.compareAndSetLong(word, seen, seen & ~bit)) {
            seen = Memory.getLong(word);
        }
    }

    /** How many are taken. Any thread; while others take some, about. */
    public static int count(final long ports) {
        int count = 0;
        for (int number = 0; number < WORDS; number++) {
            count += Long.bitCount(Memory.getLong(word(ports, number)));
        }
        return count;
    }

    /** Whether none is taken. Any thread. */
    static boolean isEmpty(final long ports) {
        for (int number = 0; number < WORDS; number++) {
            if (Memory.getLong(word(ports, number)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static long word(final long ports, final int number) {
        return ports + (long) number * Long.BYTES;
    }
}
