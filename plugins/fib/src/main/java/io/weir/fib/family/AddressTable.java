package io.weir.fib.family;

import io.weir.cli.CommandException;
import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Addresses of a family's interfaces, and the routes that come with each (VPP: ip4_add_interface_routes,
 * ip6_add_interface_routes): its subnet, itself, and the subnet's addresses that are no host's. Main changes them; workers read
 * an immutable map.
 */
public abstract class AddressTable {
    private static final int ROW = 4;

    private final String family;
    private final int bits;
    private final IntFunction<String> nameOf;
    private final Hooks hooks;
    private Fib fib;
    private Forwarding forwarding;
    private int number;
    private Source source;
    private volatile Map<Integer, List<InterfaceAddress>> byInterface = Map.of();
    /** Interfaces that use another's addresses: whose. */
    private volatile Map<Integer, Integer> lenders = Map.of();
    /** The tables of interfaces that have addresses: these don't change while they have, and outlast the interface. Only main. */
    private final Map<Integer, Table> tables = new HashMap<>();

    /** What is to happen besides. */
    public interface Hooks {
        /** An address came or went. */
        void changed(int swIfIndex, InterfaceAddress address, boolean added);

        /** An interface begins or ceases to use another's addresses. */
        default void borrows(final int swIfIndex, final int lender, final boolean begins) {}
    }

    /** Something that may be true of an interface's address; asked on any thread, also for packets. */
    @FunctionalInterface
    public interface Condition {
        boolean isTrue(int swIfIndex, InterfaceAddress address);
    }

    /** An empty table of a family whose addresses have so many bits. */
    protected AddressTable(final String family, final int bits, final IntFunction<String> nameOf, final Hooks hooks) {
        this.family = family;
        this.bits = bits;
        this.nameOf = nameOf;
        this.hooks = hooks;
    }

    /** Refuses, with a {@link CommandException}, what can't be the address of an interface. */
    protected abstract void require(int swIfIndex, InterfaceAddress address);

    /** The address as text, without the length. */
    protected abstract String format(long high, long low);

    /** Whether an address may be used on other interfaces' links. */
    protected boolean lendable(final InterfaceAddress address) {
        return true;
    }

    /** Addresses of a subnet that are no host's. */
    protected List<Prefix> edges(final InterfaceAddress address) {
        return List.of();
    }

    /** Where packets to an address go that is no host's. */
    protected Path edgePath(final int swIfIndex, final InterfaceAddress address, final Prefix edge) {
        return Path.drop();
    }

    /**
     * Names where the routes go.
     *
     * @param familyNumber {@link io.weir.fib.FamilyHandle#number}.
     */
    public final void connect(final Fib tablesOf, final int familyNumber, final Source routes) {
        fib = tablesOf;
        number = familyNumber;
        forwarding = tablesOf.forwarding();
        source = routes;
    }

    /** An interface's addresses, in the order in which they came. */
    public final List<InterfaceAddress> on(final int swIfIndex) {
        return byInterface.getOrDefault(swIfIndex, List.of());
    }

    /** The address with its length, as text. */
    public final String text(final InterfaceAddress address) {
        return format(address.high(), address.low()) + '/' + address.length();
    }

    /** Whether an address is one of this host's, in the table of an interface. */
    public boolean isLocal(final int swIfIndex, final long high, final long low) {
        return any((on, address) -> address.is(high, low) && inOneTable(on, swIfIndex)) != null;
    }

    /** Whether two interfaces' packets are looked up in one table, so that their addresses are of one world. */
    protected final boolean inOneTable(final int one, final int other) {
        return forwarding.table(number, one) == forwarding.table(number, other);
    }

    /** Whether an address is one of this interface's, or one that it uses of another. */
    public final boolean isOn(final int swIfIndex, final long high, final long low) {
        return has(on(swIfIndex), high, low) || has(borrowed(swIfIndex), high, low);
    }

    /** The interface whose addresses this one uses, or -1. */
    public final int lender(final int swIfIndex) {
        return lenders.getOrDefault(swIfIndex, -1);
    }

    /** The addresses that an interface uses of another. */
    public final List<InterfaceAddress> borrowed(final int swIfIndex) {
        final int lender = lender(swIfIndex);
        return lender < 0
                ? List.of()
                : on(lender).stream().filter(this::lendable).toList();
    }

    /** The interfaces that use another's addresses. */
    public final Set<Integer> unnumbered() {
        return lenders.keySet();
    }

    /** Whether an interface uses another's addresses, or lends its own, so that it stays in its table. */
    public final boolean shares(final int swIfIndex) {
        return lenders.containsKey(swIfIndex) || lenders.containsValue(swIfIndex);
    }

    /** Has an interface use another's addresses; refuses with a {@link CommandException}. */
    public void borrow(final int swIfIndex, final int from) {
        final String name = nameOf.apply(swIfIndex);
        if (swIfIndex == from) {
            throw new CommandException(name + " can't use its own addresses");
        }
        if (lender(swIfIndex) >= 0) {
            throw new CommandException(name + " uses the addresses of " + nameOf.apply(lender(swIfIndex)) + " already");
        }
        if (lender(from) >= 0) {
            throw new CommandException(nameOf.apply(from) + " is unnumbered itself");
        }
        if (lenders.containsValue(swIfIndex)) {
            throw new CommandException(name + " lends its addresses to others");
        }
        for (final InterfaceAddress own : on(swIfIndex)) {
            if (lendable(own)) {
                throw new CommandException(name + " has address " + text(own) + " of its own");
            }
        }
        if (table(swIfIndex) != table(from)) {
            throw new CommandException(name + " and " + nameOf.apply(from) + " are in different tables");
        }
        lend(swIfIndex, from);
        hooks.borrows(swIfIndex, from, true);
    }

    private void lend(final int swIfIndex, final int from) {
        final Map<Integer, Integer> next = new HashMap<>(lenders);
        next.put(swIfIndex, from);
        lenders = Map.copyOf(next);
    }

    /** Ends that; returns whether the interface did use another's. */
    public boolean giveBack(final int swIfIndex) {
        final int lender = lender(swIfIndex);
        if (lender < 0) {
            return false;
        }
        final Map<Integer, Integer> next = new HashMap<>(lenders);
        next.remove(swIfIndex);
        lenders = Map.copyOf(next);
        hooks.borrows(swIfIndex, lender, false);
        return true;
    }

    /** Whether an address is in one of an interface's subnets. */
    public final boolean onLink(final int swIfIndex, final long high, final long low) {
        for (final InterfaceAddress address : on(swIfIndex)) {
            if (address.subnet().contains(high, low)) {
                return true;
            }
        }
        return false;
    }

    /** The address by which an interface reaches another: in its subnet if there is one, else its first; null if it has none. */
    public final InterfaceAddress nearest(final int swIfIndex, final long high, final long low) {
        final List<InterfaceAddress> addresses = on(swIfIndex);
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).subnet().contains(high, low)) {
                return addresses.get(i);
            }
        }
        final int lender = lender(swIfIndex);
        if (lender >= 0 && addresses.isEmpty()) {
            return nearest(lender, high, low);
        }
        return addresses.isEmpty() ? null : addresses.getFirst();
    }

    /** The first address, of whatever interface, of which something is true of both, or null. */
    public final InterfaceAddress any(final Condition condition) {
        for (final Map.Entry<Integer, List<InterfaceAddress>> entry : byInterface.entrySet()) {
            for (int i = 0; i < entry.getValue().size(); i++) {
                if (condition.isTrue(entry.getKey(), entry.getValue().get(i))) {
                    return entry.getValue().get(i);
                }
            }
        }
        return null;
    }

    /** Gives an interface an address; refuses with a {@link CommandException}. */
    public final void add(final int swIfIndex, final InterfaceAddress address) {
        require(swIfIndex, address);
        if (lender(swIfIndex) >= 0 && lendable(address)) {
            throw new CommandException(nameOf.apply(swIfIndex) + " is unnumbered, it uses the addresses of "
                    + nameOf.apply(lender(swIfIndex)));
        }
        for (final Map.Entry<Integer, List<InterfaceAddress>> other : byInterface.entrySet()) {
            if (table(other.getKey()) == table(swIfIndex)) {
                other.getValue().forEach(there -> requireApart(swIfIndex, address, other.getKey(), there));
            }
        }
        enter(swIfIndex, address);
        hooks.changed(swIfIndex, address, true);
    }

    /** Notes an address, with the routes that come with it. */
    private void enter(final int swIfIndex, final InterfaceAddress address) {
        final boolean newSubnet = subnets(swIfIndex, address.subnet()) == 0;
        tables.put(swIfIndex, table(swIfIndex));
        final List<InterfaceAddress> more = new ArrayList<>(on(swIfIndex));
        more.add(address);
        publish(swIfIndex, more);
        if (address.length() < bits && newSubnet) {
            route(swIfIndex, address.subnet(), Path.attached(swIfIndex));
        }
        route(swIfIndex, host(address), Path.local(swIfIndex));
        if (newSubnet) {
            routeEdges(swIfIndex, address);
        }
    }

    private void routeEdges(final int swIfIndex, final InterfaceAddress address) {
        edges(address).forEach(edge -> route(swIfIndex, edge, edgePath(swIfIndex, address, edge)));
    }

    /** {@link #edgePath} has changed for an interface. */
    protected final void rerouteEdges(final int swIfIndex) {
        on(swIfIndex).forEach(address -> routeEdges(swIfIndex, address));
    }

    /** Takes an address away; refuses with a {@link CommandException} if it isn't there. */
    public final void remove(final int swIfIndex, final InterfaceAddress address) {
        final List<InterfaceAddress> left = new ArrayList<>(on(swIfIndex));
        if (!left.remove(address)) {
            throw new CommandException(text(address) + " is no address of " + nameOf.apply(swIfIndex));
        }
        publish(swIfIndex, left);
        unroute(swIfIndex, host(address));
        if (subnets(swIfIndex, address.subnet()) == 0) {
            edges(address).forEach(edge -> unroute(swIfIndex, edge));
            if (address.length() < bits) {
                unroute(swIfIndex, address.subnet());
            }
        }
        if (left.isEmpty()) {
            tables.remove(swIfIndex);
        }
        hooks.changed(swIfIndex, address, false);
    }

    /**
     * Says where packets for one of the addresses go, which is to this host unless it must not use the address.
     *
     * @param path null for wherever they would go if the address weren't this host's.
     */
    public final void lead(final int swIfIndex, final InterfaceAddress address, final Path path) {
        if (on(swIfIndex).contains(address)) {
            if (path == null) {
                unroute(swIfIndex, host(address));
            } else {
                route(swIfIndex, host(address), path);
            }
        }
    }

    /** All addresses, as rows of {interface, upper half, lower half, length}. */
    public final long[] export() {
        return byInterface.entrySet().stream()
                .flatMapToLong(entry -> entry.getValue().stream()
                        .flatMapToLong(address ->
                                LongStream.of(entry.getKey(), address.high(), address.low(), address.length())))
                .toArray();
    }

    /** Takes over what another table exported. */
    public final void restore(final long[] rows) {
        for (int i = 0; i < rows.length; i += ROW) {
            enter((int) rows[i], new InterfaceAddress(rows[i + 1], rows[i + 2], (int) rows[i + 3]));
        }
    }

    /** Which interfaces use whose addresses, as pairs. */
    public final int[] exportLenders() {
        return lenders.entrySet().stream()
                .flatMapToInt(entry -> IntStream.of(entry.getKey(), entry.getValue()))
                .toArray();
    }

    /** Takes over what another table exported. */
    public final void restoreLenders(final int[] pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            lend(pairs[i], pairs[i + 1]);
        }
    }

    private void route(final int swIfIndex, final Prefix prefix, final Path path) {
        source.update(table(swIfIndex), prefix, List.of(path));
    }

    private void unroute(final int swIfIndex, final Prefix prefix) {
        source.remove(table(swIfIndex), prefix);
    }

    private Table table(final int swIfIndex) {
        final Table noted = tables.get(swIfIndex);
        return noted == null ? fib.of(family, swIfIndex) : noted;
    }

    private Prefix host(final InterfaceAddress address) {
        return new Prefix(address.high(), address.low(), bits);
    }

    private void publish(final int swIfIndex, final List<InterfaceAddress> addresses) {
        final Map<Integer, List<InterfaceAddress>> next = new HashMap<>(byInterface);
        if (addresses.isEmpty()) {
            next.remove(swIfIndex);
        } else {
            next.put(swIfIndex, List.copyOf(addresses));
        }
        byInterface = Map.copyOf(next);
    }

    private long subnets(final int swIfIndex, final Prefix subnet) {
        return on(swIfIndex).stream().filter(a -> a.subnet().equals(subnet)).count();
    }

    private void requireApart(
            final int on, final InterfaceAddress added, final int otherOn, final InterfaceAddress other) {
        if (on == otherOn && added.is(other.high(), other.low())) {
            throw new CommandException(format(added.high(), added.low()) + " is already an address of "
                    + nameOf.apply(on) + " (" + text(other) + ")");
        }
        final boolean overlap = added.subnet().contains(other.high(), other.low())
                || other.subnet().contains(added.high(), added.low());
        final boolean sameSubnet = on == otherOn && added.subnet().equals(other.subnet());
        if (overlap && !sameSubnet) {
            throw new CommandException("failed to add " + text(added) + " on " + nameOf.apply(on)
                    + " which conflicts with " + text(other) + " for interface " + nameOf.apply(otherOn));
        }
    }

    private static boolean has(final List<InterfaceAddress> addresses, final long high, final long low) {
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).is(high, low)) {
                return true;
            }
        }
        return false;
    }
}
