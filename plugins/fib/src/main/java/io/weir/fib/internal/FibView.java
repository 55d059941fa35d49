package io.weir.fib.internal;

import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.FamilyHandle;
import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.Neighbors;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import io.weir.fib.Watch;
import io.weir.fib.internal.cli.ObjectText;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.SourceEntry;
import io.weir.fib.internal.route.SourceEntry.Owner;
import io.weir.fib.internal.route.WatchEntry;
import io.weir.plugin.ServiceConsumer;
import io.weir.plugin.ServiceConsumer.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Forwarding as one plugin sees it: all that it does is noted in its ledger. Only main. */
final class FibView implements Fib {
    private final Core core;
    private final Routes routes;
    private final Superseded superseded;
    private final ObjectText text;
    private final ServiceConsumer consumer;
    private final Map<RouteTable, List<Effect>> held = new HashMap<>();
    private final Map<Binding, Effect> bound = new HashMap<>();
    private final Map<String, NeighborsView> neighbors = new HashMap<>();
    private boolean gives;

    private record Binding(Kin kin, int swIfIndex) {}

    FibView(final Core core, final Superseded superseded, final ObjectText text, final ServiceConsumer consumer) {
        this.core = core;
        routes = core.routes();
        this.superseded = superseded;
        this.text = text;
        this.consumer = consumer;
    }

    /** Notes what was done; it is not undone in tables that another version has taken over. */
    private Effect did(final String what, final Runnable undo) {
        return consumer.did(what, () -> {
            if (!superseded.now()) {
                undo.run();
                routes.walks().begin();
            }
        });
    }

    @Override
    public Table hold(final String family, final int number, final String name) {
        final Kin kin = core.families().require(family);
        final String called = name == null ? kin.family().words().longName() + "-VRF:" + number : name;
        final RouteTable table = routes.tables().hold(kin, number, called, consumer.pluginId());
        held.computeIfAbsent(table, key -> new ArrayList<>())
                .add(did("table " + table.name(), () -> routes.tables().unlock(table, consumer.pluginId())));
        return table;
    }

    @Override
    public boolean release(final Table table) {
        final List<Effect> effects = held.get(table);
        if (effects == null) {
            return false;
        }
        effects.removeLast().forget();
        if (effects.isEmpty()) {
            held.remove(table);
        }
        routes.tables().unlock((RouteTable) table, consumer.pluginId());
        routes.walks().begin();
        return true;
    }

    @Override
    public Table table(final String family, final int number) {
        return routes.tables().find(core.families().require(family), number);
    }

    @Override
    public List<Table> tables(final String family) {
        return List.copyOf(routes.tables().of(core.families().require(family)));
    }

    @Override
    public Table of(final String family, final int swIfIndex) {
        return routes.tables().of(core.families().require(family), swIfIndex);
    }

    @Override
    public void bind(final Table table, final int swIfIndex) {
        final RouteTable to = (RouteTable) table;
        if (core.host().interfaces().byIndex(swIfIndex) == null) {
            throw new CommandException("there is no interface " + swIfIndex);
        }
        core.bindings().bind(to, swIfIndex, this);
        // However often it moves, one line says how it comes back.
        final Effect before = bound.remove(new Binding(to.kin(), swIfIndex));
        if (before != null) {
            before.forget();
        }
        if (to.number() != 0) {
            bound.put(
                    new Binding(to.kin(), swIfIndex),
                    did("interface " + swIfIndex + " in table " + to.name(), () -> core.bindings()
                            .unbind(to.kin(), swIfIndex, this)));
        }
    }

    @Override
    public Source source(final String name, final int rank) {
        final SourceEntry carried = routes.sources().find(consumer.pluginId(), name, null);
        final SourceEntry entry = carried != null && carried.owner() == Owner.CARRIED
                ? routes.sources().taken(carried)
                : routes.sources()
                        .add(
                                consumer.pluginId(),
                                name,
                                rank,
                                Owner.PLUGIN,
                                core.families().find(consumer.pluginId()) == null);
        final SourceView view = new SourceView(routes, entry);
        view.noted(did("routes of " + entry.label(), view::close));
        return view;
    }

    @Override
    public List<Path> lookup(final Table table, final long high, final long low) {
        return routes.cover((RouteTable) table, high, low).paths();
    }

    @Override
    public long[] counters(final Table table, final Prefix prefix) {
        final int route = routes.find((RouteTable) table, prefix);
        return route == 0 ? null : routes.counted(route);
    }

    @Override
    public Watch watch(final Table table, final long high, final long low, final Watch.Listener listener) {
        final Effect[] effect = new Effect[1];
        final WatchEntry watch = new WatchEntry(
                routes, consumer.pluginId(), (RouteTable) table, high, low, listener, () -> effect[0].forget());
        effect[0] = did("a watch", watch::close);
        return watch;
    }

    @Override
    public Neighbors neighbors(final String family) {
        final Kin kin = core.families().require(family);
        return neighbors.computeIfAbsent(family, key -> new NeighborsView(core, kin, this, this::gives));
    }

    private void gives() {
        if (!gives) {
            gives = true;
            did("neighbours", () -> core.neighbors().forgetOwned(this));
        }
    }

    @Override
    public String describe(final int forwarding) {
        return text.describe(forwarding);
    }

    @Override
    public int number(final String family) {
        return core.families().require(family).id();
    }

    @Override
    public Forwarding forwarding() {
        return core.forwarding();
    }

    @Override
    public FamilyHandle family(final Family family) {
        final Kin kin = core.attach(family);
        did("family " + family.name(), () -> core.detach(kin, family));
        return new FamilyView(core, text, kin, family);
    }
}
