package io.weir.platform.trace;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.platform.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * One thread's traces. Packets are marked by an input node (or any node that is asked to), and each node that they come
 * to adds a record. The thread writes, main takes what it prints and clears while the thread is parked. Tracing allocates: it is for
 * looking at a few packets.
 */
public final class Tracer {
    /** Bytes of a packet that a record keeps. */
    static final int PACKET_BYTES = 128;

    static final int META_BYTES = Buffer.DATA_OFFSET - Buffer.HEADROOM_BYTES - Buffer.METADATA_OFFSET;
    private static final int MAX_PACKETS = 10_000;

    private final int thread;
    private final List<List<TraceRecord>> packets = new ArrayList<>();

    /** Traces of the thread with this index. */
    public Tracer(final int thread) {
        this.thread = thread;
    }

    /**
     * Marks up to {@code limit} packets that are not marked yet.
     *
     * @return how many of the packets, from the first on, were looked at to mark that many.
     */
    public int mark(final int[] buffers, final int offset, final int count, final int limit) {
        final int marked = Math.min(count, limit);
        for (int i = offset; i < offset + marked; i++) {
            final long buffer = Buffer.address(buffers[i]);
            if (!Buffer.has(buffer, Buffer.TRACED) && packets.size() < MAX_PACKETS) {
                Buffer.traceHandle(buffer, thread << 24 | packets.size());
                packets.add(new ArrayList<>());
            }
        }
        return marked;
    }

    /** Adds a record for each marked packet. */
    public void record(final Node node, final int[] buffers, final int count) {
        final long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            final long buffer = Buffer.address(buffers[i]);
            if (Buffer.has(buffer, Buffer.TRACED)) {
                final int handle = Buffer.traceHandle(buffer) & 0xffffff;
                if (Buffer.traceHandle(buffer) >>> 24 == thread && handle < packets.size()) {
                    packets.get(handle).add(new TraceRecord(node, now, image(buffer)));
                }
            }
        }
    }

    private static byte[] image(final long buffer) {
        final int data = Buffer.currentData(buffer);
        final int length = Math.min(PACKET_BYTES, Buffer.length(buffer));
        final byte[] image = new byte[META_BYTES + length];
        Memory.copy(buffer + Buffer.METADATA_OFFSET, image, 0, META_BYTES);
        Memory.copy(buffer + Buffer.DATA_OFFSET + data, image, META_BYTES, length);
        return image;
    }

    /** Forgets all; packets still under way leave no more records. Only while the thread is parked. */
    public void clear() {
        packets.clear();
    }

    /** What there is now, at most {@code max} packets of it. Only while the thread is parked. */
    public TraceSnapshot snapshot(final int max) {
        final List<List<TraceRecord>> taken =
                packets.stream().limit(max).map(List::copyOf).toList();
        return new TraceSnapshot(taken, packets.size());
    }
}
