package io.weir.net;

/**
 * The arithmetic of {@link FlowHash}: an end of a flow, address and port, becomes 64 bits, two ends become the hash. A product of
 * 128 bits folded into 64 is what mixes; its factors are hidden by words that come from the seed, so that who doesn't know
 * it can't make flows that meet.
 */
final class FlowMix {
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private FlowMix() {}

    /** An end of IPv4; 48 bits, and different for different ends. */
    static long end4(final int address, final int port) {
        return (address & 0xffffffffL) << 16 | port;
    }

    /** An end of IPv6. */
    static long end6(final long seed, final long high, final long low, final int port) {
        final long address = fold(high ^ word(seed, 1), low ^ word(seed, 2));
        return fold(address ^ word(seed, 3), port ^ word(seed, 4));
    }

    /** The hash of two ends in this order. */
    static int ends(final long seed, final long first, final long second, final int protocol) {
        final long once = fold(first ^ word(seed, 5), second ^ (long) protocol << 48 ^ word(seed, 6));
        final long twice = fold(once ^ word(seed, 7), word(seed, 8));
        return (int) (twice ^ twice >>> 32);
    }

    private static long fold(final long a, final long b) {
        return Math.multiplyHigh(a, b) ^ a * b;
    }

    /** The seed's word of this number: two instructions, should the seed be no constant. */
    private static long word(final long seed, final int number) {
        return Long.rotateLeft(seed, 8 * number) ^ number * GOLDEN;
    }

    /** A seed whose bits all differ from those of its neighbours (Steele, Lea, Flood: SplitMix64). */
    static long spread(final long given) {
        long z = given + GOLDEN;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}
