package io.weir.ip4.internal.iface;

import io.weir.cli.CommandException;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.family.AddressTable;
import io.weir.fib.family.InterfaceAddress;
import io.weir.ip4.Ip4Addresses;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** IPv4 addresses of interfaces: the first and the last of a subnet are no host's. Main changes them; any thread may read. */
public final class Ip4AddressTable extends AddressTable implements Ip4Addresses {
    /** All hosts on a link. */
    public static final int BROADCAST = -1;

    private static final int BITS = 32;

    /** Interfaces that pass on what is sent to all hosts of a subnet of theirs. */
    private volatile Set<Integer> broadcasting = Set.of();

    public Ip4AddressTable(final IntFunction<String> nameOf, final Hooks hooks) {
        super("ip4", BITS, nameOf, hooks);
    }

    @Override
    public List<Ip4Prefix> of(final int swIfIndex) {
        return on(swIfIndex).stream()
                .map(address -> new Ip4Prefix(Prefix.ip4(address.high()), address.length()))
                .toList();
    }

    @Override
    public boolean isLocal(final int swIfIndex, final int address) {
        return isLocal(swIfIndex, Prefix.high(address), 0);
    }

    /** Whether the address is one of this interface's. */
    public boolean isOn(final int swIfIndex, final int address) {
        return isOn(swIfIndex, Prefix.high(address), 0);
    }

    /** Whether an address is in one of an interface's subnets. */
    public boolean onLink(final int swIfIndex, final int address) {
        return onLink(swIfIndex, Prefix.high(address), 0);
    }

    /** Whether an address is the first or the last of one of an interface's subnets, which are no host's. */
    public boolean isEdge(final int swIfIndex, final int address) {
        for (final InterfaceAddress each : on(swIfIndex)) {
            if (each.length() < 31
                    && (address == Prefix.ip4(each.subnet().high())
                            || address == Prefix.ip4(each.subnet().lastHigh()))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int sourceFor(final int swIfIndex, final int destination) {
        final InterfaceAddress nearest = nearest(swIfIndex, Prefix.high(destination), 0);
        return nearest == null ? 0 : Prefix.ip4(nearest.high());
    }

    @Override
    public void add(final int swIfIndex, final Ip4Prefix address) {
        add(swIfIndex, entry(address));
    }

    @Override
    public void remove(final int swIfIndex, final Ip4Prefix address) {
        remove(swIfIndex, entry(address));
    }

    private static InterfaceAddress entry(final Ip4Prefix address) {
        return new InterfaceAddress(Prefix.high(address.address()), 0, address.length());
    }

    @Override
    protected String format(final long high, final long low) {
        return Ip4Address.format(Prefix.ip4(high));
    }

    @Override
    protected List<Prefix> edges(final InterfaceAddress address) {
        final Prefix subnet = address.subnet();
        return address.length() >= 31
                ? List.of()
                : List.of(new Prefix(subnet.high(), 0, BITS), new Prefix(subnet.lastHigh(), 0, BITS));
    }

    @Override
    protected Path edgePath(final int swIfIndex, final InterfaceAddress address, final Prefix edge) {
        return Prefix.ip4(edge.high()) == Prefix.ip4(address.subnet().lastHigh()) && broadcasts(swIfIndex)
                ? Path.via(Prefix.high(BROADCAST), 0, swIfIndex)
                : Path.drop();
    }

    /** Whether what is sent to all hosts of an interface's subnet is passed on. Any thread. */
    public boolean broadcasts(final int swIfIndex) {
        return broadcasting.contains(swIfIndex);
    }

    /** Says whether it is. Only main. */
    public void broadcasts(final int swIfIndex, final boolean on) {
        final Set<Integer> next = new HashSet<>(broadcasting);
        if (on ? next.add(swIfIndex) : next.remove(swIfIndex)) {
            broadcasting = Set.copyOf(next);
            rerouteEdges(swIfIndex);
        }
    }

    /** Interfaces of which it is so. Only main. */
    public int[] broadcasting() {
        return broadcasting.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Takes them over, before the addresses; null from a version that had none. Only main. */
    public void restoreBroadcasting(final int[] interfaces) {
        if (interfaces != null) {
            broadcasting = Arrays.stream(interfaces).boxed().collect(Collectors.toUnmodifiableSet());
        }
    }

    /** Whether an address is that of all hosts of a subnet to whom it is passed on: no errors about packets to it. Any thread. */
    public boolean isBroadcast(final int address) {
        return !broadcasting.isEmpty()
                && any((on, each) -> each.length() < 31
                                && address == Prefix.ip4(each.subnet().lastHigh())
                                && broadcasts(on))
                        != null;
    }

    @Override
    protected void require(final int swIfIndex, final InterfaceAddress address) {
        final int a = Prefix.ip4(address.high());
        if (a >>> 24 == 0 || a >>> 24 == 127 || a >>> 28 >= 0xe || address.length() == 0) {
            throw new CommandException(text(address) + " can't be the address of an interface");
        }
        final int network = Prefix.ip4(address.subnet().high());
        if (address.length() < 31
                && (a == network || a == Prefix.ip4(address.subnet().lastHigh()))) {
            throw new CommandException(text(address) + " is the " + (a == network ? "network" : "broadcast")
                    + " address of its subnet, not a host's");
        }
    }
}
