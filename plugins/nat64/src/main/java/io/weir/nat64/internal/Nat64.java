package io.weir.nat64.internal;

import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import io.weir.ip4.Ip4Addresses;
import io.weir.nat64.internal.node.MapNodes;
import io.weir.nat64.internal.node.TranslationNodes;
import io.weir.nat64.internal.state.FixedRange;
import io.weir.nat64.internal.state.Limits;
import io.weir.nat64.internal.state.Pool;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.state.StateStore;
import io.weir.nat64.internal.state.Sweeps;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the operator has said, and what follows from it. Main only. */
public final class Nat64 {
    /** Interfaces with clients or servers. */
    public static final int INSIDE = 1;

    public static final int OUTSIDE = 2;

    /** How long sessions of before may take to end, until NAT64 can be enabled again. */
    private static final long ENDING_NS = 20_000_000_000L;

    private final Registrar host;
    private final Pool pool;
    private final StateStore store;
    private final TranslationNodes nodes;
    private final Sweeps sweeps;
    private final PoolConfig addresses;
    private final StaticBindings statics;
    private final MapConfig maps;
    private final List<PrefixTable.Entry> prefixes = new ArrayList<>();
    private final Map<Integer, Integer> interfaces = new TreeMap<>();
    /** Number of the prefix that was added last. */
    private int lastNumber;

    private boolean enabled;

    Nat64(
            final Registrar host,
            final Pool pool,
            final StateStore store,
            final TranslationNodes nodes,
            final Sweeps sweeps,
            final Ip4Addresses addresses,
            final MapNodes mapNodes) {
        this.host = host;
        this.pool = pool;
        this.store = store;
        this.nodes = nodes;
        this.sweeps = sweeps;
        this.addresses = new PoolConfig(host, pool, addresses);
        statics = new StaticBindings(host, pool, store, nodes);
        maps = new MapConfig(host, pool.shared(), mapNodes);
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

    /** What ends sessions. */
    public Sweeps sweeps() {
        return sweeps;
    }

    /** Addresses that clients share; NAT64 must be enabled to change them. */
    public PoolConfig addresses() {
        return addresses;
    }

    /** Bindings that the operator gave; NAT64 must be enabled to change them. */
    public StaticBindings statics() {
        return statics;
    }

    /** Addresses that are translated without sessions; NAT64 must be enabled to change them. */
    public MapConfig maps() {
        return maps;
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

    /** Switches it on with these limits, when the last session of before has ended. */
    public void enable(final Limits limits, final CommandSession session) {
        requireDisabled();
        if (!isIdle()) {
            sweeps.endAll();
            if (!session.awaitUntil(() -> enabled || isIdle(), ENDING_NS)) {
                throw new CommandException(
                        "%d sessions of before are still ending, try again".formatted(store.sessions()));
            }
            requireDisabled();
        }
        shared().limits(limits);
        enabled = true;
    }

    private void requireDisabled() {
        if (enabled) {
            throw new CommandException("NAT64 is enabled already");
        }
    }

    private boolean isIdle() {
        return !sweeps.busy() && store.sessions() == 0 && store.bindings() == 0;
    }

    /** Throws in a sentence unless it is on. */
    public void requireEnabled() {
        if (!enabled) {
            throw new CommandException("NAT64 is not enabled: see `nat64 plugin enable'");
        }
    }

    /** Switches it off: nothing is translated, all that was said is forgotten, sessions end in steps. */
    public void disable() {
        requireEnabled();
        interfaces.forEach((swIfIndex, sides) -> switchSides(swIfIndex, sides, 0));
        interfaces.clear();
        prefixes.clear();
        publishPrefixes();
        addresses.removeAll();
        statics.clear();
        maps.clear();
        enabled = false;
        sweeps.endAll();
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
            prefixes.add(new PrefixTable.Entry(freeNumber(), table, prefix));
        } else {
            prefixes.remove(present);
        }
        publishPrefixes();
        // Sessions of a prefix that is there no more have no way back. Those of the default prefix have number 0.
        if (!on) {
            end(present.number());
        } else if (prefixes.size() == 1) {
            end(0);
        }
    }

    private void end(final int number) {
        sweeps.end((key, value) -> SessionEntry.prefix(key) == number);
    }

    /** One that wasn't given out lately, as sessions of its last prefix may still be ending. */
    private int freeNumber() {
        final BitSet taken = new BitSet();
        taken.set(0);
        prefixes.forEach(entry -> taken.set(entry.number()));
        if (taken.cardinality() == PrefixTable.MOST) {
            throw new CommandException("there are %d prefixes at most".formatted(PrefixTable.MOST - 1));
        }
        final int further = taken.nextClearBit(lastNumber + 1);
        lastNumber = further < PrefixTable.MOST ? further : taken.nextClearBit(0);
        return lastNumber;
    }

    private void publishPrefixes() {
        shared().prefixes(prefixes.isEmpty() ? PrefixTable.NONE : new PrefixTable(prefixes));
    }

    /** An interface has clients, or servers, or no longer. */
    public void side(final int swIfIndex, final int side, final boolean on) {
        checkSide(swIfIndex, side, on);
        final int before = interfaces.getOrDefault(swIfIndex, 0);
        final int now = on ? before | side : before & ~side;
        switchSides(swIfIndex, before, now);
        if (now == 0) {
            interfaces.remove(swIfIndex);
        } else {
            interfaces.put(swIfIndex, now);
        }
    }

    /** Throws in a sentence if {@link #side} would refuse. */
    public void checkSide(final int swIfIndex, final int side, final boolean on) {
        requireEnabled();
        final int before = interfaces.getOrDefault(swIfIndex, 0);
        if (on == ((before & side) != 0)) {
            throw new CommandException("%s is %s %s"
                    .formatted(
                            host.interfaces().byIndex(swIfIndex).name(),
                            on ? "already" : "not",
                            side == INSIDE ? "in" : "out"));
        }
    }

    private void switchSides(final int swIfIndex, final int before, final int now) {
        for (final int side : new int[] {INSIDE, OUTSIDE}) {
            if ((before & side) != (now & side)) {
                nodes.enable(side == INSIDE, swIfIndex, (now & side) != 0);
            }
        }
    }

    /** An interface goes. */
    void forget(final int swIfIndex) {
        interfaces.remove(swIfIndex);
        addresses.forget(swIfIndex);
        maps.forget(swIfIndex);
    }

    /** A prefix on its way to the next version. */
    record PrefixState(int number, int table, Ip6Prefix prefix) {}

    /** What goes over in an upgrade. */
    record State(
            boolean enabled,
            List<PrefixState> prefixes,
            Map<Integer, Integer> interfaces,
            List<Integer> addressesOf,
            List<StaticBindings.StaticBinding> statics,
            List<FixedRange> ranges) {}

    List<PrefixState> exportPrefixes() {
        return prefixes.stream()
                .map(entry -> new PrefixState(
                        entry.number(), entry.table(), entry.prefix().prefix()))
                .toList();
    }

    State export() {
        return new State(
                enabled,
                exportPrefixes(),
                Map.copyOf(interfaces),
                List.copyOf(addresses.interfaces()),
                List.copyOf(statics.all()),
                pool.ranges());
    }

    void take(final State state) {
        enabled = state.enabled;
        state.prefixes.forEach(
                entry -> prefixes.add(new PrefixTable.Entry(entry.number, entry.table, Prefix64.of(entry.prefix))));
        interfaces.putAll(state.interfaces);
        prefixes.forEach(entry -> lastNumber = Math.max(lastNumber, entry.number()));
        addresses.take(state.addressesOf);
        statics.take(state.statics);
        pool.ranges(state.ranges);
        publishPrefixes();
    }

    /** All is there: interfaces that were taken over are switched on again, by this version. */
    void start() {
        interfaces.keySet().removeIf(swIfIndex -> host.interfaces().byIndex(swIfIndex) == null);
        interfaces.forEach((swIfIndex, sides) -> switchSides(swIfIndex, 0, sides));
        maps.start();
        if (!enabled && store.sessions() + store.bindings() > 0) {
            sweeps.endAll();
        }
    }
}
