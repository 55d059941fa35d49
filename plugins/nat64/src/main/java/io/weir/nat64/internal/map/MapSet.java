package io.weir.nat64.internal.map;

import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Maps of hosts of one family as workers see them: immutable. A table's own maps count before those for all tables, and of these the longest
 * that fits (RFC 7757, 3.3); maps are named by their places.
 */
public final class MapSet {
    /** No map. */
    public static final int NONE_FOUND = LongestMatch.NONE;

    /** The maps of a table, found by either address; {@code places} are those in the list of all. */
    private record Part(int table, int[] places, LongestMatch ip4, LongestMatch ip6) {}

    private final List<AddressMap> maps;
    private final Part[] own;
    private final Part any;
    private final int[] networks4;
    private final int[] suffixes;
    private final long[] highs6;
    private final long[] lows6;

    MapSet(final List<AddressMap> maps) {
        this.maps = maps;
        final int count = maps.size();
        networks4 = new int[count];
        suffixes = new int[count];
        highs6 = new long[count];
        lows6 = new long[count];
        final Set<Integer> tables = new TreeSet<>();
        for (int place = 0; place < count; place++) {
            final AddressMap map = maps.get(place);
            networks4[place] = map.ip4().network();
            suffixes[place] = ~map.ip4().mask();
            highs6[place] = map.ip6().address().high();
            lows6[place] = map.ip6().address().low();
            tables.add(map.table());
        }
        tables.remove(AddressMap.ANY_TABLE);
        own = tables.stream().map(this::part).toArray(Part[]::new);
        any = part(AddressMap.ANY_TABLE);
    }

    private Part part(final int table) {
        final int[] places = new int[maps.size()];
        final List<LongestMatch.Prefix> ip4 = new ArrayList<>(maps.size());
        final List<LongestMatch.Prefix> ip6 = new ArrayList<>(maps.size());
        for (int place = 0; place < places.length; place++) {
            final AddressMap map = maps.get(place);
            if (map.table() == table) {
                places[ip4.size()] = place;
                ip4.add(prefix(map.ip4()));
                ip6.add(prefix(map.ip6()));
            }
        }
        return new Part(table, places, new LongestMatch(ip4), new LongestMatch(ip6));
    }

    private static LongestMatch.Prefix prefix(final Ip4Prefix prefix) {
        return new LongestMatch.Prefix((long) prefix.network() << Integer.SIZE, 0, prefix.length());
    }

    private static LongestMatch.Prefix prefix(final Ip6Prefix prefix) {
        return new LongestMatch.Prefix(prefix.address().high(), prefix.address().low(), prefix.length());
    }

    /** All maps. */
    public List<AddressMap> maps() {
        return maps;
    }

    /** The map of an IPv4 address, or {@link #NONE_FOUND}. */
    public int find4(final int table, final int address) {
        final long high = (long) address << Integer.SIZE;
        for (final Part part : own) {
            if (part.table == table) {
                final int found = part.ip4.find(high, 0);
                if (found >= 0) {
                    return part.places[found];
                }
            }
        }
        final int found = any.ip4.find(high, 0);
        return found < 0 ? NONE_FOUND : any.places[found];
    }

    /** The map of an IPv6 address, or {@link #NONE_FOUND}. */
    public int find6(final int table, final long high, final long low) {
        for (final Part part : own) {
            if (part.table == table) {
                final int found = part.ip6.find(high, low);
                if (found >= 0) {
                    return part.places[found];
                }
            }
        }
        final int found = any.ip6.find(high, low);
        return found < 0 ? NONE_FOUND : any.places[found];
    }

    /** The IPv4 address that a map has for an IPv6 one, of which only the last bits are needed. */
    public int ip4(final int map, final long low) {
        return networks4[map] | (int) low & suffixes[map];
    }

    /** The first eight bytes of the IPv6 address that a map has for any IPv4 one. */
    public long high6(final int map) {
        return highs6[map];
    }

    /** The last eight bytes of the IPv6 address that a map has for an IPv4 one. */
    public long low6(final int map, final int address) {
        return lows6[map] | (address & suffixes[map]) & 0xffff_ffffL;
    }
}
