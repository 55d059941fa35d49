package io.weir.nat64.internal.state;

/**
 * An address of the pool.
 *
 * @param place its number in the pool.
 * @param address in host byte order.
 * @param tenant index of the IPv6 table whose clients it is for, {@link #ANY} or {@link #FIXED}.
 * @param draining whether no new bindings get it, while those that are there go on.
 * @param swIfIndex of the interface whose own address it is, or {@link #NO_INTERFACE}: this host's own services have it too.
 */
public record PoolAddress(int place, int address, int tenant, boolean draining, int swIfIndex) {
    /** For clients of all tables that have no addresses of their own. */
    public static final int ANY = -1;

    /** For clients whose ports follow from their address. */
    public static final int FIXED = -2;

    /** No interface has it. */
    public static final int NO_INTERFACE = -1;

    /** The same, no longer given out. */
    public PoolAddress drained() {
        return new PoolAddress(place, address, tenant, true, swIfIndex);
    }
}
