package io.weir.ip6.internal.node;

import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6Lookup;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/**
 * Node ip6-local: what is for this host is put together if it comes in fragments, comes from a possible source and has a good TCP or UDP checksum, or is
 * dropped; then the ip6-local arc begins (VPP: ip6_forward.c, {@code ip6_local_inline}). Extension headers are walked once, here;
 * the nodes behind ask {@link Layers}.
 */
public record Ip6LocalNode(
        Reasons reasons, Forwarding forwarding, int family, Ip6Lookup lookup, int own, int reassembly)
        implements PacketNode {
    /** Why a packet for this host is not taken. */
    public record Reasons(DropReason extensions, DropReason own, DropReason length, DropReason checksum) {}

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int layers = Layers.ip6(buffer);
            if (Layers.known(layers) ? Layers.isFragment(layers) : endsInFragment(buffer)) {
                frame.send(i, reassembly);
                continue;
            }
            final DropReason wrong = check(buffer, Buffer.data(buffer), layers);
            if (wrong != null) {
                frame.drop(i, wrong);
            }
        }
    }

    /** Whether it is a first fragment that ends before an upper header begins. */
    private static boolean endsInFragment(final long buffer) {
        final long walk = Ip6Extensions.walk(Buffer.data(buffer), Buffer.length(buffer));
        return Ip6Extensions.failure(walk) == Ip6Extensions.TRUNCATED && Ip6Extensions.isFragment(walk);
    }

    private DropReason check(final long buffer, final long header, final int layers) {
        if (!Layers.known(layers)) {
            return reasons.extensions();
        }
        // What leads to this host comes from it, or is forged; asked of the routes here only, where packets are few.
        final int rx = Buffer.rxInterface(buffer);
        final long source = LinkScope.on(Ip6Header.sourceHigh(header), rx);
        final int way = lookup.forwarding(forwarding.table(family, rx), source, Ip6Header.sourceLow(header));
        if (forwarding.lookupTarget(way) == own && !Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED)) {
            return reasons.own();
        }
        return switch (Layers.protocol(layers)) {
            case IpProtocol.UDP -> transport(buffer, layers, UdpHeader.LENGTH);
            case IpProtocol.TCP -> transport(buffer, layers, TcpHeader.LENGTH);
            default -> null;
        };
    }

    private DropReason transport(final long buffer, final int layers, final int least) {
        final long header = Buffer.data(buffer);
        final int offset = (int) (Layers.transport(buffer, layers) - header);
        final int bytes = Ip6Header.LENGTH + Ip6Header.payloadLength(header) - offset;
        if (bytes < least || !Layers.reaches(buffer, layers, least)) {
            return reasons.length();
        }
        int covered = bytes;
        if (Layers.protocol(layers) == IpProtocol.UDP) {
            covered = Memory.getShortBe(header + offset + 4);
            if (covered < least || covered > bytes) {
                return reasons.length();
            }
        }
        if (Buffer.has(buffer, Buffer.L4_CHECKSUM_GOOD | Buffer.L4_CHECKSUM_PARTIAL)) {
            return null;
        }
        // A checksum of 0 is as wrong as any: RFC 8200, 8.1 has UDP fill it in.
        final long pseudo = Checksum.pseudoHeader6(header, Layers.protocol(layers), covered);
        return Checksum.fold(Checksum.addPacket(pseudo, buffer, offset, covered)) == 0xffff ? null : reasons.checksum();
    }
}
