package io.weir.ip4.internal.icmp;

import io.weir.fib.family.ErrorLimits;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.internal.iface.Ip4AddressTable;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;

/**
 * Node ip4-icmp-error: turns a packet into the error message about it that was asked for (RFC 792; RFC 1812, 4.3.2). No errors
 * about errors, fragments but the first, what came to a group of hosts, or senders that are no single host; so many a
 * second, no more. The rest is dropped with a reason.
 */
public final class IcmpErrorNode implements PacketNode {
    private static final int ICMP = 1;
    private static final int TTL = 64;
    /** Precedence internetwork control: RFC 1812, 4.3.2.5. */
    private static final int TOS = 0xc0;
    /** Longest message, so that it fits every link: RFC 1812, 4.3.2.3. */
    private static final int MAX_BYTES = 576;

    private static final int ADDED_BYTES = Ip4Header.LENGTH + IcmpHeader.LENGTH;

    private final Worker worker;
    private final Ip4AddressTable addresses;
    private final Ip4IcmpErrors asked;
    private final ErrorLimits limits;
    private final WorkerCounter sent;
    private final Reasons reasons;

    /** Why no error message is sent. */
    public record Reasons(DropReason notAnswered, DropReason rateLimited, DropReason noAddress) {}

    public IcmpErrorNode(
            final Worker worker,
            final Ip4AddressTable addresses,
            final Ip4IcmpErrors asked,
            final ErrorLimits limits,
            final WorkerCounter sent,
            final Reasons reasons) {
        this.worker = worker;
        this.addresses = addresses;
        this.asked = asked;
        this.limits = limits;
        this.sent = sent;
        this.reasons = reasons;
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int to = Ip4Header.source(header);
            if (!answered(buffer, header)) {
                frame.drop(i, reasons.notAnswered());
            } else if (!limits.take(to & 0xffff_ffffL, worker.nowNs())) {
                frame.drop(i, reasons.rateLimited());
            } else {
                answer(frame, i, buffer, header, to);
            }
        }
    }

    private void answer(final Frame frame, final int i, final long buffer, final long header, final int to) {
        final int from = addresses.sourceFor(Buffer.rxInterface(buffer), to);
        if (from == 0) {
            frame.drop(i, reasons.noAddress());
        } else if (addresses.isBroadcast(Ip4Header.destination(header))) {
            frame.drop(i, reasons.notAnswered());
        } else {
            build(buffer, header, from);
            sent.add(1);
        }
    }

    private boolean answered(final long buffer, final long header) {
        final int source = Ip4Header.source(header);
        final int destination = Ip4Header.destination(header);
        final int offset = Ip4Header.headerLength(header);
        if (Ip4Header.protocol(header) == ICMP
                && (Buffer.length(buffer) <= offset || IcmpHeader.error(IcmpHeader.type(header + offset)))) {
            return false;
        }
        final boolean noHost = source >>> 24 == 0 || source >>> 28 >= 0xe || source >>> 24 == 127;
        return !noHost
                && destination >>> 28 < 0xe
                && (Ip4Header.fragment(header) & 0x1fff) == 0
                && Buffer.currentData(buffer) - ADDED_BYTES - 16 >= -Buffer.HEADROOM_BYTES
                && !Buffer.has(buffer, Buffer.SHARED | Buffer.LOCALLY_ORIGINATED | Buffer.LINK_GROUP)
                && IcmpHeader.error(asked.type(buffer));
    }

    private void build(final long buffer, final long original, final int from) {
        final int total = Math.min(Ip4Header.totalLength(original), MAX_BYTES - ADDED_BYTES);
        final int quoted = Math.min(total, Buffer.length(buffer));
        if (Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
            worker.buffers().free(Buffer.next(buffer));
        }
        final int to = Ip4Header.source(original);
        Buffer.length(buffer, quoted);
        Buffer.advance(buffer, -ADDED_BYTES);
        Buffer.flags(buffer, Buffer.flags(buffer) & Buffer.TRACED | Buffer.LOCALLY_ORIGINATED);
        final long header = Buffer.data(buffer);
        final long message = header + Ip4Header.LENGTH;
        IcmpHeader.write(message, asked.type(buffer), asked.code(buffer), asked.data(buffer));
        Memory.putShort(message + 2, ~Checksum.fold(Checksum.add(0, message, IcmpHeader.LENGTH + quoted)));
        Ip4Header.write(header, ADDED_BYTES + quoted, TTL, ICMP, from, to);
        Memory.putByte(header + 1, TOS);
        Ip4Header.updateChecksum(header);
    }
}
