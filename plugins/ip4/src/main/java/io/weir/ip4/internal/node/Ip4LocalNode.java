package io.weir.ip4.internal.node;

import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4Lookup;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Ip4Header;

/**
 * Node ip4-local: what is for this host is put together if it comes in fragments, comes from a possible source and has a good TCP or UDP checksum, or
 * is dropped; then the ip4-local arc begins (VPP: ip4_forward.c, {@code ip4_local_inline}).
 */
public record Ip4LocalNode(
        Reasons reasons, Forwarding forwarding, int family, Ip4Lookup lookup, int own, int reassembly)
        implements PacketNode {
    private static final int FRAGMENT = Ip4Header.MORE_FRAGMENTS | Ip4Header.FRAGMENT_OFFSET;

    static final int TCP = 6;
    static final int UDP = 17;

    /** Why a packet for this host is not taken. */
    public record Reasons(DropReason source, DropReason own, DropReason length, DropReason checksum) {}

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            if ((Ip4Header.fragment(Buffer.data(buffer)) & FRAGMENT) != 0) {
                frame.send(i, reassembly);
                continue;
            }
            final DropReason wrong = check(buffer, Buffer.data(buffer));
            if (wrong != null) {
                frame.drop(i, wrong);
            }
        }
    }

    private DropReason check(final long buffer, final long header) {
        final int source = Ip4Header.source(header);
        if (Martians.source(source)) {
            return reasons.source();
        }
        // What leads to this host comes from it, or is forged; asked of the routes here only, where packets are few.
        final int table = forwarding.table(family, Buffer.rxInterface(buffer));
        if (forwarding.lookupTarget(lookup.forwarding(table, source)) == own
                && !Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED)) {
            return reasons.own();
        }
        return switch (Ip4Header.protocol(header)) {
            case UDP -> transport(buffer, header, 8, 6);
            case TCP -> transport(buffer, header, 20, 16);
            default -> null;
        };
    }

    private DropReason transport(final long buffer, final long header, final int least, final int checksumAt) {
        final int headerLength = Ip4Header.headerLength(header);
        int bytes = Ip4Header.totalLength(header) - headerLength;
        if (bytes < least || Buffer.length(buffer) < headerLength + least) {
            return reasons.length();
        }
        if (least == 8) {
            final int udp = Memory.getShortBe(header + headerLength + 4);
            if (udp < least || udp > bytes) {
                return reasons.length();
            }
            bytes = udp;
        }
        if (Buffer.has(buffer, Buffer.L4_CHECKSUM_GOOD | Buffer.L4_CHECKSUM_PARTIAL)
                || least == 8 && Memory.getShort(header + headerLength + checksumAt) == 0) {
            return null;
        }
        final long sum = Checksum.addPacket(Checksum.pseudoHeader4(header, bytes), buffer, headerLength, bytes);
        return Checksum.fold(sum) == 0xffff ? null : reasons.checksum();
    }
}
