package io.weir.ip4.internal.node;

import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;

/**
 * Node ip4-frag: cuts a packet without the don't-fragment bit into fragments that fit the MTU of its adjacency, and
 * sends them back to ip4-rewrite (RFC 791, 3.2; VPP: ip_frag.c). Options are repeated in each fragment only if their copy
 * bit is set in all; a packet with other options, and a large segment, is dropped.
 */
public final class Ip4FragmentNode implements PacketNode {
    private final Buffers buffers;
    private final long lines;
    private final int rewrite;
    private final DropReason impossible;

    public Ip4FragmentNode(
            final Buffers buffers, final Forwarding forwarding, final int rewrite, final DropReason impossible) {
        this.buffers = buffers;
        lines = forwarding.lines();
        this.rewrite = rewrite;
        this.impossible = impossible;
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long line = lines + ((long) Buffer.adjacency(buffer) << Forwarding.LINE_SHIFT);
            // A multiple of 8 bytes of payload in each fragment but the last.
            final int payload = Memory.getInt(line + Forwarding.MTU) - Ip4Header.LENGTH & ~7;
            final boolean simple = Ip4Header.versionAndLength(Buffer.data(buffer)) == 0x45
                    && !Buffer.has(buffer, Buffer.GSO | Buffer.L4_CHECKSUM_PARTIAL)
                    && payload > 0
                    && payload + Ip4Header.LENGTH <= Buffer.DATA_BYTES;
            if (!simple || !cut(frame, buffer, payload)) {
                frame.drop(i, impossible);
            } else {
                frame.take(i);
                buffers.free(frame.index(i));
            }
        }
    }

    private boolean cut(final Frame frame, final long buffer, final int payload) {
        final long header = Buffer.data(buffer);
        final int total = Ip4Header.totalLength(header) - Ip4Header.LENGTH;
        final int count = (total + payload - 1) / payload;
        final int[] made = new int[count];
        if (buffers.allocate(made, 0, count) < count) {
            return giveBack(made);
        }
        final int original = Ip4Header.fragment(header);
        for (int k = 0; k < count; k++) {
            final long to = Buffer.address(made[k]);
            final int bytes = Math.min(payload, total - k * payload);
            Buffer.begin(to, 0, Ip4Header.LENGTH + bytes, Buffer.rxInterface(buffer));
            Buffer.flags(to, Buffer.flags(buffer) & Buffer.LOCALLY_ORIGINATED);
            Buffer.adjacency(to, Buffer.adjacency(buffer));
            final long copy = Buffer.data(to);
            Memory.copy(header, copy, Ip4Header.LENGTH);
            copyPayload(buffer, Ip4Header.LENGTH + k * payload, copy + Ip4Header.LENGTH, bytes);
            final int more = k < count - 1 ? Ip4Header.MORE_FRAGMENTS : original & Ip4Header.MORE_FRAGMENTS;
            Memory.putShortBe(copy + 6, more | (original & 0x1fff) + k * (payload >> 3));
            Ip4Header.totalLength(copy, Ip4Header.LENGTH + bytes);
            Ip4Header.updateChecksum(copy);
        }
        frame.sink().emit(made, 0, count, rewrite);
        return true;
    }

    private boolean giveBack(final int[] made) {
        for (final int index : made) {
            if (index != 0) {
                buffers.free(index);
            }
        }
        return false;
    }

    /** Copies a part of a packet that may be a chain. */
    private static void copyPayload(final long buffer, final int offset, final long to, final int bytes) {
        long segment = buffer;
        int skip = offset;
        int done = 0;
        while (done < bytes) {
            final int here = Math.min(Buffer.length(segment) - skip, bytes - done);
            if (here > 0) {
                Memory.copy(Buffer.data(segment) + skip, to + done, here);
                done += here;
                skip = 0;
            } else {
                skip -= Buffer.length(segment);
            }
            if (done < bytes) {
                segment = Buffer.address(Buffer.next(segment));
            }
        }
    }
}
