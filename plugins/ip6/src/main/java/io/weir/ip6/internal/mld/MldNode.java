package io.weir.ip6.internal.mld;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Header;
import io.weir.net.Layers;
import java.util.function.LongSupplier;

/** Node ip6-mld, on main: questions about groups (RFC 3810, 6.2). Every packet ends here. */
public record MldNode(MldListener listener, Interfaces interfaces, LongSupplier nowNs, Reasons reasons)
        implements PacketNode {
    private static final int HOP_LIMIT = 1;
    private static final int ADDRESS_BYTES = 16;

    /** Why a message is not heeded, or that it was. */
    public record Reasons(DropReason malformed, DropReason queries) {}

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            frame.drop(i, heed(frame.buffer(i)));
        }
    }

    private DropReason heed(final long buffer) {
        final Interface on = interfaces.byIndex(Buffer.rxInterface(buffer));
        final long header = Buffer.data(buffer);
        final long message = Layers.transport(buffer, Layers.ip6(buffer));
        final int bytes = (int) (header + Ip6Header.LENGTH + Ip6Header.payloadLength(header) - message);
        if (on == null
                || Ip6Header.hopLimit(header) != HOP_LIMIT
                || Icmp6Header.code(message) != 0
                || !LinkScope.isWire(Ip6Header.sourceHigh(header))
                || bytes > Buffer.data(buffer) + Buffer.length(buffer) - message
                || !isQuery(message, bytes)) {
            return reasons.malformed;
        }
        listener.asked(
                on.swIfIndex(),
                MldMessage.groupHigh(message),
                MldMessage.groupLow(message),
                MldMessage.responseMs(message, bytes),
                bytes == MldMessage.LENGTH_1,
                nowNs.getAsLong());
        return reasons.queries;
    }

    private static boolean isQuery(final long message, final int bytes) {
        return bytes == MldMessage.LENGTH_1
                || bytes >= MldMessage.QUERY_LENGTH_2
                        && bytes >= MldMessage.QUERY_LENGTH_2 + MldMessage.sources(message) * ADDRESS_BYTES;
    }
}
