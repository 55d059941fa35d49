package io.weir.platform.plugin.change;

import io.weir.graph.FeatureArc;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.platform.fault.Failures;
import io.weir.platform.graph.ArcSpec;
import io.weir.platform.graph.GraphChange;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.graph.GraphState;
import io.weir.platform.graph.Node;
import io.weir.platform.iface.InterfaceTable.Rehoming;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One change to what plugins have in the host: some come, some go, some take the place of their own earlier version, all at
 * one barrier. What was described is checked first ({@link #plan}); a change that is refused, or fails before the new
 * plugins have started, leaves everything as it was. Main only.
 */
public final class LiveChange {
    /**
     * A part of a change.
     *
     * @param old what goes, or null.
     * @param fresh what comes and is described already, or null.
     */
    public record Step(Ledger old, Ledger fresh) {}

    private final HostServices host;
    private final String why;
    private final List<Ledger> leaving;
    private final List<Ledger> coming;
    /** How interfaces change to the new version of their device class. */
    private final Map<Interface, Rehoming> moves = new LinkedHashMap<>();

    private final Map<Ledger, List<Interface>> moved = new HashMap<>();
    /** New plugins that have taken over interfaces. */
    private final Set<Ledger> adopted = new HashSet<>();

    private final List<Step> steps;
    private long swappedNs;
    private long closedNs;
    /** Whether it failed, and could not be taken back. */
    private boolean torn;

    /**
     * A change.
     *
     * @param steps in the order of their dependencies.
     */
    public LiveChange(final HostServices host, final String why, final List<Step> steps) {
        this.host = host;
        this.why = why;
        this.steps = steps;
        leaving = steps.stream().map(Step::old).filter(Objects::nonNull).toList();
        coming = steps.stream().map(Step::fresh).filter(Objects::nonNull).toList();
    }

    /**
     * Has a part of the platform describe itself as plugins do, and brings what it described.
     *
     * @throws io.weir.cli.CommandException or a {@link io.weir.platform.graph.GraphException} when something clashes; nothing
     *     of it is left then.
     */
    public static void bring(final HostServices host, final Ledger ledger, final WeirPlugin plugin) {
        ledger.describe(plugin, null, true);
        new LiveChange(host, "plugin " + ledger.pluginId(), List.of(new Step(null, ledger))).apply();
    }

    /** Takes one out that came alone. */
    public static void take(final HostServices host, final Ledger ledger) {
        new LiveChange(host, "unload " + ledger.pluginId(), List.of(new Step(ledger, null))).apply();
    }

    /**
     * What it makes of the graph.
     *
     * @throws io.weir.platform.graph.GraphException or an IllegalArgumentException, with one sentence, when it can't be.
     */
    public GraphPlan plan() {
        final GraphPlan plan = host.graph().plan(change(List.of(), List.of()));
        new EtherTypeClaims(host.etherTypes(), host.graph(), leaving, coming);
        final Set<String> owners = new HashSet<>();
        leaving.forEach(ledger -> owners.add(ledger.pluginId()));
        coming.forEach(
                ledger -> ledger.commands().forEach(spec -> host.commands().check(ledger.pluginId(), spec, owners)));
        return plan;
    }

    private GraphChange change(final List<Node> alsoGone, final List<Node> alsoAdded) {
        final Set<FeatureArc> goneArcs = new HashSet<>();
        final List<Node> gone = new ArrayList<>(alsoGone);
        final List<ArcSpec> arcs = new ArrayList<>();
        final List<Node> added = new ArrayList<>(alsoAdded);
        for (final Ledger ledger : leaving) {
            ledger.arcs().forEach(arc -> goneArcs.add(arc.key()));
            gone.addAll(ledger.nodes());
        }
        for (final Ledger ledger : coming) {
            arcs.addAll(ledger.arcs());
            added.addAll(ledger.nodes());
        }
        return new GraphChange(why, goneArcs, gone, arcs, added);
    }

    /** Carries it out. What comes is taken back if that fails. */
    public void apply() {
        if (coming.isEmpty()) {
            remove();
            return;
        }
        try {
            coming.forEach(Ledger::prepare);
            replace();
        } catch (final RuntimeException | Error e) {
            if (!torn) {
                coming.reversed().forEach(Ledger::abandon);
            }
            throw e;
        }
    }

    private void remove() {
        plan();
        // A worker that is stuck refuses the change before anything is touched.
        host.main().atBarrier(why, () -> {});
        leaving.reversed().forEach(Ledger::retire);
        final EtherTypeClaims types = new EtherTypeClaims(host.etherTypes(), host.graph(), leaving, coming);
        host.graph().apply(host.graph().plan(change(List.of(), List.of())), () -> {
            types.apply();
            leaving.forEach(Ledger::cancelTimers);
        });
        noteSwap();
        leaving.reversed().forEach(Ledger::finish);
    }

    private void noteSwap() {
        swappedNs = host.main().barrierStats().lastOpenedNs();
        closedNs = host.main().barrierStats().lastClosedNs();
    }

    /** When workers went on after the swap, in nanoseconds of {@link System#nanoTime}. */
    public long swappedNs() {
        return swappedNs;
    }

    /** How long workers stood for the swap, in nanoseconds. */
    public long closedNs() {
        return closedNs;
    }

    private void replace() {
        plan();
        steps.forEach(this::moveInterfaces);
        final GraphPlan plan = host.graph()
                .plan(change(
                        moves.values().stream()
                                .flatMap(move -> move.gone().stream())
                                .toList(),
                        moves.values().stream()
                                .flatMap(move -> move.added().stream())
                                .toList()));
        final EtherTypeClaims types = new EtherTypeClaims(host.etherTypes(), host.graph(), leaving, coming);
        final GraphState enabled = host.graph().state();
        leaving.forEach(ledger -> ledger.hold(true));
        try {
            host.graph().apply(plan, () -> {
                types.apply();
                moves.values().forEach(move -> move.swap().run());
                leaving.forEach(Ledger::cancelTimers);
            });
        } catch (final RuntimeException | Error e) {
            leaving.forEach(ledger -> ledger.hold(false));
            throw e;
        }
        noteSwap();
        leaving.forEach(Ledger::withdraw);
        try {
            for (final Step step : steps) {
                if (step.fresh != null) {
                    step.fresh.adopt(step.old, moved.getOrDefault(step.fresh, List.of()));
                    adopted.add(step.fresh);
                    step.fresh.start();
                }
            }
        } catch (final RuntimeException | Error e) {
            putBack(plan.change(), types, enabled, e);
            throw e;
        }
        leaving.reversed().forEach(Ledger::succeeded);
    }

    /** Interfaces stay if the new version has a device class of the same name. */
    private void moveInterfaces(final Step step) {
        if (step.old == null || step.fresh == null) {
            return;
        }
        for (final Interface device : step.old.ownInterfaces()) {
            for (final DeviceClass candidate : step.fresh.deviceClasses()) {
                if (candidate.name().equals(device.deviceClass().name())) {
                    moves.put(device, host.interfaces().rehome(device, candidate));
                    moved.computeIfAbsent(step.fresh, key -> new ArrayList<>()).add(device);
                }
            }
        }
    }

    private void putBack(
            final GraphChange done, final EtherTypeClaims types, final GraphState enabled, final Throwable cause) {
        try {
            revert(done, types, enabled);
        } catch (final RuntimeException | Error e) {
            // Workers still run the new nodes, so nothing that those use may be given back.
            torn = true;
            e.addSuppressed(cause);
            throw new IllegalStateException(
                    why + " failed (" + Failures.text(cause) + "), and what was before can't be put back ("
                            + Failures.text(e) + "): restart the host",
                    e);
        }
    }

    /** A new plugin did not start: what was comes back. */
    private void revert(final GraphChange done, final EtherTypeClaims types, final GraphState enabled) {
        for (final Step step : steps.reversed()) {
            if (step.fresh != null) {
                if (step.old != null && adopted.contains(step.fresh)) {
                    step.old.adopt(step.fresh, moved.getOrDefault(step.fresh, List.of()));
                }
                step.fresh.retire();
            }
        }
        final Set<FeatureArc> arcs = new HashSet<>();
        done.addedArcs().forEach(arc -> arcs.add(arc.key()));
        final List<ArcSpec> oldArcs = new ArrayList<>();
        leaving.forEach(ledger -> oldArcs.addAll(ledger.arcs()));
        final List<Node> back = done.gone();
        final List<Node> away = done.added();
        final GraphChange reverse = new GraphChange("take back: " + why, arcs, away, oldArcs, back);
        host.graph().apply(host.graph().plan(reverse), enabled, () -> {
            types.revert();
            moves.values().forEach(move -> move.undo().run());
            coming.forEach(Ledger::cancelTimers);
        });
        leaving.forEach(Ledger::resume);
    }
}
