package io.weir.ip4.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.ip4.internal.fib.Mtrie;
import io.weir.ip4.internal.fib.RouteCounters;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.FlowHash;
import io.weir.net.Ip4Header;

/**
 * Node ip4-lookup: finds the route of each destination, counts it, and notes its adjacency (VPP: ip4_forward.h). A packet
 * to a known neighbour is left to the default, ip4-rewrite; what else there is, the adjacency's lookup target says.
 */
public final class Ip4LookupNode implements PacketNode {
    private final long root;
    private final long plies;
    private final long words;
    private final long targets;
    private final long lines;
    private final RouteCounters.Part counters;
    private final AdjacencyTable.LookupTargets known;

    public Ip4LookupNode(
            final Mtrie mtrie,
            final RouteCounters.Part counters,
            final AdjacencyTable adjacencies,
            final AdjacencyTable.LookupTargets known) {
        root = mtrie.root();
        plies = mtrie.plies();
        words = counters.words();
        targets = adjacencies.targets();
        lines = adjacencies.lines();
        this.counters = counters;
        this.known = known;
    }

    @Override
    public void process(final Frame frame) {
        final int[] packets = frame.indices();
        final long rootSlots = root;
        final long plySlots = plies;
        final long countWords = words;
        final long targetWords = targets;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = Buffer.address(packets[i]);
            final long head = Buffer.head(buffer);
            final long leaf = Mtrie.lookup(rootSlots, plySlots, Ip4Header.destination(Buffer.headData(buffer, head)));
            final int adjacency = Mtrie.adjacency(leaf);
            Buffer.adjacency(buffer, adjacency);
            final long word = countWords + Mtrie.routeOffset(leaf);
            final long count = Memory.getLong(word) + RouteCounters.ONE_PACKET + Buffer.headLength(head);
            Memory.putLong(word, count);
            final int target = (int) Memory.getLong(targetWords + ((long) adjacency << 3));
            if (target != 0
                    || (count & RouteCounters.FULL) != 0
                    || (Buffer.headFlags(head) & Buffer.NEXT_PRESENT) != 0) {
                unusual(frame, i, buffer, word, target);
            }
        }
    }

    private void unusual(final Frame frame, final int i, final long buffer, final long word, final int target) {
        if ((Memory.getLong(word) & RouteCounters.FULL) != 0) {
            counters.spill(word);
        }
        Memory.putLong(word, Memory.getLong(word) + Buffer.lengthAfterFirst(buffer));
        int to = target;
        if (to == known.loadBalance()) {
            to = balance(buffer);
        }
        if (to == known.drop()) {
            final long line = lines + ((long) Buffer.adjacency(buffer) << AdjacencyTable.LINE_SHIFT);
            Buffer.error(buffer, Memory.getInt(line + AdjacencyTable.REASON));
        }
        if (to != 0) {
            frame.send(i, to);
        }
    }

    /** Chooses a bucket by the flow; returns the target of its adjacency. */
    private int balance(final long buffer) {
        final long line = lines + ((long) Buffer.adjacency(buffer) << AdjacencyTable.LINE_SHIFT);
        final int bucket = FlowHash.ip4(buffer) & Memory.getInt(line + AdjacencyTable.BUCKET_MASK);
        final int chosen = Memory.getInt(Memory.getLong(line + AdjacencyTable.BUCKETS) + bucket * 4L);
        Buffer.adjacency(buffer, chosen);
        return (int) Memory.getLong(targets + ((long) chosen << 3));
    }
}
