package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The graph as main knows it: nodes by name, arcs, and what is enabled where. A change is worked out here, instances and
 * positions included, while the workers run; at the barrier only references are swapped. Main only.
 *
 * <p>Destinations are numbers that belong to names. A number whose node isn't there leads to a drop with the reason "node
 * removed"; when a node of that name comes, packets find it. See {@link Targets} for when a name loses its number.
 */
public final class Graph {
    /** Runs a change while all threads are parked. */
    @FunctionalInterface
    public interface Publisher {
        /** Parks the threads, runs the change, lets them go. */
        void publish(String why, Runnable change);
    }

    /** Name of the node that drops what is on its way to an interface that is gone. */
    public static final String DELETED = "interface-deleted";

    /** Nodes that hand over in a circle must not keep the barrier closed. */
    private static final int SETTLE_ROUNDS = 8;

    private final List<? extends GraphThread> threads;
    private final Publisher publisher;
    private final Reasons reasons;
    private final Chains chains;
    private final Targets targets;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<FeatureArc, Arc> arcs = new LinkedHashMap<>();

    public Graph(final List<? extends GraphThread> threads, final Publisher publisher, final Reasons reasons) {
        this.reasons = reasons;
        chains = new Chains(threads, this);
        targets = new Targets(threads);
        this.threads = threads;
        this.publisher = publisher;
    }

    public Reasons reasons() {
        return reasons;
    }

    /** The number of a name, new or known. */
    public int target(final String name) {
        return targets.of(name);
    }

    /** A handle for a name, which keeps its number for good. */
    public Next next(final String name) {
        return new Next(name, targets.keep(name));
    }

    /** The name of a number. */
    public String targetName(final int target) {
        return targets.name(target);
    }

    /** The highest number that a name has. */
    public int lastTarget() {
        return targets.last();
    }

    /**
     * Where packets that are sent to a number arrive now: there, or if it is an interface's entry to an arc, at the
     * interface's first feature on it or at its end.
     */
    public int arrival(final int target) {
        for (final Arc arc : arcs.values()) {
            for (final Map.Entry<Integer, Arc.Entry> entry : arc.entries.entrySet()) {
                if (entry.getValue().target() == target) {
                    final List<String> features = arc.enabled(entry.getKey());
                    return features.isEmpty() ? entry.getValue().end() : target(features.getFirst());
                }
            }
        }
        return target;
    }

    public Collection<Node> nodes() {
        return nodes.values();
    }

    /** The node of this name, or null. */
    public Node node(final String name) {
        return nodes.get(name);
    }

    public Collection<Arc> arcs() {
        return arcs.values();
    }

    /** The arc, or null. */
    public Arc arc(final FeatureArc key) {
        return arcs.get(key);
    }

    /**
     * What a change would make of the graph; nothing is touched.
     *
     * @throws GraphException with one sentence when it can't be.
     */
    public GraphPlan plan(final GraphChange change) {
        return GraphPlan.of(this, change);
    }

    /**
     * Inserts nodes at one barrier.
     *
     * @throws GraphException when a name is taken, an arc is missing or its order is a cycle; nothing has changed then.
     */
    public void insert(final String why, final Collection<Node> added) {
        insert(why, added, () -> {});
    }

    /** The same, with what else happens at that barrier. */
    public void insert(final String why, final Collection<Node> added, final Runnable also) {
        apply(plan(GraphChange.insertion(why, added)), also);
    }

    /** Takes nodes out at one barrier. Packets sent to them from then on are dropped and counted. */
    public void remove(final String why, final Collection<Node> gone) {
        apply(plan(GraphChange.removal(why, gone)), () -> {});
    }

    /**
     * Carries a change out at one barrier. Instances of new nodes and all that threads will run are made before; nodes that
     * were in the graph before come back with the instances that they had.
     *
     * @param plan made of the graph as it is now.
     * @param also what else happens at that barrier.
     */
    public void apply(final GraphPlan plan, final Runnable also) {
        apply(plan, null, also);
    }

    /**
     * The same, which also has features enabled as they were.
     *
     * @param enabled where, or null to leave that as it is.
     */
    public void apply(final GraphPlan plan, final GraphState enabled, final Runnable also) {
        final GraphChange change = plan.change();
        for (final Node node : change.added()) {
            node.id = target(node.name());
            if (node.runtimes.length == 0) {
                node.runtimes = instances(node);
            }
        }
        final GraphState before = new GraphState(nodes, arcs);
        final Map<String, Node> former = before.nodes();
        nodes.clear();
        nodes.putAll(plan.nodes());
        replaceArcs(plan, before.arcs());
        if (enabled != null) {
            enabled.enable(arcs, plan);
        }
        arcs.forEach((key, arc) -> arc.order(plan.orders().get(key)));
        final Publication fresh = new Publication(this, chains, threads, targets.deleted());
        final boolean leaves = change.gone().stream().anyMatch(node -> !nodes.containsKey(node.name()));
        publish(
                change.why(),
                () -> {
                    if (leaves) {
                        settle();
                    }
                    fresh.swap();
                    for (final Node node : change.added()) {
                        inherit(node, former.get(node.name()));
                    }
                    for (final Node node : change.gone()) {
                        release(node);
                    }
                    also.run();
                },
                () -> before.restore(nodes, arcs));
    }

    /** What is there and enabled just now. */
    public GraphState state() {
        return new GraphState(nodes, arcs);
    }

    private NodeRuntime[] instances(final Node node) {
        final NodeRuntime[] runtimes = new NodeRuntime[threads.size()];
        for (final GraphThread thread : threads) {
            try {
                runtimes[thread.index()] = node.instantiate(thread);
            } catch (final RuntimeException | Error e) {
                throw new NodeException(node, e);
            }
        }
        return runtimes;
    }

    private void replaceArcs(final GraphPlan plan, final Map<FeatureArc, Arc> before) {
        arcs.clear();
        plan.arcs().forEach((key, spec) -> {
            final Arc old = before.get(key);
            final Arc arc = old != null && old.spec().equals(spec)
                    ? old
                    : new Arc(spec, spec.last() == null ? 0 : target(spec.last()), threads.size(), old);
            arcs.put(key, arc);
            arc.retain(plan.orders().get(key).features());
        });
    }

    /**
     * Has what other threads handed over dispatched while its destination is still there; returns whether that was all.
     */
    private boolean settle() {
        boolean moved = true;
        for (int round = 0; moved && round < SETTLE_ROUNDS; round++) {
            moved = false;
            for (final GraphThread thread : threads) {
                moved |= thread.settle();
            }
        }
        return !moved;
    }

    private void inherit(final Node node, final Node former) {
        for (int i = 0; former != null && i < threads.size(); i++) {
            node.runtimes[i].inherit(former.runtimes[i]);
        }
    }

    /** Sees to it that no thread keeps anything of a node that has gone: its class loader would stay. */
    private void release(final Node gone) {
        for (final GraphThread thread : threads) {
            thread.dispatcher().release(gone);
        }
    }

    /** Publishes a change; if the barrier isn't had, takes back what was noted for it. */
    private void publish(final String why, final Runnable change, final Runnable undo) {
        try {
            publisher.publish(why, change);
        } catch (final RuntimeException e) {
            undo.run();
            throw e;
        }
    }

    private Arc require(final FeatureArc key) {
        final Arc arc = arcs.get(key);
        if (arc == null) {
            throw new GraphException("arc " + key.name() + " is not there");
        }
        return arc;
    }

    /** Enables or disables a feature on an interface; counted, see {@code Features}. */
    public void enable(final FeatureArc key, final String feature, final int swIfIndex, final boolean on) {
        final Arc arc = require(key);
        if (!arc.order().contains(feature)) {
            throw new GraphException("feature " + feature + " is not on arc " + key.name());
        }
        if (arc.count(feature, swIfIndex, on)) {
            publish((on ? "enable " : "disable ") + feature, arc, swIfIndex, () -> arc.count(feature, swIfIndex, !on));
        }
    }

    /** The number by which packets enter an arc on behalf of an interface. */
    public int entry(final FeatureArc key, final int swIfIndex, final int end) {
        final int target = target(key.name() + "@" + swIfIndex);
        final Arc arc = arcs.get(key);
        if (arc == null) {
            return end;
        }
        final Arc.Entry entry = new Arc.Entry(target, end);
        final Arc.Entry before = arc.entries.put(swIfIndex, entry);
        if (!entry.equals(before)) {
            publish("arc " + key.name(), arc, swIfIndex, () -> {
                if (before == null) {
                    arc.entries.remove(swIfIndex);
                } else {
                    arc.entries.put(swIfIndex, before);
                }
            });
        }
        return target;
    }

    /**
     * Takes out the nodes of interfaces and what was enabled on them. Packets on their way there are dropped as such; the
     * numbers that led there are given back.
     *
     * @param also what else happens at that barrier, before.
     * @return whether no thread had a packet under way that may still name these interfaces.
     */
    public boolean forget(
            final String why, final Collection<Integer> interfaces, final Collection<Node> gone, final Runnable also) {
        final GraphState before = new GraphState(nodes, arcs);
        final Set<Integer> numbers = new HashSet<>();
        for (final Node node : gone) {
            nodes.remove(node.name(), node);
            numbers.add(node.id);
        }
        for (final Arc arc : arcs.values()) {
            for (final int swIfIndex : interfaces) {
                arc.forget(swIfIndex);
                final Arc.Entry entry = arc.entries.remove(swIfIndex);
                if (entry != null) {
                    numbers.add(entry.target());
                }
            }
        }
        targets.deleted(numbers, true);
        final Publication fresh = new Publication(this, chains, threads, targets.deleted());
        final boolean[] quiet = new boolean[1];
        publish(
                why,
                () -> {
                    settle();
                    also.run();
                    fresh.swap();
                    gone.forEach(this::release);
                    // What nodes handed over just now, or hold a number for, ends at the node for what is deleted.
                    quiet[0] = settle();
                },
                () -> {
                    before.restore(nodes, arcs);
                    targets.deleted(numbers, false);
                });
        for (final Node node : nodes.values()) {
            node.forgetEdges(numbers);
        }
        targets.giveBack(numbers, quiet[0]);
        return quiet[0];
    }

    /** Makes a node poll on a thread, or stops it. */
    public void polling(final Node node, final int thread, final boolean on) {
        final InputRuntime runtime = (InputRuntime) node.runtime(thread);
        if (runtime.polling != on) {
            publisher.publish((on ? "poll " : "stop polling ") + node.name(), () -> runtime.polling = on);
            threads.get(thread).wake();
        }
    }

    /** Changes one interface's way through one arc; all else stays as it is. */
    private void publish(final String why, final Arc arc, final int swIfIndex, final Runnable undo) {
        final List<Position[]> places =
                threads.stream().map(thread -> thread.dispatcher().places()).toList();
        final Position[] heads = chains.heads(arc, swIfIndex, places);
        final Arc.Entry entry = arc.entries.get(swIfIndex);
        final Runnable swap = () -> {
            for (final GraphThread thread : threads) {
                final Position head = heads[thread.index()];
                arc.runtimes[thread.index()].head(swIfIndex, head);
                if (entry != null) {
                    final Dispatcher dispatcher = thread.dispatcher();
                    dispatcher.place(entry.target(), head == null ? dispatcher.place(entry.end()) : head);
                }
            }
        };
        publish(why, swap, undo);
    }
}
