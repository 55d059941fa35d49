package io.weir.platform.trace;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.platform.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * One thread's traces. Packets are marked by an input node (or any node that is asked to), and each node that they come
 * to adds a record. The thread writes, main prints and clears while the thread is parked. Tracing allocates: it is for
 * looking at a few packets.
 */
public final class Tracer {
    /** Bytes of a packet that a record keeps. */
    static final int PACKET_BYTES = 128;

    private static final int META_BYTES = Buffer.DATA_OFFSET - Buffer.HEADROOM_BYTES - Buffer.METADATA_OFFSET;
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

    /** Prints as VPP's {@code show trace} does, at most {@code max} packets. Only while the thread is parked. */
    public void print(final int max, final long startNs, final StringBuilder out) {
        if (packets.isEmpty()) {
            out.append("No packets in trace buffer\n");
            return;
        }
        final long scratch = OffHeap.allocate(Buffer.STRIDE_BYTES);
        try {
            for (int i = 0; i < Math.min(max, packets.size()); i++) {
                out.append("Packet ").append(i + 1).append("\n\n");
                for (final TraceRecord entry : packets.get(i)) {
                    print(entry, scratch, startNs, out);
                }
                out.append('\n');
            }
        } finally {
            OffHeap.free(scratch);
        }
    }

    private static void print(
            final TraceRecord entry, final long scratch, final long startNs, final StringBuilder out) {
        final byte[] image = entry.image();
        Memory.copy(image, 0, scratch + Buffer.METADATA_OFFSET, META_BYTES);
        final int data = Buffer.currentData(scratch);
        Memory.copy(image, META_BYTES, scratch + Buffer.DATA_OFFSET + data, image.length - META_BYTES);
        final long us = (entry.timeNs() - startNs) / 1_000;
        out.append(String.format(
                "%02d:%02d:%02d:%06d: %s%n",
                us / 3_600_000_000L,
                us / 60_000_000 % 60,
                us / 1_000_000 % 60,
                us % 1_000_000,
                entry.node().name()));
        final StringBuilder lines = new StringBuilder();
        if (entry.node().format() == null) {
            lines.append("length ").append(Buffer.length(scratch)).append('\n');
        } else {
            entry.node().format().format(scratch, lines);
        }
        lines.toString().lines().forEach(line -> out.append("  ").append(line).append('\n'));
    }
}
