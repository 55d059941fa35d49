package io.weir.platform.graph;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Works out, for main, where packets of each interface enter an arc and which positions they pass there. Interfaces with
 * the same features and the same end share a chain. Nothing here is seen by a thread before it is published.
 */
final class Chains {
    private final List<? extends GraphThread> threads;
    private final Map<String, Node> nodes;

    /** Chains of these nodes. */
    Chains(final List<? extends GraphThread> threads, final Map<String, Node> nodes) {
        this.threads = threads;
        this.nodes = nodes;
    }

    /** The first position of an interface's chain on each thread, given each thread's places; null without a feature. */
    Position[] heads(final Arc arc, final int swIfIndex, final List<Position[]> places) {
        final List<String> features = arc.enabled(swIfIndex);
        return features.isEmpty() ? new Position[threads.size()] : heads(arc, features, end(arc, swIfIndex), places);
    }

    /**
     * The first position that packets of an interface come to behind a feature, on each thread; null where that is the arc's own
     * end.
     */
    Position[] behind(final Arc arc, final String feature, final int swIfIndex, final List<Position[]> places) {
        final List<String> features = arc.enabledBehind(feature, swIfIndex);
        final int end = end(arc, swIfIndex);
        if (!features.isEmpty()) {
            return heads(arc, features, end, places);
        }
        final Position[] ends = new Position[threads.size()];
        for (int i = 0; i < ends.length && end != arc.last(); i++) {
            ends[i] = end < places.get(i).length ? places.get(i)[end] : null;
        }
        return ends;
    }

    private static int end(final Arc arc, final int swIfIndex) {
        final Arc.Entry entry = arc.entries.get(swIfIndex);
        return entry == null ? arc.last() : entry.end();
    }

    private Position[] heads(final Arc arc, final List<String> features, final int end, final List<Position[]> places) {
        return arc.chains.computeIfAbsent(List.of(features, end), key -> {
            final Position[] heads = new Position[threads.size()];
            for (final GraphThread thread : threads) {
                heads[thread.index()] = chain(thread, features, end, places.get(thread.index()));
            }
            return heads;
        });
    }

    private Position chain(
            final GraphThread thread, final List<String> features, final int end, final Position[] places) {
        Position next = end < places.length ? places[end] : null;
        int nextTarget = end;
        for (final String feature : features.reversed()) {
            final Node node = nodes.get(feature);
            final Position position = new Position(node.runtime(thread.index()), nextTarget, null);
            position.next = next;
            next = position;
            nextTarget = node.id;
        }
        return next;
    }

    /** Every interface's way onto an arc on each thread; entries are written into the places. */
    List<ArcRuntime> ways(final Arc arc, final List<Position[]> places) {
        final List<ArcRuntime> ways = List.of(ArcRuntime.all(threads.size(), arc.leaving()));
        for (final int swIfIndex : interfaces(arc)) {
            final Position[] heads = heads(arc, swIfIndex, places);
            final Arc.Entry entry = arc.entries.get(swIfIndex);
            for (int i = 0; i < heads.length; i++) {
                ways.get(i).head(swIfIndex, heads[i]);
                if (entry != null) {
                    places.get(i)[entry.target()] = heads[i] == null ? places.get(i)[entry.end()] : heads[i];
                }
            }
        }
        return ways;
    }

    /** Every interface's way on behind a feature of an arc, on each thread. */
    List<ArcRuntime> waysBehind(final Arc arc, final String feature, final List<Position[]> places) {
        final List<ArcRuntime> ways = List.of(ArcRuntime.all(threads.size(), arc.leaving()));
        for (final int swIfIndex : interfaces(arc)) {
            final Position[] heads = behind(arc, feature, swIfIndex, places);
            for (int i = 0; i < heads.length; i++) {
                ways.get(i).head(swIfIndex, heads[i]);
            }
        }
        return ways;
    }

    private static SortedSet<Integer> interfaces(final Arc arc) {
        final SortedSet<Integer> interfaces = new TreeSet<>(arc.users());
        interfaces.addAll(arc.entries.keySet());
        return interfaces;
    }
}
