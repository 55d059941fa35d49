package io.weir.ip4.internal.node;

import io.weir.fib.Forwarding;
import io.weir.fib.family.Reassembly;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;

/**
 * Node ip4-local-full-reassembly-owner: puts packets for this host together on the thread that owns them (RFC 791, 3.2), and sends
 * them back to ip4-local.
 *
 * @param key address of 16 bytes of this thread's.
 */
public record Ip4ReassemblyNode(
        Reassembly reassembly, long key, Forwarding forwarding, int family, int local, DropReason malformed)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int index = frame.index(i);
            final long header = frame.packet(i);
            final int headerLength = Ip4Header.headerLength(header);
            final int fragment = Ip4Header.fragment(header);
            final int bytes = Ip4Header.totalLength(header) - headerLength;
            final boolean last = (fragment & Ip4Header.MORE_FRAGMENTS) == 0;
            if (bytes <= 0
                    || !last && (bytes & 7) != 0
                    || headerLength > Buffer.length(frame.buffer(i))
                    || headerLength + bytes > Buffer.packetLength(frame.buffer(i))) {
                frame.drop(i, malformed);
                continue;
            }
            Memory.putLong(key, Memory.getLong(header + 12));
            Memory.putInt(key + 8, Memory.getShort(header + 4) & 0xffff | Ip4Header.protocol(header) << 16);
            // By table: fragments of one packet may come by several interfaces.
            Memory.putInt(key + 12, forwarding.table(family, Buffer.rxInterface(frame.buffer(i))));
            frame.take(i);
            final int offset = (fragment & Ip4Header.FRAGMENT_OFFSET) * 8;
            final int whole = reassembly.add(index, key, headerLength, headerLength, offset, bytes, last, frame.sink());
            if (whole >= 0) {
                finish(Buffer.address(whole));
                frame.sink().emit(whole, local);
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
        final long header = Buffer.data(buffer);
        final long addresses = Memory.getLong(header + 12);
        final int rest = Memory.getShort(header + 4) & 0xffff | Ip4Header.protocol(header) << 16;
        return (int) ((addresses ^ addresses >>> 32 ^ rest) * 0x9e37_79b9_7f4a_7c15L >>> 32);
    }
}
