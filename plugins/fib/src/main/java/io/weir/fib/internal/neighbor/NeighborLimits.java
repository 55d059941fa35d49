package io.weir.fib.internal.neighbor;

/** What a family's neighbours may take, as {@code set ip neighbor-config} sets it. Only main. */
public final class NeighborLimits {
    /** Neighbours that are known, unless set otherwise (VPP: IP_NEIGHBOR_DEFAULT_MAX_N). */
    public static final int MAX = 50_000;

    private static final long SECOND_NS = 1_000_000_000L;
    /** After so long a neighbour is asked whether it is still there. */
    private static final long AGE_NS = 600 * SECOND_NS;

    int limit = MAX;
    long ageNs = AGE_NS;
    boolean recycle = true;
    /** How many are known that were learnt or given. */
    int known;

    /** Whether as many are known as may be. */
    boolean full() {
        return known >= limit;
    }

    /** Most that may be known. */
    public int limit() {
        return limit;
    }

    /** How long one is trusted; 0 for ever. */
    public long ageNs() {
        return ageNs;
    }

    /** Whether the stalest gives way when there are so many. */
    public boolean recycle() {
        return recycle;
    }
}
