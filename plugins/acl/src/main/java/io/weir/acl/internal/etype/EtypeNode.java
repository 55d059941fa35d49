package io.weir.acl.internal.etype;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;
import io.weir.net.VlanTag;
import java.util.function.Supplier;

/**
 * Nodes acl-plugin-in-nonip and acl-plugin-out-nonip: drop frames that are neither of IP nor of a type in the list of the interface that
 * they come in by or leave by. Source: VPP plugins/acl/dataplane_node_nonip.c, whose nodes stand on bridged paths.
 */
final class EtypeNode implements PacketNode {
    private final Supplier<EtypeTable> tables;
    private final boolean leaving;
    private final DropReason unlisted;

    EtypeNode(final Supplier<EtypeTable> tables, final boolean leaving, final DropReason unlisted) {
        this.tables = tables;
        this.leaving = leaving;
        this.unlisted = unlisted;
    }

    @Override
    public void process(final Frame frame) {
        final EtypeTable table = tables.get();
        int last = -1;
        int[] list = null;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int swIfIndex = leaving ? Buffer.txInterface(buffer) : Buffer.rxInterface(buffer);
            if (swIfIndex != last) {
                list = table.of(leaving, swIfIndex);
                last = swIfIndex;
            }
            if (list != null) {
                final int type = VlanTag.payload(VlanTag.skip(Buffer.data(buffer), Buffer.length(buffer)));
                final boolean on = type == EthernetHeader.TYPE_IP4
                        || type == EthernetHeader.TYPE_IP6
                        || EtypeTable.has(list, type);
                if (frame.traced()) {
                    frame.trace(i, swIfIndex, type, on ? 1 : 0);
                }
                if (!on) {
                    frame.drop(i, unlisted);
                }
            }
        }
    }

    /** Prints what a trace tells. */
    static void format(final long[] fields, final StringBuilder out) {
        out.append("sw_if_index ").append(fields[0]).append(" ethertype 0x");
        final String type = Long.toHexString(fields[1]);
        out.append("0".repeat(4 - type.length())).append(type);
        out.append(fields[2] == 1 ? "\n" : " is not in the whitelist\n");
    }
}
