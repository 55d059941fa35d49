package io.weir.nat64.internal.state;

import java.util.Arrays;
import java.util.List;

/**
 * The pool as workers see it: immutable, a new one with each change. Addresses are named by their place, which they keep while
 * they are in the pool.
 */
public final class PoolTable {
    /** Addresses that a pool has at most. */
    public static final int MOST = 4_096;

    private static final int PROTOCOLS = Protocol.values().length;

    /** Bits of the blocks of an address that are taken, one for each word of {@link Ports}. */
    private static final int BLOCK_BYTES = 1_024 / Byte.SIZE;

    private static final long BLOCKS = (long) MOST * PROTOCOLS * Ports.BYTES;

    /** Memory of ports and blocks of as many addresses; pages are taken as they are used. */
    public static final long BYTES = BLOCKS + (long) MOST * BLOCK_BYTES;

    /** No address. */
    public static final int NONE = -1;

    private final long ports;
    private final List<PoolAddress> members;
    /** By place: addresses, 0 where there is none. */
    private final int[] addresses;

    private final boolean[] shared;
    private final boolean[] fixed;
    private final FixedRange[] ranges;
    /** Most packets are for addresses outside all of the pool, which a comparison tells. */
    private final int lowest;

    private final int span;
    /** Open addressing by address: places + 1. */
    private final int[] slots;
    /** Places of addresses that may be given out, for each tenant, the one for all others last. */
    private final int[] tenants;

    private final int[][] open;
    /** By place: where it stands among those that its tenant's clients get, or -1. */
    private final int[] positions;

    /**
     * A pool.
     *
     * @param ports memory of {@link Ports} for each place and protocol, and of blocks: {@link #BYTES}.
     */
    public PoolTable(final long ports, final List<PoolAddress> members, final List<FixedRange> ranges) {
        this.ranges = ranges.toArray(FixedRange[]::new);
        this.ports = ports;
        this.members = List.copyOf(members);
        addresses = new int[members.stream().mapToInt(PoolAddress::place).max().orElse(-1) + 1];
        shared = new boolean[addresses.length];
        fixed = new boolean[addresses.length];
        lowest = members.stream()
                .map(PoolAddress::address)
                .min(Integer::compareUnsigned)
                .orElse(0);
        span = members.stream()
                        .map(PoolAddress::address)
                        .max(Integer::compareUnsigned)
                        .orElse(0)
                - lowest;
        slots = new int[Math.max(4, Integer.highestOneBit(addresses.length) * 4)];
        for (final PoolAddress member : members) {
            addresses[member.place()] = member.address();
            fixed[member.place()] = member.tenant() == PoolAddress.FIXED;
            shared[member.place()] = member.swIfIndex() != PoolAddress.NO_INTERFACE;
            int slot = slot(member.address());
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = member.place() + 1;
        }
        tenants = members.stream()
                .mapToInt(PoolAddress::tenant)
                .filter(tenant -> tenant != PoolAddress.ANY)
                .distinct()
                .toArray();
        positions = new int[addresses.length];
        Arrays.fill(positions, -1);
        open = new int[tenants.length + 1][];
        for (int i = 0; i <= tenants.length; i++) {
            final int tenant = i == tenants.length ? PoolAddress.ANY : tenants[i];
            open[i] = members.stream()
                    .filter(member -> member.tenant() == tenant && !member.draining())
                    .mapToInt(PoolAddress::place)
                    .toArray();
            for (int k = 0; k < open[i].length; k++) {
                positions[open[i][k]] = k;
            }
        }
    }

    /** Where a place stands among those of {@link #openFor}, or -1 if it drains, or {@code place} is none. */
    int position(final int place) {
        return place < 0 || place >= positions.length ? -1 : positions[place];
    }

    private int slot(final int address) {
        return (address * 0x9e37_79b9 >>> 16) & slots.length - 1;
    }

    /** The place of an address, or {@link #NONE}. */
    public int find(final int address) {
        if (Integer.compareUnsigned(address - lowest, span) > 0) {
            return NONE;
        }
        int slot = slot(address);
        int place = slots[slot] - 1;
        while (place >= 0 && addresses[place] != address) {
            slot = slot + 1 & slots.length - 1;
            place = slots[slot] - 1;
        }
        return place;
    }

    /** Whether the address at a place is still in the pool, open or draining. */
    boolean has(final int place, final int address) {
        return place < addresses.length && addresses[place] == address;
    }

    /** The address at a place. */
    public int address(final int place) {
        return addresses[place];
    }

    /** The same, 0 where there is none. */
    public int addressAt(final int place) {
        return place < 0 || place >= addresses.length ? 0 : addresses[place];
    }

    /** Whether this host's own services have the address at a place too. */
    public boolean isShared(final int place) {
        return shared[place];
    }

    /** Whether ports of the address at a place follow from clients' addresses. */
    boolean isFixed(final int place) {
        return fixed[place];
    }

    /** What says which ports a client has, if that follows from its address; or null. */
    FixedRange fixed(final long high, final long low) {
        for (final FixedRange range : ranges) {
            if (range.has(high, low)) {
                return range;
            }
        }
        return null;
    }

    /** Places of the addresses that clients of a table get: its own, or else those for all. */
    int[] openFor(final int tenant) {
        for (int i = 0; i < tenants.length; i++) {
            if (tenants[i] == tenant && open[i].length > 0) {
                return open[i];
            }
        }
        return open[tenants.length];
    }

    /** Ports of a protocol of the address at a place, for {@link Ports}. */
    public long ports(final int place, final int protocol) {
        return ports + (place * (long) PROTOCOLS + protocol) * Ports.BYTES;
    }

    /** Which blocks of the address at a place are taken, for {@link PortBlocks}. */
    long blocks(final int place) {
        return ports + BLOCKS + (long) place * BLOCK_BYTES;
    }

    /** All addresses, in the order of their places. */
    public List<PoolAddress> members() {
        return members;
    }

    @Override
    public String toString() {
        return Arrays.toString(addresses);
    }
}
