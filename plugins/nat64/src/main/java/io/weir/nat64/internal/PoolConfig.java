package io.weir.nat64.internal;

import io.weir.cli.CommandException;
import io.weir.ip4.Ip4Addresses;
import io.weir.nat64.internal.map.AddressMap;
import io.weir.nat64.internal.state.FixedRange;
import io.weir.nat64.internal.state.Pool;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Registrar;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The addresses that the operator has clients share, and those of interfaces. Main only. */
public final class PoolConfig {
    private final Registrar host;
    private final Pool pool;
    private final Ip4Addresses addresses;
    private final Set<Integer> interfaces = new TreeSet<>();
    /** Of the last time that addresses began to drain. */
    private long drained;

    PoolConfig(final Registrar host, final Pool pool, final Ip4Addresses addresses) {
        this.host = host;
        this.pool = pool;
        this.addresses = addresses;
    }

    /** Adds addresses to the pool. */
    public void add(final int first, final int last, final int tenant) {
        final int count = count(first, last);
        for (final int end : new int[] {first, last}) {
            if (!AddressMap.isHost(end)) {
                throw new CommandException("%s is no address that a host may have".formatted(Ip4Address.format(end)));
            }
        }
        int further = 0;
        for (int i = 0; i < count; i++) {
            final PoolAddress present = pool.find(first + i);
            if (present != null && !present.draining()) {
                throw new CommandException("%s is in the pool already".formatted(Ip4Address.format(first + i)));
            }
            further += present == null ? 1 : 0;
        }
        if (!pool.roomFor(further)) {
            throw tooMany();
        }
        pool.add(first, count, tenant, PoolAddress.NO_INTERFACE);
    }

    /** Has clients of a prefix own blocks of addresses, which no others get. */
    public void add(final FixedRange range) {
        count(range.first(), range.last());
        if (range.blocks() < range.clients()) {
            throw new CommandException("%s has %d clients, and these addresses %d blocks of %d ports"
                    .formatted(range.prefix(), range.clients(), range.blocks(), range.blockPorts()));
        }
        for (final FixedRange other : pool.ranges()) {
            if (other.prefix().contains(range.prefix().address())
                    || range.prefix().contains(other.prefix().address())) {
                throw new CommandException("%s overlaps %s".formatted(range.prefix(), other.prefix()));
            }
        }
        add(range.first(), range.last(), PoolAddress.FIXED);
        pool.ranges(Stream.concat(pool.ranges().stream(), Stream.of(range)).toList());
    }

    /** Takes such a prefix away: its addresses drain. */
    public void remove(final FixedRange range) {
        if (!pool.ranges().contains(range)) {
            throw new CommandException("%s has no such addresses".formatted(range.prefix()));
        }
        pool.ranges(pool.ranges().stream().filter(each -> !each.equals(range)).toList());
        drain(range.first(), range.last() - range.first() + 1);
    }

    /** Has addresses of the pool drain: no new bindings get them, and each goes with its last one. */
    public void remove(final int first, final int last) {
        final int count = count(first, last);
        for (int i = 0; i < count; i++) {
            final PoolAddress present = pool.find(first + i);
            if (present == null || present.draining()) {
                throw new CommandException("%s is %s"
                        .formatted(
                                Ip4Address.format(first + i),
                                present == null ? "not in the pool" : "draining already"));
            }
            if (present.tenant() == PoolAddress.FIXED) {
                throw new CommandException("%s is in the pool for clients of a prefix: see `nat64 add deterministic'"
                        .formatted(Ip4Address.format(first + i)));
            }
            if (present.swIfIndex() != PoolAddress.NO_INTERFACE) {
                throw new CommandException("%s is in the pool as an address of %s: see `nat64 add interface address'"
                        .formatted(Ip4Address.format(first + i), name(present.swIfIndex())));
            }
        }
        drain(first, count);
    }

    private void drain(final int first, final int count) {
        pool.drain(member -> Integer.compareUnsigned(member.address() - first, count) < 0);
        drained = host.quiescence().mark();
    }

    /** Has all of them drain, and follows no interface. */
    void removeAll() {
        interfaces.clear();
        pool.ranges(List.of());
        drain(0, -1);
    }

    private static int count(final int first, final int last) {
        final long count = Integer.toUnsignedLong(last) - Integer.toUnsignedLong(first) + 1;
        if (count < 1) {
            throw new CommandException("%s is below %s".formatted(Ip4Address.format(last), Ip4Address.format(first)));
        }
        if (count > PoolTable.MOST) {
            throw tooMany();
        }
        return (int) count;
    }

    private static CommandException tooMany() {
        return new CommandException("a pool has %d addresses at most".formatted(PoolTable.MOST));
    }

    private String name(final int swIfIndex) {
        return host.interfaces().byIndex(swIfIndex).name();
    }

    /** The pool follows an interface's own addresses, or no longer. */
    public void ofInterface(final int swIfIndex, final boolean on) {
        if (on ? !interfaces.add(swIfIndex) : !interfaces.remove(swIfIndex)) {
            throw new CommandException(
                    "addresses of %s %s the pool".formatted(name(swIfIndex), on ? "are in" : "are not in"));
        }
        follow();
    }

    /** Interfaces whose addresses the pool follows. */
    public Set<Integer> interfaces() {
        return interfaces;
    }

    /** An interface goes: its addresses drain. */
    void forget(final int swIfIndex) {
        if (interfaces.remove(swIfIndex)) {
            follow();
        }
    }

    /** Goes on with what the version before followed. */
    void take(final Collection<Integer> followed) {
        interfaces.addAll(followed);
    }

    /** Looks at the addresses of interfaces that the pool follows; lets drained ones go. */
    void follow() {
        final Set<Integer> wanted = new HashSet<>();
        for (final int swIfIndex : interfaces) {
            for (final Ip4Prefix prefix : addresses.of(swIfIndex)) {
                final int address = prefix.address();
                wanted.add(address);
                final PoolAddress present = pool.find(address);
                if ((present == null && pool.roomFor(1)) || (present != null && present.draining())) {
                    pool.add(address, 1, PoolAddress.ANY, swIfIndex);
                }
            }
        }
        for (final PoolAddress member : pool.members()) {
            if (member.swIfIndex() != PoolAddress.NO_INTERFACE
                    && !member.draining()
                    && !wanted.contains(member.address())) {
                drain(member.address(), 1);
            }
        }
        if (host.quiescence().passed(drained)) {
            pool.tidy();
        }
    }
}
