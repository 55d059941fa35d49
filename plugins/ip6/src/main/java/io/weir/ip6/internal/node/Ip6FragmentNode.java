package io.weir.ip6.internal.node;

import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.PacketCopier;
import io.weir.net.Checksum;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Node ip6-frag: cuts a packet of this host's into fragments that fit the MTU of its adjacency (RFC 8200, 4.5), and sends them back
 * to ip6-rewrite. What others sent is never cut.
 */
public final class Ip6FragmentNode implements PacketNode {
    /** Most parts that the packets of one frame are cut into, as all of them leave in the same turn. */
    static final int MAX_PARTS = 2_048;

    private static final int INHERITED = Buffer.LOCALLY_ORIGINATED;

    private final Buffers buffers;
    private final Forwarding forwarding;
    private final int rewrite;
    private final Reasons reasons;
    private final PacketCopier copier;
    private int partsLeft;

    /** Why a packet is not cut. */
    public record Reasons(DropReason impossible, DropReason noBuffers, DropReason tooMany) {}

    public Ip6FragmentNode(
            final Buffers buffers, final Forwarding forwarding, final int rewrite, final Reasons reasons) {
        this.buffers = buffers;
        this.forwarding = forwarding;
        this.rewrite = rewrite;
        this.reasons = reasons;
        copier = new PacketCopier(buffers);
    }

    @Override
    public void process(final Frame frame) {
        partsLeft = MAX_PARTS;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int index = frame.index(i);
            final long buffer = frame.buffer(i);
            final DropReason wrong = cut(buffer, forwarding.mtuOf(buffer), frame.sink());
            if (wrong != null) {
                frame.drop(i, wrong);
            } else {
                frame.take(i);
                buffers.free(index);
            }
        }
    }

    private DropReason cut(final long buffer, final int mtu, final Sink out) {
        final long header = Buffer.data(buffer);
        final int headers = perFragment(header, Buffer.length(buffer));
        final int total = Ip6Header.LENGTH + Ip6Header.payloadLength(header) - headers;
        final int room = mtu - headers - Ip6Fragment.LENGTH & ~7;
        if (headers < 0
                || room <= 0
                || headers + total > Buffer.packetLength(buffer)
                || Buffer.has(buffer, Buffer.GSO)
                || Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL) && !Checksum.fillIn(buffer)) {
            return reasons.impossible();
        }
        partsLeft -= (total + room - 1) / room;
        if (partsLeft < 0) {
            return reasons.tooMany();
        }
        copier.source(buffer, headers);
        // RFC 7739: not to be guessed.
        final int identification = ThreadLocalRandom.current().nextInt();
        for (int done = 0; done < total; done += room) {
            final int index = buffers.allocate();
            if (index < 0) {
                return reasons.noBuffers();
            }
            final int bytes = Math.min(room, total - done);
            final long fragment = Buffer.address(index);
            // A trace follows one packet: the first fragment.
            final int flags = Buffer.flags(buffer) & (done == 0 ? INHERITED | Buffer.TRACED : INHERITED);
            copier.begin(fragment, 0, headers + Ip6Fragment.LENGTH, flags);
            writeHeaders(header, Buffer.data(fragment), headers, bytes);
            Ip6Fragment.write(
                    Buffer.data(fragment) + headers,
                    Memory.getUnsignedByte(header + ExtensionPlaces.ofNextHeader(header, headers)),
                    done,
                    done + bytes < total,
                    identification);
            if (!copier.append(fragment, bytes)) {
                buffers.free(index);
                return reasons.noBuffers();
            }
            out.emit(index, rewrite);
        }
        return null;
    }

    private static void writeHeaders(final long from, final long to, final int headers, final int bytes) {
        Memory.copy(from, to, headers);
        Memory.putByte(to + ExtensionPlaces.ofNextHeader(from, headers), IpProtocol.FRAGMENT);
        Ip6Header.payloadLength(to, headers - Ip6Header.LENGTH + Ip6Fragment.LENGTH + bytes);
    }

    /**
     * Bytes of the headers that every fragment has: up to and with the last that routers look at, hop-by-hop options and
     * routing headers; -1 if they can't be walked, or the packet is a fragment itself.
     */
    private static int perFragment(final long header, final int bytes) {
        final long walk = Ip6Extensions.walk(header, bytes);
        if (Ip6Extensions.failure(walk) != Ip6Extensions.FOUND || Ip6Extensions.fragmentHeader(walk) != 0) {
            return -1;
        }
        int every = Ip6Header.LENGTH;
        int protocol = Ip6Header.nextHeader(header);
        for (int at = Ip6Header.LENGTH, end = Ip6Extensions.offset(walk); at < end; ) {
            final int length = Ip6Extensions.length(protocol, header + at);
            if (protocol == IpProtocol.HOP_BY_HOP || protocol == IpProtocol.ROUTING) {
                every = at + length;
            }
            protocol = Ip6Extensions.nextHeader(header + at);
            at += length;
        }
        return every;
    }
}
