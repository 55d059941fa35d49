package io.weir.fib.internal.object;

/**
 * What packets are held to beside the MTU of the interface that they leave by, in bytes of the layer-3 packet; 0 for nothing.
 *
 * @param all what all packets are held to.
 * @param own what those are held to that this host sends.
 */
public record MtuLimit(int all, int own) {
    /** No limit. */
    public static final MtuLimit NONE = new MtuLimit(0, 0);

    /** The stricter one of both. */
    public MtuLimit and(final MtuLimit other) {
        return other.equals(NONE) ? this : new MtuLimit(least(all, other.all), least(own, other.own));
    }

    /** The smaller of two, neither of which counts if it is 0. */
    public static int least(final int one, final int other) {
        return one == 0 || other != 0 && other < one ? other : one;
    }
}
