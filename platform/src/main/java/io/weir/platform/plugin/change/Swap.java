package io.weir.platform.plugin.change;

import io.weir.graph.FeatureArc;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.platform.graph.ArcSpec;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphChange;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.graph.Node;
import io.weir.platform.iface.Deletion;
import io.weir.platform.iface.InterfaceTable.Rehoming;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What happens at the one barrier of a change: nodes, arcs, EtherTypes and the interfaces of what goes are exchanged for those
 * of what comes, and timers stand still. An interface changes hands if the new version has a device class of that name. Undone,
 * it is the reverse change of the graph at another barrier. Main only.
 */
final class Swap implements Action {
    private final HostServices host;
    private final String why;
    private final List<Ledger> leaving;
    private final List<Ledger> coming;
    /** Those of {@link #leaving} that nothing comes for. */
    private final List<Ledger> forGood;

    private final EtherTypeClaims types;
    /** Interfaces that go with the plugins that nothing comes for. */
    private final Deletion deletion;
    /** Interfaces that change hands, by the version that takes them over. */
    private final Map<Ledger, Map<Interface, Rehoming>> moves = new LinkedHashMap<>();

    private GraphChange reverse;
    private Graph.Outcome outcome;
    private long swappedNs;
    private long closedNs;

    /**
     * Works it out.
     *
     * @throws io.weir.platform.graph.GraphException with one sentence, when it can't be.
     */
    Swap(final HostServices host, final String why, final List<Step> steps) {
        this.host = host;
        this.why = why;
        leaving = steps.stream().map(Step::old).filter(Objects::nonNull).toList();
        coming = steps.stream().map(Step::fresh).filter(Objects::nonNull).toList();
        types = new EtherTypeClaims(host.etherTypes(), host.graph(), leaving, coming);
        forGood = steps.stream()
                .filter(step -> step.fresh() == null)
                .map(Step::old)
                .toList();
        final List<Interface> devices = new ArrayList<>();
        final List<String> classes = new ArrayList<>();
        for (final Ledger ledger : forGood) {
            devices.addAll(ledger.ownInterfaces());
            classes.addAll(ledger.deviceClassNames());
        }
        deletion = host.interfaces().deletion(devices, classes);
        for (final Step step : steps) {
            if (step.old() != null && step.fresh() != null) {
                moves.put(step.fresh(), moves(step));
            }
        }
    }

    private Map<Interface, Rehoming> moves(final Step step) {
        final Map<Interface, Rehoming> all = new LinkedHashMap<>();
        for (final Interface device : step.old().ownInterfaces()) {
            for (final DeviceClass candidate : step.fresh().described().deviceClasses()) {
                if (candidate.name().equals(device.deviceClass().name())) {
                    all.put(device, host.interfaces().rehome(device, candidate));
                }
            }
        }
        return all;
    }

    /** What it makes of the graph. */
    GraphPlan plan() {
        return host.graph().plan(change());
    }

    private GraphChange change() {
        final Set<FeatureArc> goneArcs = new HashSet<>();
        final List<Node> gone = new ArrayList<>(deletion.inputs());
        final List<ArcSpec> arcs = new ArrayList<>();
        final List<Node> added = new ArrayList<>();
        for (final Ledger ledger : leaving) {
            ledger.described().arcs().forEach(arc -> goneArcs.add(arc.key()));
            gone.addAll(ledger.described().nodes());
        }
        for (final Ledger ledger : coming) {
            arcs.addAll(ledger.described().arcs());
            added.addAll(ledger.described().nodes());
        }
        rehomings().forEach(move -> {
            gone.addAll(move.gone());
            added.addAll(move.added());
        });
        deletion.interfaces().values().forEach(gone::addAll);
        return new GraphChange(why, goneArcs, gone, arcs, added, deletion.interfaces());
    }

    private List<Rehoming> rehomings() {
        return moves.values().stream().flatMap(each -> each.values().stream()).toList();
    }

    /** Interfaces that a version takes over: those of its device classes, and sub-interfaces, which have the host's. */
    List<Interface> moved(final Step step) {
        final List<Interface> all =
                new ArrayList<>(moves.getOrDefault(step.fresh(), Map.of()).keySet());
        step.old().ownInterfaces().stream()
                .filter(device -> device.parent() != null)
                .forEach(all::add);
        return all;
    }

    @Override
    public String what() {
        final StringBuilder text = new StringBuilder("at one barrier: ");
        final GraphChange change = change();
        text.append(change.gone().size())
                .append(" nodes go, ")
                .append(change.added().size())
                .append(" come");
        final int moved = rehomings().size();
        if (moved > 0) {
            text.append(", ").append(moved).append(" interfaces change hands");
        }
        if (deletion.count() > 0) {
            text.append(", ").append(deletion.count()).append(" interfaces go");
        }
        return text.append(leaving.isEmpty() ? "" : ", timers of what goes stand still")
                .toString();
    }

    @Override
    public void apply() {
        if (deletion.count() > 0) {
            // Listeners can't take back what they do about an interface that goes: a worker that is stuck is found
            // before.
            host.main().inPlace(why, () -> {});
            deletion.announce();
        }
        final GraphPlan plan = plan();
        reverse = plan.reverse(host.graph());
        final Runnable[] swaps = swaps();
        try {
            outcome = host.graph().apply(plan, () -> exchange(swaps));
        } catch (final RuntimeException | Error e) {
            deletion.recall();
            throw e;
        }
        swappedNs = host.main().barrierStats().lastOpenedNs();
        closedNs = host.main().barrierStats().lastClosedNs();
    }

    /** What happens besides, in order: laid out before. */
    private Runnable[] swaps() {
        final List<Runnable> swaps = new ArrayList<>(List.of(types.applying()));
        leaving.forEach(ledger -> swaps.add(ledger::stopTimers));
        swaps.add(deletion.swap());
        rehomings().forEach(move -> swaps.add(move.swap()));
        return swaps.toArray(Runnable[]::new);
    }

    private static void exchange(final Runnable[] swaps) {
        for (final Runnable swap : swaps) {
            swap.run();
        }
    }

    @Override
    public void undo() {
        final Runnable reverting = types.reverting();
        host.graph().apply(host.graph().plan(reverse), outcome.lost(), () -> {
            reverting.run();
            coming.forEach(Ledger::cancelTimers);
            rehomings().forEach(move -> move.undo().run());
            leaving.forEach(Ledger::resumeTimers);
        });
    }

    /** Nothing undoes it any more: devices of interfaces that went are told. */
    void finish() {
        forGood.forEach(Ledger::interfacesGone);
        deletion.gone(outcome.quiet());
    }

    /** What is left to do when those that went have gone wholly: takes back their timers. */
    void cleanUp() {
        host.main().atBarrier("timers after " + why, () -> {
            leaving.forEach(Ledger::cancelTimers);
            rehomings().forEach(move -> move.done().run());
        });
    }

    /** Whether there is anything to {@link #cleanUp}. */
    boolean leavesTimers() {
        return !rehomings().isEmpty() || leaving.stream().anyMatch(Ledger::hasTimers);
    }

    /** When workers went on, in nanoseconds of {@link System#nanoTime}. */
    long swappedNs() {
        return swappedNs;
    }

    /** How long workers stood, in nanoseconds. */
    long closedNs() {
        return closedNs;
    }
}
