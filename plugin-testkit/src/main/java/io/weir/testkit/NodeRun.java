package io.weir.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of the packets of one frame, by their places in it; see {@link TestNode}. Immutable.
 */
public final class NodeRun {
    /**
     * A packet that the node made or took, and sent through a sink.
     *
     * @param to name of the node, or {@code drop} and the reason.
     * @param bytes of the packet.
     */
    public record Sent(String to, byte[] bytes) {}

    private final List<String> ways;
    private final List<byte[]> packets;
    private final List<long[]> notes;
    private final List<Sent> sent;
    private final Map<String, Long> counts;

    NodeRun(
            final List<String> ways,
            final List<byte[]> packets,
            final List<long[]> notes,
            final List<Sent> sent,
            final Map<String, Long> counts) {
        this.ways = List.copyOf(ways);
        this.packets = new ArrayList<>(packets);
        this.notes = new ArrayList<>(notes);
        this.sent = List.copyOf(sent);
        this.counts = Map.copyOf(counts);
    }

    /** Where packet {@code i} went: {@code default}, a node's name, {@code drop REASON}, {@code punt REASON}, {@code taken}. */
    public String way(final int i) {
        return ways.get(i);
    }

    /** Where all packets went, in their order. */
    public List<String> ways() {
        return ways;
    }

    /** Bytes of packet {@code i} as the node left it, from the current header on; null if it took the packet. */
    public byte[] packet(final int i) {
        return packets.get(i);
    }

    /**
     * What the node noted of packet {@code i} with {@link io.weir.graph.Frame#trace}, the last if it did so more often; null if it
     * didn't, or the packet was not traced: {@link TestNode#traced}. A node's {@link io.weir.graph.TraceRecordFormat} prints it.
     */
    public long[] noted(final int i) {
        final long[] fields = notes.get(i);
        return fields == null ? null : fields.clone();
    }

    /** What the node sent through its sink, in order. */
    public List<Sent> sent() {
        return sent;
    }

    /** What the node counted through its sink under a reason, without a drop. */
    public long counted(final String reason) {
        return counts.getOrDefault(reason, 0L);
    }

    @Override
    public String toString() {
        return ways
                + (sent.isEmpty() ? "" : ", sent " + sent.stream().map(Sent::to).toList());
    }
}
