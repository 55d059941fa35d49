package io.weir.ip4.internal.node;

import io.weir.fib.Forwarding;
import io.weir.fib.family.Reassembly;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.Ip4Header;

/**
 * Nodes ip4-local-full-reassembly-owner and ip4-full-reassembly-feature-owner: put packets together on the thread that owns them (RFC
 * 791, 3.2), and send them on.
 *
 * @param next where whole packets go.
 */
public record Ip4ReassemblyNode(
        Reassembly reassembly,
        Ip4FragmentReader reader,
        Forwarding forwarding,
        int family,
        int next,
        DropReason malformed)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int index = frame.index(i);
            final long buffer = frame.buffer(i);
            // By table: fragments of one packet may come by several interfaces.
            final int where = forwarding.table(family, Buffer.rxInterface(buffer));
            if (!reader.read(Buffer.data(buffer), Buffer.length(buffer), Buffer.packetLength(buffer), where)) {
                frame.drop(i, malformed);
                continue;
            }
            frame.take(i);
            final int whole = reassembly.add(index, reader, frame.sink());
            if (whole >= 0) {
                finish(Buffer.address(whole));
                frame.sink().emit(whole, next);
            }
        }
    }

    private static void finish(final long buffer) {
        final long header = Buffer.data(buffer);
        Ip4Header.totalLength(header, Buffer.packetLength(buffer));
        Ip4Header.fragment(header, 0);
        Ip4Header.updateChecksum(header);
    }

    /** What says which thread owns a fragment: addresses, identification and protocol. */
    public static int owner(final long buffer) {
        return Ip4FragmentReader.owner(Buffer.data(buffer));
    }
}
