package io.weir.ip4.internal.iface;

import io.weir.cli.CommandException;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip4.Ip4Fib;
import io.weir.ip4.RoutePath;
import io.weir.ip4.RouteSource;
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
    private Ip4Fib fib;
    private volatile Map<Integer, List<Ip4Prefix>> byInterface = Map.of();

    /** What is to happen besides. */
    public interface Hooks {
        /** An address came or went. */
        void changed(int swIfIndex, Ip4Prefix address, boolean added);
    }

    public AddressTable(final IntFunction<String> nameOf, final Hooks hooks) {
        this.nameOf = nameOf;
        this.hooks = hooks;
    }

    /** Names the table that gets the routes. */
    public void connect(final Ip4Fib table) {
        fib = table;
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
            for (final Ip4Prefix prefix : other.getValue()) {
                requireApart(swIfIndex, address, other.getKey(), prefix);
            }
        }
        final boolean newSubnet = subnets(swIfIndex, address.canonical()) == 0;
        final List<Ip4Prefix> more = new ArrayList<>(of(swIfIndex));
        more.add(address);
        publish(swIfIndex, more);
        if (address.length() < 32 && newSubnet) {
            route(address.canonical(), RoutePath.attached(swIfIndex));
        }
        route(new Ip4Prefix(address.address(), 32), RoutePath.local(swIfIndex));
        if (address.length() < 31 && newSubnet) {
            route(new Ip4Prefix(address.network(), 32), RoutePath.drop());
            route(new Ip4Prefix(address.last(), 32), RoutePath.drop());
        }
        hooks.changed(swIfIndex, address, true);
    }

    @Override
    public void remove(final int swIfIndex, final Ip4Prefix address) {
        final List<Ip4Prefix> left = new ArrayList<>(of(swIfIndex));
        if (!left.remove(address)) {
            throw new CommandException(address + " is no address of " + nameOf.apply(swIfIndex));
        }
        publish(swIfIndex, left);
        unroute(new Ip4Prefix(address.address(), 32));
        if (subnets(swIfIndex, address.canonical()) == 0) {
            if (address.length() < 31) {
                unroute(new Ip4Prefix(address.network(), 32));
                unroute(new Ip4Prefix(address.last(), 32));
            }
            if (address.length() < 32) {
                unroute(address.canonical());
            }
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

    /** Takes over what another table exported; the routes come with the others. */
    public void restore(final int[] rows) {
        for (int i = 0; i < rows.length; i += 3) {
            final List<Ip4Prefix> more = new ArrayList<>(of(rows[i]));
            more.add(new Ip4Prefix(rows[i + 1], rows[i + 2]));
            publish(rows[i], more);
        }
    }

    private void route(final Ip4Prefix prefix, final RoutePath path) {
        fib.update(Ip4Fib.DEFAULT_TABLE, prefix, RouteSource.INTERFACE, List.of(path));
    }

    private void unroute(final Ip4Prefix prefix) {
        fib.remove(Ip4Fib.DEFAULT_TABLE, prefix, RouteSource.INTERFACE);
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
