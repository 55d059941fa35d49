package io.weir.ip4.internal.iface;

import io.weir.cli.CommandException;
import io.weir.fib.Fib;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import io.weir.ip4.Ip4Addresses;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Addresses of interfaces, and the routes that come with each (VPP: ip4_add_interface_routes): its subnet, itself, and
 * the subnet's two addresses that are no host's. Main changes them; workers read an immutable map.
 */
public final class AddressTable implements Ip4Addresses {
    private final IntFunction<String> nameOf;
    private final Hooks hooks;
    private Fib fib;
    private Source source;
    private volatile Map<Integer, List<Ip4Prefix>> byInterface = Map.of();
    /** The tables of interfaces that have addresses: these don't change while they have, and outlast the interface. Only main. */
    private final Map<Integer, Table> tables = new HashMap<>();

    /** What is to happen besides. */
    public interface Hooks {
        /** An address came or went. */
        void changed(int swIfIndex, Ip4Prefix address, boolean added);
    }

    public AddressTable(final IntFunction<String> nameOf, final Hooks hooks) {
        this.nameOf = nameOf;
        this.hooks = hooks;
    }

    /** Names where the routes go. */
    public void connect(final Fib tables, final Source routes) {
        fib = tables;
        source = routes;
    }

    @Override
    public List<Ip4Prefix> of(final int swIfIndex) {
        return byInterface.getOrDefault(swIfIndex, List.of());
    }

    @Override
    public boolean isLocal(final int address) {
        for (final List<Ip4Prefix> prefixes : byInterface.values()) {
            if (has(prefixes, address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the address is one of this interface's. */
    public boolean isOn(final int swIfIndex, final int address) {
        return has(of(swIfIndex), address);
    }

    /** Whether an address is the first or the last of one of an interface's subnets, which are no host's. */
    public boolean isEdge(final int swIfIndex, final int address) {
        for (final Ip4Prefix prefix : of(swIfIndex)) {
            if (prefix.length() < 31 && (address == prefix.network() || address == prefix.last())) {
                return true;
            }
        }
        return false;
    }

    /** Whether an address is in one of an interface's subnets. */
    public boolean onLink(final int swIfIndex, final int address) {
        for (final Ip4Prefix prefix : of(swIfIndex)) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int sourceFor(final int swIfIndex, final int destination) {
        final List<Ip4Prefix> prefixes = of(swIfIndex);
        for (int i = 0; i < prefixes.size(); i++) {
            if (prefixes.get(i).contains(destination)) {
                return prefixes.get(i).address();
            }
        }
        return prefixes.isEmpty() ? 0 : prefixes.getFirst().address();
    }

    @Override
    public void add(final int swIfIndex, final Ip4Prefix address) {
        requireHost(address);
        for (final Map.Entry<Integer, List<Ip4Prefix>> other : byInterface.entrySet()) {
            for (final Ip4Prefix prefix :
                    table(other.getKey()) == table(swIfIndex) ? other.getValue() : List.<Ip4Prefix>of()) {
                requireApart(swIfIndex, address, other.getKey(), prefix);
            }
        }
        enter(swIfIndex, address);
        hooks.changed(swIfIndex, address, true);
    }

    /** Notes an address, with the routes that come with it. */
    private void enter(final int swIfIndex, final Ip4Prefix address) {
        final boolean newSubnet = subnets(swIfIndex, address.canonical()) == 0;
        tables.put(swIfIndex, table(swIfIndex));
        final List<Ip4Prefix> more = new ArrayList<>(of(swIfIndex));
        more.add(address);
        publish(swIfIndex, more);
        if (address.length() < 32 && newSubnet) {
            route(swIfIndex, address, Path.attached(swIfIndex));
        }
        route(swIfIndex, host(address.address()), Path.local(swIfIndex));
        if (address.length() < 31 && newSubnet) {
            route(swIfIndex, host(address.network()), Path.drop());
            route(swIfIndex, host(address.last()), Path.drop());
        }
    }

    @Override
    public void remove(final int swIfIndex, final Ip4Prefix address) {
        final List<Ip4Prefix> left = new ArrayList<>(of(swIfIndex));
        if (!left.remove(address)) {
            throw new CommandException(address + " is no address of " + nameOf.apply(swIfIndex));
        }
        publish(swIfIndex, left);
        unroute(swIfIndex, host(address.address()));
        if (subnets(swIfIndex, address.canonical()) == 0) {
            if (address.length() < 31) {
                unroute(swIfIndex, host(address.network()));
                unroute(swIfIndex, host(address.last()));
            }
            if (address.length() < 32) {
                unroute(swIfIndex, address);
            }
        }
        if (left.isEmpty()) {
            tables.remove(swIfIndex);
        }
        hooks.changed(swIfIndex, address, false);
    }

    /** All addresses, as rows of {interface, address, length}. */
    public int[] export() {
        return byInterface.entrySet().stream()
                .flatMapToInt(entry -> entry.getValue().stream()
                        .flatMapToInt(prefix -> IntStream.of(entry.getKey(), prefix.address(), prefix.length())))
                .toArray();
    }

    /** Takes over what another table exported. */
    public void restore(final int[] rows) {
        for (int i = 0; i < rows.length; i += 3) {
            enter(rows[i], new Ip4Prefix(rows[i + 1], rows[i + 2]));
        }
    }

    private void route(final int swIfIndex, final Ip4Prefix prefix, final Path path) {
        source.update(table(swIfIndex), Prefix.of(prefix), List.of(path));
    }

    private void unroute(final int swIfIndex, final Ip4Prefix prefix) {
        source.remove(table(swIfIndex), Prefix.of(prefix));
    }

    private Table table(final int swIfIndex) {
        final Table noted = tables.get(swIfIndex);
        return noted == null ? fib.of("ip4", swIfIndex) : noted;
    }

    private static Ip4Prefix host(final int address) {
        return new Ip4Prefix(address, 32);
    }

    private void publish(final int swIfIndex, final List<Ip4Prefix> prefixes) {
        final Map<Integer, List<Ip4Prefix>> next = new HashMap<>(byInterface);
        if (prefixes.isEmpty()) {
            next.remove(swIfIndex);
        } else {
            next.put(swIfIndex, List.copyOf(prefixes));
        }
        byInterface = Map.copyOf(next);
    }

    private long subnets(final int swIfIndex, final Ip4Prefix subnet) {
        return of(swIfIndex).stream().filter(p -> p.canonical().equals(subnet)).count();
    }

    private static void requireHost(final Ip4Prefix address) {
        final int a = address.address();
        if (a >>> 24 == 0 || a >>> 24 == 127 || a >>> 28 >= 0xe || address.length() == 0) {
            throw new CommandException(address + " can't be the address of an interface");
        }
        if (address.length() < 31 && (a == address.network() || a == address.last())) {
            throw new CommandException(address + " is the " + (a == address.network() ? "network" : "broadcast")
                    + " address of its subnet, not a host's");
        }
    }

    private void requireApart(final int on, final Ip4Prefix added, final int otherOn, final Ip4Prefix other) {
        if (on == otherOn && added.address() == other.address()) {
            throw new CommandException(Ip4Address.format(added.address()) + " is already an address of "
                    + nameOf.apply(on) + " (" + other + ")");
        }
        final boolean overlap = added.contains(other.address()) || other.contains(added.address());
        final boolean sameSubnet = on == otherOn && added.canonical().equals(other.canonical());
        if (overlap && !sameSubnet) {
            throw new CommandException("failed to add " + added + " on " + nameOf.apply(on) + " which conflicts with "
                    + other + " for interface " + nameOf.apply(otherOn));
        }
    }

    private static boolean has(final List<Ip4Prefix> prefixes, final int address) {
        for (int i = 0; i < prefixes.size(); i++) {
            if (prefixes.get(i).address() == address) {
                return true;
            }
        }
        return false;
    }
}
