package io.weir.nat64.internal;

import io.weir.cli.CommandException;
import io.weir.ip4.Ip4Addresses;
import io.weir.nat64.internal.node.TranslationNodes;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.Pool;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.state.StateStore;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the operator has said, and what follows from it. Main only. */
public final class Nat64 {
    /** Interfaces with clients or servers. */
    public static final int INSIDE = 1;

    public static final int OUTSIDE = 2;

    /**
     * A binding that the operator gave.
     *
     * @param table index of the client's table.
     */
    public record StaticBinding(Ip6Address client, int port, int protocol, int table, int poolAddress, int poolPort) {}

    private final Registrar host;
    private final Pool pool;
    private final StateStore store;
    private final TranslationNodes nodes;
    private final Ip4Addresses addresses;
    private final List<PrefixTable.Entry> prefixes = new ArrayList<>();
    private final Map<Integer, Integer> interfaces = new TreeMap<>();
    private final Set<Integer> addressesOf = new TreeSet<>();
    private final List<StaticBinding> statics = new ArrayList<>();
    private boolean enabled;

    Nat64(
            final Registrar host,
            final Pool pool,
            final StateStore store,
            final TranslationNodes nodes,
            final Ip4Addresses addresses) {
        this.host = host;
        this.pool = pool;
        this.store = store;
        this.nodes = nodes;
        this.addresses = addresses;
    }

    public SharedState shared() {
        return pool.shared();
    }

    public Pool pool() {
        return pool;
    }

    public StateStore store() {
        return store;
    }

    public boolean enabled() {
        return enabled;
    }

    public List<PrefixTable.Entry> prefixes() {
        return List.copyOf(prefixes);
    }

    /** By sw_if_index: {@link #INSIDE}, {@link #OUTSIDE}, or both. */
    public Map<Integer, Integer> interfaces() {
        return interfaces;
    }

    public List<StaticBinding> statics() {
        return List.copyOf(statics);
    }

    /** Switches it on; how much there may be was set before. */
    public void enable() {
        if (enabled) {
            throw new CommandException("NAT64 is enabled already");
        }
        enabled = true;
    }

    /** Throws in a sentence unless it is on. */
    public void requireEnabled() {
        if (!enabled) {
            throw new CommandException("NAT64 is not enabled: see `nat64 plugin enable'");
        }
    }

    /** Switches it off: nothing is translated, and all that was said is forgotten. Sessions end in steps. */
    public void disable() {
        requireEnabled();
        interfaces.forEach((swIfIndex, sides) -> switchSides(swIfIndex, sides, 0));
        interfaces.clear();
        List.copyOf(statics).forEach(this::removeStatic);
        prefixes.clear();
        publishPrefixes();
        addressesOf.clear();
        pool.members().forEach(member -> pool.drain(member.address()));
        enabled = false;
    }

    /** Adds addresses to the pool. */
    public void addPool(final int first, final int last, final int tenant) {
        requireEnabled();
        final long count = Integer.toUnsignedLong(last) - Integer.toUnsignedLong(first) + 1;
        if (count < 1) {
            throw new CommandException("%s is below %s".formatted(Ip4Address.format(last), Ip4Address.format(first)));
        }
        if (count > Integer.MAX_VALUE || !pool.roomFor((int) count)) {
            throw new CommandException("a pool has %d addresses at most".formatted(PoolTable.MOST));
        }
        for (int i = 0; i < count; i++) {
            final PoolAddress present = pool.find(first + i);
            if (present != null && !present.draining()) {
                throw new CommandException("%s is in the pool already".formatted(Ip4Address.format(first + i)));
            }
        }
        for (int i = 0; i < count; i++) {
            pool.add(first + i, tenant, PoolAddress.NO_INTERFACE);
        }
    }

    /** Has addresses of the pool drain. */
    public void removePool(final int first, final int last) {
        requireEnabled();
        for (long at = Integer.toUnsignedLong(first); at <= Integer.toUnsignedLong(last); at++) {
            final PoolAddress present = pool.find((int) at);
            if (present == null || present.draining()) {
                throw new CommandException("%s is not in the pool".formatted(Ip4Address.format((int) at)));
            }
        }
        for (long at = Integer.toUnsignedLong(first); at <= Integer.toUnsignedLong(last); at++) {
            pool.drain((int) at);
        }
        pool.tidy();
    }

    /** The pool follows an interface's own addresses, or no longer. */
    public void interfaceAddress(final int swIfIndex, final boolean on) {
        requireEnabled();
        if (on ? !addressesOf.add(swIfIndex) : !addressesOf.remove(swIfIndex)) {
            throw new CommandException("addresses of %s %s the pool"
                    .formatted(host.interfaces().byIndex(swIfIndex).name(), on ? "are in" : "are not in"));
        }
        follow();
    }

    /** Interfaces whose addresses the pool follows. */
    public Set<Integer> addressesOf() {
        return addressesOf;
    }

    /** Looks at the addresses of interfaces that the pool follows; lets drained ones go. */
    void follow() {
        final List<Integer> wanted = new ArrayList<>();
        for (final int swIfIndex : addressesOf) {
            for (final Ip4Prefix prefix : addresses.of(swIfIndex)) {
                final int address = prefix.address();
                wanted.add(address);
                final PoolAddress present = pool.find(address);
                if (present == null || present.draining()) {
                    pool.add(address, PoolAddress.ANY, swIfIndex);
                }
            }
        }
        for (final PoolAddress member : pool.members()) {
            if (member.swIfIndex() != PoolAddress.NO_INTERFACE
                    && !member.draining()
                    && !wanted.contains(member.address())) {
                pool.drain(member.address());
            }
        }
        pool.tidy();
    }

    /** Adds a prefix for the clients of a table, or takes it away: then its sessions have no way back. */
    public void prefix(final Prefix64 prefix, final int table, final boolean on) {
        requireEnabled();
        final PrefixTable.Entry present = prefixes.stream()
                .filter(entry -> entry.table() == table && entry.prefix().equals(prefix))
                .findFirst()
                .orElse(null);
        if (on == (present != null)) {
            throw new CommandException("prefix %s is %s".formatted(prefix, on ? "there already" : "not there"));
        }
        if (on) {
            final BitSet taken = new BitSet();
            // Number 0 is the default prefix's, whose sessions may still be there.
            taken.set(0);
            prefixes.forEach(entry -> taken.set(entry.number()));
            if (taken.nextClearBit(0) >= PrefixTable.MOST) {
                throw new CommandException("there are %d prefixes at most".formatted(PrefixTable.MOST - 1));
            }
            prefixes.add(new PrefixTable.Entry(taken.nextClearBit(0), table, prefix));
        } else {
            prefixes.remove(present);
        }
        publishPrefixes();
    }

    private void publishPrefixes() {
        shared().prefixes(prefixes.isEmpty() ? PrefixTable.NONE : new PrefixTable(prefixes));
    }

    /** An interface has clients, or servers, or no longer. */
    public void side(final int swIfIndex, final int side, final boolean on) {
        requireEnabled();
        final int before = interfaces.getOrDefault(swIfIndex, 0);
        if (on == ((before & side) != 0)) {
            throw new CommandException("%s is %s %s"
                    .formatted(
                            host.interfaces().byIndex(swIfIndex).name(),
                            on ? "already" : "not",
                            side == INSIDE ? "in" : "out"));
        }
        final int now = on ? before | side : before & ~side;
        switchSides(swIfIndex, before, now);
        if (now == 0) {
            interfaces.remove(swIfIndex);
        } else {
            interfaces.put(swIfIndex, now);
        }
    }

    private void switchSides(final int swIfIndex, final int before, final int now) {
        for (final int side : new int[] {INSIDE, OUTSIDE}) {
            if ((before & side) != (now & side)) {
                nodes.enable(side == INSIDE, swIfIndex, (now & side) != 0);
            }
        }
    }

    /** Binds a client's port for good. */
    public void addStatic(final StaticBinding wanted) {
        requireEnabled();
        if (pool.find(wanted.poolAddress()) == null) {
            throw new CommandException("%s is not in the pool".formatted(Ip4Address.format(wanted.poolAddress())));
        }
        final ClientState state = stateOf(wanted.client());
        final int[] bound = new int[1];
        host.atBarrier(
                "nat64 static bib",
                () -> bound[0] = state.bindStatic(
                        wanted.client().high(),
                        wanted.client().low(),
                        wanted.port(),
                        wanted.protocol(),
                        wanted.table(),
                        wanted.poolAddress(),
                        wanted.poolPort()));
        if (bound[0] == 0) {
            throw new CommandException("%s port %d, or port %d of %s, is bound already"
                    .formatted(
                            wanted.client(),
                            wanted.port(),
                            wanted.poolPort(),
                            Ip4Address.format(wanted.poolAddress())));
        }
        statics.add(wanted);
    }

    /** Takes such a binding away: it ends with its sessions. */
    public void removeStatic(final StaticBinding gone) {
        if (!statics.remove(gone)) {
            throw new CommandException("there is no such static binding");
        }
        final ClientState state = stateOf(gone.client());
        host.atBarrier(
                "nat64 static bib", () -> state.releaseStatic(gone.poolAddress(), gone.poolPort(), gone.protocol()));
    }

    private ClientState stateOf(final Ip6Address client) {
        return store.states().get(nodes.owners().ofClient(client.high(), client.low()));
    }

    /** An interface goes. */
    void forget(final int swIfIndex) {
        interfaces.remove(swIfIndex);
        addressesOf.remove(swIfIndex);
    }

    /** A prefix on its way to the next version. */
    record PrefixState(int number, int table, Ip6Prefix prefix) {}

    /** What goes over in an upgrade. */
    record State(
            boolean enabled,
            List<PrefixState> prefixes,
            Map<Integer, Integer> interfaces,
            List<Integer> addressesOf,
            List<StaticBinding> statics) {}

    State export() {
        return new State(
                enabled,
                prefixes.stream()
                        .map(entry -> new PrefixState(
                                entry.number(), entry.table(), entry.prefix().prefix()))
                        .toList(),
                Map.copyOf(interfaces),
                List.copyOf(addressesOf),
                List.copyOf(statics));
    }

    void take(final State state) {
        enabled = state.enabled;
        state.prefixes.forEach(
                entry -> prefixes.add(new PrefixTable.Entry(entry.number, entry.table, Prefix64.of(entry.prefix))));
        interfaces.putAll(state.interfaces);
        addressesOf.addAll(state.addressesOf);
        statics.addAll(state.statics);
        publishPrefixes();
    }

    /** All is there: interfaces that were taken over are switched on again, by this version. */
    void start() {
        interfaces.keySet().removeIf(swIfIndex -> host.interfaces().byIndex(swIfIndex) == null);
        interfaces.forEach((swIfIndex, sides) -> switchSides(swIfIndex, 0, sides));
    }
}
