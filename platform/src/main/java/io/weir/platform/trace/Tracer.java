package io.weir.platform.trace;

import io.weir.graph.TraceFormat;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
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

    private static final int HANDLES = 1 << 24;
    /** Stands in a trace for the way from another thread; its record's handle is still the one of that thread. */
    private static final TracePoint HANDOFF = new Handoff();

    private record Handoff() implements TracePoint {
        @Override
        public String name() {
            return "handoff-trace";
        }

        @Override
        public TraceFormat format() {
            return (buffer, out) -> out.append("HANDED-OFF: from thread ")
                    .append(Buffer.traceHandle(buffer) >>> 24)
                    .append(" trace index ")
                    .append(Buffer.traceHandle(buffer) & HANDLES - 1)
                    .append('\n');
        }
    }

    private final int thread;
    /** Handle of the first of {@link #packets}; goes up when they are forgotten, so that no handle means another's. */
    private int first;

    private final List<List<TraceRecord>> packets = new ArrayList<>();

    /** Traces of the thread with this index. */
    public Tracer(final int thread) {
        this.thread = thread;
    }

    /** Index of the thread. */
    public int thread() {
        return thread;
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
                begin(buffer);
            }
        }
        return marked;
    }

    private List<TraceRecord> begin(final long buffer) {
        Buffer.traceHandle(buffer, thread << 24 | first + packets.size() & HANDLES - 1);
        final List<TraceRecord> records = new ArrayList<>();
        packets.add(records);
        return records;
    }

    /** Whether there is a trace, or was one, that a packet may still be marked for. */
    public boolean active() {
        return first + packets.size() > 0;
    }

    /** Adds a record for each marked packet. */
    public void record(final TracePoint node, final int[] buffers, final int count) {
        final long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            final long buffer = Buffer.address(buffers[i]);
            if (Buffer.has(buffer, Buffer.TRACED)) {
                final List<TraceRecord> records = records(buffer, now);
                if (records != null) {
                    records.add(new TraceRecord(node, now, image(buffer)));
                }
            }
        }
    }

    /** Keeps what a node notes of a packet, if that is marked: with the record of its coming there. */
    public void note(final TracePoint node, final int index, final long[] fields) {
        final long buffer = Buffer.address(index);
        if (!Buffer.has(buffer, Buffer.TRACED)) {
            return;
        }
        final long now = System.nanoTime();
        final List<TraceRecord> records = records(buffer, now);
        if (records == null) {
            return;
        }
        final long[] kept = fields.clone();
        if (!records.isEmpty() && records.getLast().node() == node) {
            records.set(records.size() - 1, records.getLast().noting(kept));
        } else {
            records.add(new TraceRecord(node, now, null, kept));
        }
    }

    /** The trace of a packet; a new one for a packet that was traced on another thread, or null. */
    private List<TraceRecord> records(final long buffer, final long now) {
        if (Buffer.traceHandle(buffer) >>> 24 == thread) {
            final int index = Buffer.traceHandle(buffer) - first & HANDLES - 1;
            return index < packets.size() ? packets.get(index) : null;
        }
        if (packets.size() >= MAX_PACKETS) {
            return null;
        }
        final TraceRecord handoff = new TraceRecord(HANDOFF, now, image(buffer));
        final List<TraceRecord> records = begin(buffer);
        records.add(handoff);
        return records;
    }

    private static byte[] image(final long buffer) {
        final int data = Buffer.currentData(buffer);
        final int length = Math.min(PACKET_BYTES, Buffer.length(buffer));
        final byte[] image = new byte[META_BYTES + length];
        Memory.copy(buffer + Buffer.METADATA_OFFSET, image, 0, META_BYTES);
        Memory.copy(buffer + Buffer.DATA_OFFSET + data, image, META_BYTES, length);
        return image;
    }

    /** Keeps of a node that leaves the graph only its name: its format would keep a class loader. While the thread is parked. */
    public void release(final TracePoint gone) {
        if (packets.isEmpty()) {
            return;
        }
        final TracePoint name = new Gone(gone.name());
        for (final List<TraceRecord> records : packets) {
            records.replaceAll(each -> each.node() == gone ? each.of(name) : each);
        }
    }

    private record Gone(String name) implements TracePoint {
        @Override
        public TraceFormat format() {
            return null;
        }
    }

    /** Forgets all; packets still under way leave no more records. Only while the thread is parked. */
    public void clear() {
        first = first + packets.size() & HANDLES - 1;
        packets.clear();
    }

    /** What there is now, at most {@code max} packets of it. Only while the thread is parked. */
    public TraceSnapshot snapshot(final int max) {
        final List<List<TraceRecord>> taken =
                packets.stream().limit(max).map(List::copyOf).toList();
        return new TraceSnapshot(taken, packets.size());
    }
}
