package io.weir.platform.pg;

import io.weir.graph.TraceFormat;
import io.weir.memory.Buffer;
import io.weir.net.PacketText;

/** Prints what {@code trace add pg-input N} has caught. */
final class PgTrace implements TraceFormat {
    private final PacketGenerator generator;

    PgTrace(final PacketGenerator generator) {
        this.generator = generator;
    }

    @Override
    public void format(final long buffer, final StringBuilder out) {
        final int id = Buffer.adjacency(buffer);
        final Stream stream = generator.stream(id);
        out.append("stream ").append(stream == null ? Integer.toString(id) : stream.spec.name());
        out.append(", ").append(Buffer.packetLength(buffer)).append(" bytes, sw_if_index ");
        out.append(Buffer.rxInterface(buffer));
        final String node = stream == null ? "" : stream.spec.node();
        if (stream != null) {
            out.append(", next_node ").append(node);
        }
        out.append('\n');
        PacketText.buffer(buffer, out);
        final long data = Buffer.data(buffer);
        final int length = PacketText.captured(buffer);
        if (node.startsWith("ip4-")) {
            PacketText.ip4(data, length, out);
        } else if (node.startsWith("ip6-")) {
            PacketText.ip6(data, length, out);
        } else if (node.startsWith("arp-")) {
            PacketText.arp(data, length, out);
        } else {
            PacketText.ethernet(data, length, out);
        }
    }
}
