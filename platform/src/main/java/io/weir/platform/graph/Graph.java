package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import io.weir.graph.FeatureListener;
import io.weir.graph.Next;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The graph as main knows it: nodes by name, arcs, and what is enabled where. A change is worked out here, instances and
 * positions included, while the workers run; at the barrier only references are swapped. Main only.
 *
 * <p>Destinations are numbers that belong to names. A number whose node isn't there leads to a drop with the reason "node
 * removed"; when a node of that name comes, packets find it. See {@link Targets} for when a name loses its number.
 */
public final class Graph {
    /** Has threads run what main has changed. */
    public interface Publisher {
        /** Parks the threads, runs the change, lets them go. */
        void publish(String why, Runnable change);

        /**
         * Runs the change while they run, and waits until each goes by it. Every single store of it must be one that a thread may see
         * alone. If it throws, the change is to be taken back, and may not have been made.
         */
        void write(String why, Runnable change);
    }

    /** Name of the node that drops what is on its way to an interface that is gone. */
    public static final String DELETED = "interface-deleted";

    private final List<? extends GraphThread> threads;
    private final Publisher publisher;
    private final Reasons reasons;
    private final Chains chains;
    private final Targets targets;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<FeatureArc, Arc> arcs = new LinkedHashMap<>();
    private final EnabledFeatures enabled = new EnabledFeatures();
    private final FeatureEvents events = new FeatureEvents(this::arc, this::stands);
    private final Map<FeatureArc, Consumer<IntPredicate>> watchers = new HashMap<>();

    public Graph(final List<? extends GraphThread> threads, final Publisher publisher, final Reasons reasons) {
        this.reasons = reasons;
        chains = new Chains(threads, nodes);
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

    /** Whether a node is in the graph, and not only one that bears its name. */
    public boolean stands(final Node node) {
        return nodes.get(node.name()) == node;
    }

    /** Tells the listener of a feature where it is enabled, now and until what is returned is run. */
    public Runnable listen(final Node feature, final FeatureListener listener) {
        return events.add(feature, listener);
    }

    /**
     * Has the start of an arc told which interfaces have features on it, whenever that may have changed, also while threads run: so it can
     * pass the arc by.
     *
     * @param watcher is asked to be quick, and not to fail.
     */
    public void watch(final FeatureArc key, final Consumer<IntPredicate> watcher) {
        watchers.put(key, watcher);
    }

    /** What tells the watcher of an arc, or null if there is none. */
    private Runnable telling(final Arc arc) {
        final Consumer<IntPredicate> watcher = watchers.get(arc.key());
        if (watcher == null) {
            return null;
        }
        final ArcRuntime any = arc.runtimes[0];
        final IntPredicate has = swIfIndex -> any.head(swIfIndex) != null;
        return () -> watcher.accept(has);
    }

    private List<Runnable> tellings() {
        return arcs.values().stream()
                .map(this::telling)
                .filter(Objects::nonNull)
                .toList();
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

    /**
     * Inserts nodes while threads run, if nothing else changes for them; else at a barrier.
     *
     * @param also what else happens; every single store of it must be one that a thread may see alone, and find by it what is inserted.
     * @throws GraphException as {@link #insert}.
     */
    public void insertInPlace(final String why, final Collection<Node> added, final Runnable also) {
        final GraphPlan plan = plan(GraphChange.insertion(why, added));
        if (!Insertion.fits(this, added)) {
            apply(plan, also);
            return;
        }
        // A thread that doesn't come is found before anything has changed.
        publisher.write(why, () -> {});
        added.forEach(this::instantiate);
        nodes.clear();
        nodes.putAll(plan.nodes());
        new Insertion(this, threads, added).write();
        final Set<Integer> ends = added.stream().map(node -> node.id).collect(Collectors.toSet());
        arcs.values().forEach(arc -> leadTo(arc, ends));
        VarHandle.releaseFence();
        also.run();
        events.changed();
    }

    /** Has interfaces whose own ends of an arc have come lead there. */
    private void leadTo(final Arc arc, final Set<Integer> ends) {
        arc.chains.keySet().removeIf(key -> ends.contains(key.getLast()));
        arc.entries.forEach((swIfIndex, entry) -> {
            if (ends.contains(entry.end())) {
                new WayPublication(chains, threads, arc, swIfIndex).write();
            }
        });
    }

    private void instantiate(final Node node) {
        node.id = target(node.name());
        if (node.runtimes.length == 0) {
            node.runtimes = instances(node);
        }
    }

    /** Takes nodes out at one barrier. Packets sent to them from then on are dropped and counted. */
    public void remove(final String why, final Collection<Node> gone) {
        apply(plan(GraphChange.removal(why, gone)), () -> {});
    }

    /**
     * What a change has come to.
     *
     * @param quiet whether no thread had a packet under way that may still name interfaces that went.
     * @param lost features that were enabled and went, to be given to {@link #apply} when the change is undone.
     */
    public record Outcome(boolean quiet, Lost lost) {}

    /** Where features were enabled that went. */
    public record Lost(Map<FeatureArc, Enabled> features) {
        /** None were. */
        public static final Lost NOTHING = new Lost(Map.of());
    }

    /**
     * Carries a change out at one barrier. Instances of new nodes and all that threads will run are made before; nodes that
     * were in the graph before come back with the instances that they had.
     *
     * @param plan made of the graph as it is now.
     * @param also what else happens at that barrier, before anything of the graph changes; what it throws leaves all as it was.
     */
    public Outcome apply(final GraphPlan plan, final Runnable also) {
        return apply(plan, Lost.NOTHING, also);
    }

    /**
     * The same, which also has features enabled again.
     *
     * @param again what a change lost that this one undoes.
     */
    public Outcome apply(final GraphPlan plan, final Lost again, final Runnable also) {
        final GraphChange change = plan.change();
        change.added().forEach(this::instantiate);
        final GraphState before = new GraphState(nodes, arcs, enabled);
        nodes.clear();
        nodes.putAll(plan.nodes());
        replaceArcs(plan, before.arcs());
        final Set<Integer> numbers = forget(change.interfaces().keySet());
        change.interfaces().values().forEach(all -> all.forEach(node -> numbers.add(node.id)));
        targets.deleted(numbers, true);
        final Lost lost = enabled.enableAgain(again, this::isFeature);
        arcs.forEach((key, arc) -> arc.order(plan.orders().get(key)));
        final Publication fresh = new Publication(this, chains, threads, targets.deleted());
        final ClosedChange closed =
                new ClosedChange(threads, change, before.nodes(), nodes, !numbers.isEmpty(), fresh, also, tellings());
        publish(change.why(), closed, () -> {
            before.restore(nodes, arcs, enabled);
            targets.deleted(numbers, false);
        });
        nodes.values().forEach(node -> node.forgetEdges(numbers));
        targets.giveBack(numbers, closed.quiet());
        events.changed();
        return new Outcome(closed.quiet(), lost);
    }

    /** Forgets what was enabled on interfaces; returns the numbers of their entries to arcs. */
    private Set<Integer> forget(final Collection<Integer> interfaces) {
        enabled.forget(interfaces);
        final Set<Integer> numbers = new HashSet<>();
        for (final int swIfIndex : interfaces) {
            for (final Arc arc : arcs.values()) {
                final Arc.Entry entry = arc.entries.remove(swIfIndex);
                if (entry != null) {
                    numbers.add(entry.target());
                }
            }
        }
        return numbers;
    }

    private boolean isFeature(final String name, final FeatureArc key) {
        final Node node = nodes.get(name);
        return node != null && node.features().containsKey(key);
    }

    private NodeRuntime[] instances(final Node node) {
        final NodeRuntime[] runtimes = new NodeRuntime[threads.size()];
        for (final GraphThread thread : threads) {
            try {
                runtimes[thread.index()] = node.instantiate(thread);
            } catch (final NodeException e) {
                throw e;
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
                    : new Arc(
                            spec, spec.last() == null ? 0 : target(spec.last()), threads.size(), enabled.on(key), old);
            arcs.put(key, arc);
        });
    }

    /** Publishes a change; if the barrier isn't had, takes back what was noted for it. */
    private void publish(final String why, final Runnable change, final Runnable undo) {
        try {
            publisher.publish(why, change);
        } catch (final RuntimeException | Error e) {
            undo.run();
            throw e;
        }
    }

    /**
     * Enables a feature on an interface, unless another holds it enabled already. On an arc that isn't there it waits until that
     * comes, if the feature does without it until then.
     *
     * @param holder whom {@link #disable} will name, by identity; each holds it once.
     * @throws GraphException when there is no such feature.
     */
    public void enable(final FeatureArc key, final String feature, final int swIfIndex, final Object holder) {
        final Arc arc = arcs.get(key);
        if (!isFeature(feature, key)) {
            throw new GraphException(
                    arc == null
                            ? "arc " + key.name() + " is not there"
                            : "feature " + feature + " is not on arc " + key.name());
        }
        final Enabled here = enabled.on(key);
        if (here.add(feature, swIfIndex, holder) && arc != null) {
            write("enable " + feature, arc, swIfIndex, () -> here.remove(feature, swIfIndex, holder));
            events.changed();
        }
    }

    /**
     * Lets go of a feature that a holder has enabled; returns whether it had, and it or the interface hasn't gone since. With
     * its last holder it is disabled.
     */
    public boolean disable(final FeatureArc key, final String feature, final int swIfIndex, final Object holder) {
        final Enabled here = enabled.on(key);
        if (here.holders(feature, swIfIndex).stream().noneMatch(each -> each == holder)) {
            return false;
        }
        final Arc arc = arcs.get(key);
        if (here.remove(feature, swIfIndex, holder) && arc != null) {
            write("disable " + feature, arc, swIfIndex, () -> here.add(feature, swIfIndex, holder));
            events.changed();
        }
        return true;
    }

    /** Who holds a feature enabled on an interface, in the order in which they came. */
    public List<Object> holders(final FeatureArc key, final String feature, final int swIfIndex) {
        return List.copyOf(enabled.on(key).holders(feature, swIfIndex));
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
        if (before == null) {
            // Nobody sends to the number yet, and who is told of it later finds where it leads.
            write(arc, swIfIndex);
        } else if (!entry.equals(before)) {
            write("arc " + key.name(), arc, swIfIndex, () -> arc.entries.put(swIfIndex, before));
        }
        return target;
    }

    /** Makes a node poll on a thread, or stops it. */
    public void polling(final Node node, final int thread, final boolean on) {
        final InputRuntime runtime = (InputRuntime) node.runtime(thread);
        if (runtime.polling != on) {
            publisher.write((on ? "poll " : "stop polling ") + node.name(), () -> runtime.polling = on);
            threads.get(thread).wake();
        }
    }

    /**
     * Changes one interface's way through one arc while threads run; all else stays as it is, so packets may take the way before
     * for the rest of a turn.
     */
    private void write(final String why, final Arc arc, final int swIfIndex, final Runnable undo) {
        try {
            publisher.write(why, () -> write(arc, swIfIndex));
        } catch (final RuntimeException | Error e) {
            undo.run();
            write(arc, swIfIndex);
            throw e;
        }
    }

    private void write(final Arc arc, final int swIfIndex) {
        new WayPublication(chains, threads, arc, swIfIndex).write();
        final Runnable telling = telling(arc);
        if (telling != null) {
            telling.run();
        }
    }
}
