package io.weir.nat64.internal.map;

import io.weir.net.Ip4Address;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All maps as workers see them, with the addresses that stand for those that are in none: immutable. */
public final class MapTable {
    /** Maps that there are at most. */
    public static final int MOST = 4_096;

    /** No map. */
    public static final int NONE_FOUND = LongestMatch.NONE;

    /** Who has no IPv4 address speaks as this one, in errors (RFC 7600, 4.5: the dummy address), unless the operator has others. */
    public static final int DUMMY = Ip4Address.parse("192.0.0.8");

    /** No map at all. */
    public static final MapTable EMPTY = new MapTable(List.of(), List.of());

    private static final long MIX = 0xbf58_476d_1ce4_e5b9L;

    private final MapSet ofIp6;
    private final MapSet ofIp4;
    private final int[] routers;

    /**
     * Some maps.
     *
     * @param routers addresses by which IPv6 hosts without a map send errors (RFC 6791).
     */
    public MapTable(final Collection<AddressMap> maps, final Collection<Integer> routers) {
        final Map<Boolean, List<AddressMap>> byFamily =
                maps.stream().collect(Collectors.partitioningBy(AddressMap::ofIp4));
        ofIp4 = new MapSet(List.copyOf(byFamily.get(true)));
        ofIp6 = new MapSet(List.copyOf(byFamily.get(false)));
        this.routers = routers.isEmpty()
                ? new int[] {DUMMY}
                : routers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Maps of hosts that have IPv6. */
    public MapSet ofIp6() {
        return ofIp6;
    }

    /** Maps of hosts that have IPv4. */
    public MapSet ofIp4() {
        return ofIp4;
    }

    /** The IPv4 address by which an IPv6 host without one sends an error: the same for all its errors (RFC 6791, 3). */
    public int router(final long high, final long low) {
        final long mixed = (high * MIX ^ low) * MIX;
        return routers[(int) ((mixed >>> 32) * routers.length >>> 32)];
    }
}
