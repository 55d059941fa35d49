package io.weir.ip4.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;

/**
 * Node ip4-options: packets with options go on along the ip4-unicast arc, their options untouched, unless these are
 * malformed or ask for source routing (RFC 7126, 4.3 and 4.4: drop).
 */
public record Ip4OptionsNode(DropReason malformed, DropReason sourceRoute) implements PacketNode {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 0x83;
    private static final int STRICT_SOURCE_ROUTE = 0x89;

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final DropReason wrong = check(frame.packet(i));
            if (wrong != null) {
                frame.drop(i, wrong);
            }
        }
    }

    private DropReason check(final long header) {
        final int end = Ip4Header.headerLength(header);
        int at = Ip4Header.LENGTH;
        while (at < end) {
            final int type = Memory.getUnsignedByte(header + at);
            if (type == END) {
                return null;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                return sourceRoute;
            }
            final int length = type == NO_OPERATION || at + 1 == end ? 1 : Memory.getUnsignedByte(header + at + 1);
            if (type != NO_OPERATION && length < 2 || at + length > end) {
                return malformed;
            }
            at += length;
        }
        return null;
    }
}
