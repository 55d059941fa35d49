package io.weir.platform.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What every thread will run once a change is published: its places, its ways onto arcs, its input nodes. Made by main
 * while the threads run what they have; {@link #swap} is all that happens at the barrier.
 */
final class Publication {
    private final GraphThread[] threads;
    private final int drop;
    private final int punt;
    private final Position[][] places;
    /** What each of the threads' ways is, */
    private final List<ArcRuntime> former = new ArrayList<>();
    /** and will be. */
    private final List<ArcRuntime> ways = new ArrayList<>();

    private final InputRuntime[][] preInputs;
    private final InputRuntime[][] inputs;

    Publication(
            final Graph graph,
            final Chains chains,
            final List<? extends GraphThread> threads,
            final Set<Integer> deleted) {
        this.threads = threads.toArray(GraphThread[]::new);
        drop = graph.target("error-drop");
        punt = graph.target("error-punt");
        final int deletion = graph.target(Graph.DELETED);
        for (final Node node : graph.nodes()) {
            final Arc arc = node.resumesBehind() == null ? null : graph.arc(node.startsArc());
            if (arc != null) {
                arc.resumed.computeIfAbsent(
                        node.resumesBehind(), feature -> ArcRuntime.all(threads.size(), arc.leaving()));
            }
        }
        final List<Position[]> all = threads.stream()
                .map(thread -> places(graph, thread, deleted, deletion))
                .toList();
        places = all.toArray(Position[][]::new);
        for (final Arc arc : graph.arcs()) {
            arc.chains.clear();
            put(arc.runtimes, chains.ways(arc, all));
        }
        for (final Arc arc : graph.arcs()) {
            // Behind the ways of all arcs: their ends may be entries to others.
            arc.resumed.forEach((feature, runtimes) -> put(runtimes, chains.waysBehind(arc, feature, all)));
        }
        preInputs = inputs(graph.nodes(), NodeType.PRE_INPUT);
        inputs = inputs(graph.nodes(), NodeType.INPUT);
    }

    private void put(final ArcRuntime[] runtimes, final List<ArcRuntime> fresh) {
        former.addAll(List.of(runtimes));
        ways.addAll(fresh);
    }

    private static Position[] places(
            final Graph graph, final GraphThread thread, final Set<Integer> deleted, final int deletion) {
        final Position[] places = new Position[graph.lastTarget() + 1];
        for (final Node node : graph.nodes()) {
            if (node.type() == NodeType.INTERNAL) {
                final Arc arc = node.startsArc() == null ? null : graph.arc(node.startsArc());
                places[node.id] = new Position(
                        node.runtime(thread.index()),
                        defaultTarget(node, arc),
                        arc == null ? null : runtimes(arc, node)[thread.index()]);
            }
        }
        for (final int target : deleted) {
            if (places[target] == null) {
                places[target] = places[deletion];
            }
        }
        for (final Position place : places) {
            if (place != null && place.nextTarget > 0) {
                place.next = places[place.nextTarget];
            }
        }
        return places;
    }

    private static ArcRuntime[] runtimes(final Arc arc, final Node node) {
        return node.resumesBehind() == null ? arc.runtimes : arc.resumed.get(node.resumesBehind());
    }

    private static int defaultTarget(final Node node, final Arc arc) {
        if (!node.nexts().isEmpty()) {
            return node.nexts().getFirst().target();
        }
        return arc == null ? 0 : arc.last();
    }

    private InputRuntime[][] inputs(final Collection<Node> nodes, final NodeType type) {
        final InputRuntime[][] runtimes = new InputRuntime[threads.length][];
        for (int i = 0; i < runtimes.length; i++) {
            final int thread = i;
            runtimes[i] = nodes.stream()
                    .filter(node -> node.type() == type)
                    .map(node -> (InputRuntime) node.runtime(thread))
                    .toArray(InputRuntime[]::new);
        }
        return runtimes;
    }

    /** Puts it in force; while all threads are parked, so nothing is allocated. */
    void swap() {
        for (final GraphThread thread : threads) {
            thread.dispatcher().out().replace(places[thread.index()], drop, punt);
            thread.inputs(preInputs[thread.index()], inputs[thread.index()]);
        }
        for (int i = 0; i < ways.size(); i++) {
            former.get(i).replace(ways.get(i));
        }
    }
}
