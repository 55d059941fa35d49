package io.weir.platform.trace;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.Layers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What one thread had traced at a barrier; printed while the threads run again. */
public final class TraceSnapshot {
    private final List<List<TraceRecord>> packets;
    private final int total;

    TraceSnapshot(final List<List<TraceRecord>> packets, final int total) {
        this.packets = packets;
        this.total = total;
    }

    /** Room for whatever a node has written where a packet begins and how long it is: 16 bits each. */
    private static final int SCRATCH_BYTES = Buffer.STRIDE_BYTES + 2 * (1 << 16);

    /** Packets that were traced, those that the snapshot leaves out included. */
    public int total() {
        return total;
    }

    /**
     * Prints as VPP's {@code show trace} does.
     *
     * @param startNs the time from which the records' times count.
     * @param printed is handed the text of one packet after the other.
     */
    public void print(final long startNs, final Consumer<CharSequence> printed) {
        if (packets.isEmpty()) {
            printed.accept("No packets in trace buffer\n");
            return;
        }
        final StringBuilder out = new StringBuilder(1_000);
        final long scratch = OffHeap.allocate(SCRATCH_BYTES);
        try {
            for (int i = 0; i < packets.size(); i++) {
                out.append("Packet ").append(i + 1).append("\n\n");
                packets.get(i).forEach(entry -> print(entry, scratch, startNs, out));
                out.append('\n');
                printed.accept(out);
                out.setLength(0);
            }
        } finally {
            OffHeap.free(scratch);
        }
    }

    private static void print(
            final TraceRecord entry, final long scratch, final long startNs, final StringBuilder out) {
        final long us = (entry.timeNs() - startNs) / 1_000;
        out.append(String.format(
                Locale.ROOT,
                "%02d:%02d:%02d:%06d: %s\n",
                us / 3_600_000_000L,
                us / 60_000_000 % 60,
                us / 1_000_000 % 60,
                us % 1_000_000,
                entry.node().name()));
        final StringBuilder lines = new StringBuilder();
        if (entry.image() != null) {
            packet(entry, scratch, lines);
        }
        fields(entry, lines);
        lines.toString().lines().forEach(line -> out.append("  ").append(line).append('\n'));
    }

    private static void packet(final TraceRecord entry, final long scratch, final StringBuilder lines) {
        final byte[] image = entry.image();
        Memory.copy(image, 0, scratch + Buffer.METADATA_OFFSET, Tracer.META_BYTES);
        // Headers may have lain behind what the trace kept.
        Layers.forget(scratch);
        final int data = Buffer.currentData(scratch);
        Memory.copy(image, Tracer.META_BYTES, scratch + Buffer.DATA_OFFSET + data, image.length - Tracer.META_BYTES);
        if (entry.node().format() != null) {
            entry.node().format().format(scratch, lines);
        } else if (entry.fields() == null) {
            lines.append("length ").append(Buffer.length(scratch)).append('\n');
        }
    }

    private static void fields(final TraceRecord entry, final StringBuilder lines) {
        if (entry.fields() != null) {
            if (entry.node().recordFormat() != null) {
                entry.node().recordFormat().format(entry.fields(), lines);
            } else {
                lines.append("noted ").append(Arrays.toString(entry.fields())).append('\n');
            }
        }
    }
}
