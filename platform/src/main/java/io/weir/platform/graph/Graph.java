package io.weir.platform.graph;

import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
 * <p>Destinations are numbers that belong to names for good. A number whose node isn't there leads to a drop with the
 * reason "node removed"; when a node of that name comes, packets find it.
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

    private final List<? extends GraphThread> threads;
    private final Publisher publisher;
    private final Reasons reasons;
    private final Chains chains;
    private final Map<String, Integer> targets = new HashMap<>();
    private final List<String> targetNames = new ArrayList<>(List.of(""));
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<FeatureArc, Arc> arcs = new LinkedHashMap<>();
    /** Numbers of nodes and arc entries of interfaces that are gone; good for as long as nothing new has them. */
    private final Set<Integer> deleted = new HashSet<>();

    public Graph(final List<? extends GraphThread> threads, final Publisher publisher, final Reasons reasons) {
        this.reasons = reasons;
        chains = new Chains(threads, this);
        this.threads = threads;
        this.publisher = publisher;
    }

    public Reasons reasons() {
        return reasons;
    }

    /** The number of a name, new or known. */
    public int target(final String name) {
        return targets.computeIfAbsent(name, n -> {
            if (targetNames.size() > Short.MAX_VALUE) {
                throw new GraphException("no numbers left for node " + n);
            }
            targetNames.add(n);
            threads.forEach(thread -> thread.dispatcher().lastTarget(lastTarget()));
            return lastTarget();
        });
    }

    /** A handle for a name. */
    public Next next(final String name) {
        return new Next(name, target(name));
    }

    /** The name of a number. */
    public String targetName(final int target) {
        return targetNames.get(target);
    }

    /** The highest number that a name has. */
    public int lastTarget() {
        return targetNames.size() - 1;
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

    /** Defines an arc; nodes that begin or join it come later. */
    public void addArc(final FeatureArc key, final String owner, final String last) {
        if (arcs.containsKey(key)) {
            throw new GraphException("arc " + key.name() + " is there already, from "
                    + arcs.get(key).owner());
        }
        arcs.put(key, new Arc(key, owner, last == null ? 0 : target(last), threads.size()));
    }

    /** Takes an arc away; nodes of others that began it send to their own default from then on. */
    public void removeArc(final FeatureArc key) {
        final Saved before = save();
        final Arc gone = arcs.remove(key);
        if (gone != null) {
            republish("remove arc " + key.name(), before, () -> arcs.put(key, gone));
        }
    }

    /**
     * Inserts nodes at one barrier.
     *
     * @throws GraphException when a name is taken, an arc is missing or its order is a cycle; nothing has changed then.
     */
    public void insert(final String why, final Collection<Node> added) {
        final Map<String, Node> wanted = new TreeMap<>(nodes);
        for (final Node node : added) {
            final Node other = wanted.putIfAbsent(node.name(), node);
            if (other != null) {
                throw new GraphException("node " + node.name() + " is there already, from " + other.owner());
            }
            node.features().keySet().forEach(this::require);
        }
        final Map<FeatureArc, FeatureOrder> orders = orders(wanted.values());
        for (final Node node : added) {
            node.id = target(node.name());
            node.runtimes = new NodeRuntime[threads.size()];
            for (final GraphThread thread : threads) {
                node.runtimes[thread.index()] = node.instantiate(thread);
            }
        }
        final Saved before = save();
        nodes.putAll(wanted);
        orders.forEach((arc, order) -> arcs.get(arc).order(order));
        republish(why, before);
    }

    /** Takes nodes out at one barrier. Packets sent to them from then on are dropped and counted. */
    public void remove(final String why, final Collection<Node> gone) {
        final Saved before = save();
        for (final Node node : gone) {
            nodes.remove(node.name(), node);
            node.features().keySet().stream().filter(arcs::containsKey).forEach(arc -> arcs.get(arc)
                    .forget(node.name()));
        }
        orders(nodes.values()).forEach((arc, order) -> arcs.get(arc).order(order));
        republish(why, before);
    }

    /** What main knew before a change that can still be given up at the barrier. */
    private record Saved(Map<String, Node> nodes, Map<FeatureArc, Arc.Saved> arcs) {}

    private Saved save() {
        final Map<FeatureArc, Arc.Saved> saved = new HashMap<>();
        arcs.forEach((key, arc) -> saved.put(key, arc.save()));
        return new Saved(new TreeMap<>(nodes), saved);
    }

    private void restore(final Saved before) {
        nodes.clear();
        nodes.putAll(before.nodes);
        before.arcs.forEach((key, saved) -> arcs.get(key).restore(saved));
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

    private Map<FeatureArc, FeatureOrder> orders(final Collection<Node> all) {
        final Map<FeatureArc, FeatureOrder> orders = new LinkedHashMap<>();
        for (final Arc arc : arcs.values()) {
            final List<Node> features = all.stream()
                    .filter(node -> node.features().containsKey(arc.key()))
                    .toList();
            orders.put(
                    arc.key(), FeatureOrder.of(arc.key(), features, arc.last() == 0 ? null : targetName(arc.last())));
        }
        return orders;
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

    /** Takes out the nodes of an interface and what was enabled on it. Packets on their way there are dropped as such. */
    public void forget(final int swIfIndex, final Collection<Node> gone) {
        final Saved before = save();
        for (final Node node : gone) {
            nodes.remove(node.name(), node);
            deleted.add(node.id);
        }
        for (final Arc arc : arcs.values()) {
            arc.forget(swIfIndex);
            final Arc.Entry entry = arc.entries.remove(swIfIndex);
            if (entry != null) {
                deleted.add(entry.target());
            }
        }
        republish("interface deleted", before);
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

    private void republish(final String why, final Saved before) {
        republish(why, before, () -> {});
    }

    /** Works out every thread's places and chains from the nodes and arcs as they are now, and swaps them in. */
    private void republish(final String why, final Saved before, final Runnable undo) {
        final int drop = target("error-drop");
        final int punt = target("error-punt");
        target(DELETED);
        final List<Position[]> fresh = threads.stream().map(this::places).toList();
        final Map<Arc, List<ArcRuntime>> freshArcs = new LinkedHashMap<>();
        for (final Arc arc : arcs.values()) {
            arc.chains.clear();
            freshArcs.put(arc, chains.ways(arc, fresh));
        }
        final InputRuntime[][] preInputs = inputs(NodeType.PRE_INPUT);
        final InputRuntime[][] inputs = inputs(NodeType.INPUT);
        final Runnable swap = () -> {
            for (final GraphThread thread : threads) {
                thread.dispatcher().replace(fresh.get(thread.index()), drop, punt);
                thread.inputs(preInputs[thread.index()], inputs[thread.index()]);
            }
            freshArcs.forEach((arc, ways) -> {
                for (int i = 0; i < ways.size(); i++) {
                    arc.runtimes[i].replace(ways.get(i));
                }
            });
        };
        publish(why, swap, () -> {
            undo.run();
            restore(before);
            // These chains lead to places that were never published.
            arcs.values().forEach(arc -> arc.chains.clear());
        });
    }

    private Position[] places(final GraphThread thread) {
        final Position[] places = new Position[targetNames.size()];
        for (final Node node : nodes.values()) {
            if (node.type() == NodeType.INTERNAL) {
                final Arc arc = node.startsArc() == null ? null : arcs.get(node.startsArc());
                places[node.id] = new Position(
                        node.runtime(thread.index()),
                        defaultTarget(node, arc),
                        arc == null ? null : arc.runtimes[thread.index()]);
            }
        }
        final Position gone = places[target(DELETED)];
        for (final int target : deleted) {
            if (places[target] == null) {
                places[target] = gone;
            }
        }
        for (final Position place : places) {
            if (place != null && place.nextTarget > 0) {
                place.next = places[place.nextTarget];
            }
        }
        return places;
    }

    private static int defaultTarget(final Node node, final Arc arc) {
        if (!node.nexts().isEmpty()) {
            return node.nexts().getFirst().target();
        }
        return arc == null ? 0 : arc.last();
    }

    private InputRuntime[][] inputs(final NodeType type) {
        final InputRuntime[][] inputs = new InputRuntime[threads.size()][];
        for (int i = 0; i < inputs.length; i++) {
            final int thread = i;
            inputs[i] = nodes.values().stream()
                    .filter(node -> node.type() == type)
                    .map(node -> (InputRuntime) node.runtime(thread))
                    .toArray(InputRuntime[]::new);
        }
        return inputs;
    }
}
