package io.weir.benchmarks;

import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.host.Host;
import java.util.TreeMap;

/** What the nodes of one thread have counted at a moment; the difference of two is what a window cost. */
final class NodeClocks {
    /** The node that makes the packets. */
    static final String GENERATOR = "pg-input";

    /** What the nodes are called that finish what it makes; forwarding is all but these and it. */
    private static final String FINISHERS = "bench-";

    /** A node's counts. */
    record Count(long vectors, long clockNs) {}

    private final TreeMap<String, Count> counts = new TreeMap<>();

    NodeClocks(final Host host, final int thread) {
        for (final Node node : host.graph().nodes()) {
            final NodeRuntime runtime = node.runtime(thread);
            if (runtime != null) {
                counts.put(node.name(), new Count(runtime.vectors(), runtime.clockNs()));
            }
        }
    }

    private Count since(final NodeClocks before, final String node) {
        final Count now = counts.getOrDefault(node, new Count(0, 0));
        final Count then = before.counts.getOrDefault(node, new Count(0, 0));
        return new Count(now.vectors - then.vectors, now.clockNs - then.clockNs);
    }

    /** Packets generated since. */
    long packetsSince(final NodeClocks before) {
        return since(before, GENERATOR).vectors;
    }

    /** Packets that a node has seen since. */
    long packetsSince(final NodeClocks before, final String node) {
        return since(before, node).vectors;
    }

    /** Nanoseconds spent generating since. */
    long generatorNsSince(final NodeClocks before) {
        long sum = 0;
        for (final String node : counts.keySet()) {
            sum += node.equals(GENERATOR) || node.startsWith(FINISHERS) ? since(before, node).clockNs : 0;
        }
        return sum;
    }

    /** Nanoseconds per packet of one node since. */
    double nodeSince(final NodeClocks before, final String node) {
        final Count count = since(before, node);
        return count.clockNs / (double) count.vectors;
    }

    /** Nanoseconds per packet of each node that packets went through since. */
    Json perPacketSince(final NodeClocks before) {
        final Json json = new Json();
        for (final String node : counts.keySet()) {
            final Count count = since(before, node);
            if (count.vectors > 0) {
                json.put(node, count.clockNs / (double) count.vectors, 2);
            }
        }
        return json;
    }
}
