package io.weir.ip4.internal.node;

import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.Checksum;
import io.weir.net.Segmenter;

/**
 * Node ip4-frag: cuts a packet without the don't-fragment bit into fragments that fit the MTU of its adjacency, and sends
 * them back to ip4-rewrite (VPP: ip_frag.c). What a device was to do for the packet as a whole comes first: a large segment
 * becomes its segments, a checksum that is to be filled in is.
 */
public final class Ip4FragmentNode implements PacketNode {
    /** Most parts that the packets of one frame are cut into, as all of them leave in the same turn. */
    static final int MAX_PARTS = 2_048;

    private final Buffers buffers;
    private final Forwarding forwarding;
    private final int rewrite;
    private final Reasons reasons;
    private final Segmenter segmenter;
    private final Fragmenter fragmenter;
    private int partsLeft;

    /** Why a packet is not cut. */
    public record Reasons(DropReason impossible, DropReason noBuffers, DropReason tooMany) {}

    public Ip4FragmentNode(
            final Buffers buffers, final Forwarding forwarding, final int rewrite, final Reasons reasons) {
        this.buffers = buffers;
        this.forwarding = forwarding;
        this.rewrite = rewrite;
        this.reasons = reasons;
        segmenter = new Segmenter(buffers);
        fragmenter = new Fragmenter(buffers);
    }

    @Override
    public void process(final Frame frame) {
        partsLeft = MAX_PARTS;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int index = frame.index(i);
            final long buffer = frame.buffer(i);
            final int mtu = forwarding.mtuOf(buffer);
            final DropReason wrong =
                    Buffer.has(buffer, Buffer.GSO) ? segment(index, mtu, frame.sink()) : cut(index, mtu, frame.sink());
            if (wrong != null) {
                frame.drop(i, wrong);
            } else {
                frame.take(i);
                buffers.free(index);
            }
        }
    }

    /** Sends a large segment on in parts that fit; the packet stays the caller's. Returns what went wrong, or null. */
    private DropReason segment(final int index, final int mtu, final Sink out) {
        if (!segmenter.beginPacket(index)) {
            return reasons.impossible();
        }
        if (segmenter.segments() > partsLeft) {
            return reasons.tooMany();
        }
        while (segmenter.more()) {
            final int segment = segmenter.next();
            if (segment < 0) {
                return reasons.noBuffers();
            }
            if (Buffer.packetLength(Buffer.address(segment)) <= mtu) {
                out.emit(segment, rewrite);
            } else {
                final DropReason wrong = cut(segment, mtu, out);
                buffers.free(segment);
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        return null;
    }

    private DropReason cut(final int index, final int mtu, final Sink out) {
        final long buffer = Buffer.address(index);
        if (!fragmenter.begin(index, mtu)
                || Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL) && !Checksum.fillIn(buffer)) {
            return reasons.impossible();
        }
        partsLeft -= fragmenter.fragments();
        if (partsLeft < 0) {
            return reasons.tooMany();
        }
        while (fragmenter.more()) {
            final int fragment = fragmenter.next();
            if (fragment < 0) {
                // What was sent is lost as a whole, as if one fragment had been lost on the way.
                return reasons.noBuffers();
            }
            out.emit(fragment, rewrite);
        }
        return null;
    }
}
