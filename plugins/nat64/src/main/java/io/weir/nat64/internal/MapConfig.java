package io.weir.nat64.internal;

import io.weir.cli.CommandException;
import io.weir.nat64.internal.map.AddressMap;
import io.weir.nat64.internal.map.MapTable;
import io.weir.nat64.internal.node.MapNodes;
import io.weir.nat64.internal.state.SharedState;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Addresses that the operator has paired, and the interfaces whose packets are translated by that. Main only. */
public final class MapConfig {
    /** Addresses of routers that there are at most. */
    private static final int MOST_ROUTERS = 256;

    /** A prefix of either family, in a table. */
    private record Side(int table, Record prefix) {}

    private final Registrar host;
    private final SharedState shared;
    private final MapNodes nodes;
    private final Set<AddressMap> maps = new LinkedHashSet<>();
    private final Map<Side, AddressMap> bySide = new HashMap<>();
    private final Set<Integer> routers = new LinkedHashSet<>();
    private final Map<Integer, Integer> interfaces = new TreeMap<>();

    MapConfig(final Registrar host, final SharedState shared, final MapNodes nodes) {
        this.host = host;
        this.shared = shared;
        this.nodes = nodes;
    }

    /** All maps. */
    public Set<AddressMap> maps() {
        return maps;
    }

    /** Addresses by which IPv6 routers without one send errors; none for the dummy address. */
    public Set<Integer> routers() {
        return routers;
    }

    /** By sw_if_index: {@link Nat64#INSIDE} where the hosts with maps are, {@link Nat64#OUTSIDE} where the others are, or both. */
    public Map<Integer, Integer> interfaces() {
        return interfaces;
    }

    /** Pairs addresses. Maps within others are taken, the longest counts; not those that have one side in common. */
    public void add(final AddressMap map) {
        for (final Side side : sides(map)) {
            if (bySide.containsKey(side)) {
                throw new CommandException("there is a map of %s already: %s".formatted(side.prefix, bySide.get(side)));
            }
        }
        if (maps.size() == MapTable.MOST) {
            throw new CommandException("there are %d maps at most".formatted(MapTable.MOST));
        }
        keep(map);
        publish();
    }

    /** Takes such a pair away. */
    public void remove(final AddressMap map) {
        if (!maps.remove(map)) {
            throw new CommandException("there is no map of %s".formatted(map));
        }
        sides(map).forEach(bySide::remove);
        publish();
    }

    private void keep(final AddressMap map) {
        maps.add(map);
        sides(map).forEach(side -> bySide.put(side, map));
    }

    private static List<Side> sides(final AddressMap map) {
        return List.of(new Side(map.table(), map.ip4()), new Side(map.table(), map.ip6()));
    }

    /** Adds addresses by which routers of IPv6 send errors (RFC 6791), or takes them away. */
    public void routers(final int first, final int last, final boolean on) {
        final long count = Integer.toUnsignedLong(last) - Integer.toUnsignedLong(first) + 1;
        if (count < 1) {
            throw new CommandException("%s is below %s".formatted(Ip4Address.format(last), Ip4Address.format(first)));
        }
        if (count > MOST_ROUTERS || on && routers.size() + count > MOST_ROUTERS) {
            throw new CommandException("there are %d addresses of routers at most".formatted(MOST_ROUTERS));
        }
        for (int address = first; address != last + 1; address++) {
            if (!AddressMap.isHost(address)) {
                throw new CommandException(
                        "%s is no address that a host may have".formatted(Ip4Address.format(address)));
            }
            if (on == routers.contains(address)) {
                throw new CommandException(
                        "%s is %s an address of routers".formatted(Ip4Address.format(address), on ? "already" : "not"));
            }
        }
        for (int address = first; address != last + 1; address++) {
            if (on) {
                routers.add(address);
            } else {
                routers.remove(address);
            }
        }
        publish();
    }

    private void publish() {
        shared.maps(maps.isEmpty() ? MapTable.EMPTY : new MapTable(maps, routers));
    }

    /** Throws in a sentence if {@link #side} would refuse. */
    public void checkSide(final int swIfIndex, final int side, final boolean on) {
        if (on == ((interfaces.getOrDefault(swIfIndex, 0) & side) != 0)) {
            throw new CommandException("%s is %s map %s"
                    .formatted(
                            host.interfaces().byIndex(swIfIndex).name(),
                            on ? "already" : "not",
                            side == Nat64.INSIDE ? "in" : "out"));
        }
    }

    /** An interface has hosts with maps, or others that these talk to, or no longer. */
    public void side(final int swIfIndex, final int side, final boolean on) {
        checkSide(swIfIndex, side, on);
        nodes.enable(side == Nat64.INSIDE, swIfIndex, on);
        final int now = interfaces.getOrDefault(swIfIndex, 0) ^ side;
        if (now == 0) {
            interfaces.remove(swIfIndex);
        } else {
            interfaces.put(swIfIndex, now);
        }
    }

    /** Forgets all. */
    void clear() {
        new ArrayList<>(interfaces.keySet()).forEach(swIfIndex -> {
            for (final int side : new int[] {Nat64.INSIDE, Nat64.OUTSIDE}) {
                if ((interfaces.getOrDefault(swIfIndex, 0) & side) != 0) {
                    side(swIfIndex, side, false);
                }
            }
        });
        maps.clear();
        bySide.clear();
        routers.clear();
        publish();
    }

    /** An interface goes. */
    void forget(final int swIfIndex) {
        interfaces.remove(swIfIndex);
    }

    /** A map on its way to the next version. */
    record MapState(int table, Ip4Prefix ip4, Ip6Prefix ip6, boolean ofIp4) {}

    /** What goes over in an upgrade. */
    record State(List<MapState> maps, List<Integer> routers, Map<Integer, Integer> interfaces) {}

    State export() {
        return new State(
                maps.stream()
                        .map(map -> new MapState(map.table(), map.ip4(), map.ip6(), map.ofIp4()))
                        .toList(),
                List.copyOf(routers),
                Map.copyOf(interfaces));
    }

    void take(final State state) {
        state.maps.forEach(map -> keep(new AddressMap(map.table, map.ip4, map.ip6, map.ofIp4)));
        routers.addAll(state.routers);
        interfaces.putAll(state.interfaces);
        publish();
    }

    /** All is there: interfaces that were taken over are switched on again, by this version. */
    void start() {
        interfaces.keySet().removeIf(swIfIndex -> host.interfaces().byIndex(swIfIndex) == null);
        interfaces.forEach((swIfIndex, sides) -> {
            for (final int side : new int[] {Nat64.INSIDE, Nat64.OUTSIDE}) {
                if ((sides & side) != 0) {
                    nodes.enable(side == Nat64.INSIDE, swIfIndex, true);
                }
            }
        });
    }
}
