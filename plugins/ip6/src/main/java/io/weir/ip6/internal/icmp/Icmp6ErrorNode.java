package io.weir.ip6.internal.icmp;

import io.weir.fib.family.ErrorLimits;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.ip6.Ip6Addresses;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * Node ip6-icmp-error: turns a packet into the error message about it that was asked for (RFC 4443, 2.4). No errors about errors
 * or redirects, what came to a group of hosts (but packet too big and unknown options), or senders that are no single host; so
 * many a second, no more. The rest is dropped with a reason.
 */
public final class Icmp6ErrorNode implements PacketNode {
    private static final int HOP_LIMIT = 64;
    /** Longest message: RFC 4443, 2.4 c. */
    private static final int MAX_BYTES = 1_280;

    private static final int ADDED_BYTES = Ip6Header.LENGTH + Icmp6Header.LENGTH;

    private final Worker worker;
    private final Ip6Addresses addresses;
    private final Ip6IcmpErrors asked;
    private final ErrorLimits limits;
    private final WorkerCounter sent;
    private final Reasons reasons;

    /** Why no error message is sent. */
    public record Reasons(DropReason notAnswered, DropReason rateLimited, DropReason noAddress) {}

    public Icmp6ErrorNode(
            final Worker worker,
            final Ip6Addresses addresses,
            final Ip6IcmpErrors asked,
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
            final long high = Ip6Header.sourceHigh(header);
            final long low = Ip6Header.sourceLow(header);
            if (!answered(buffer, header, high, low)) {
                frame.drop(i, reasons.notAnswered());
            } else if (!limits.take(high ^ Long.rotateLeft(low, 32), worker.nowNs())) {
                frame.drop(i, reasons.rateLimited());
            } else {
                answer(frame, i, buffer, header);
            }
        }
    }

    private boolean answered(final long buffer, final long header, final long high, final long low) {
        final int type = asked.type(buffer);
        final boolean toMany =
                Ip6Header.destinationHigh(header) >>> 56 == 0xff || Buffer.has(buffer, Buffer.LINK_GROUP);
        final boolean evenToMany = type == Icmp6Header.PACKET_TOO_BIG
                || type == Icmp6Header.PARAMETER_PROBLEM && asked.code(buffer) == Icmp6Header.CODE_UNKNOWN_OPTION;
        final boolean noHost = high >>> 56 == 0xff || high == 0 && (low >>> 1 == 0 || low >>> 32 == 0xffff);
        return !noHost
                && (!toMany || evenToMany)
                && Icmp6Header.error(type)
                && !isError(header, Buffer.length(buffer))
                && Buffer.currentData(buffer) - ADDED_BYTES - 16 >= -Buffer.HEADROOM_BYTES
                && !Buffer.has(buffer, Buffer.SHARED | Buffer.LOCALLY_ORIGINATED);
    }

    /** Whether a packet is an error, a redirect, or can't be told to be none. */
    private static boolean isError(final long header, final int bytes) {
        final long walk = Ip6Extensions.walk(header, bytes);
        if (Ip6Extensions.failure(walk) != Ip6Extensions.FOUND || Ip6Extensions.isLaterFragment(walk)) {
            // What can't be walked is no message that anybody heeds; a later fragment of one is not seen for what it
            // is.
            return Ip6Extensions.isLaterFragment(walk) && Ip6Extensions.protocol(walk) == IpProtocol.ICMP6;
        }
        if (Ip6Extensions.protocol(walk) != IpProtocol.ICMP6) {
            return false;
        }
        final int offset = Ip6Extensions.offset(walk);
        if (offset >= bytes) {
            return true;
        }
        final int type = Icmp6Header.type(header + offset);
        return Icmp6Header.error(type) || type == Icmp6Header.REDIRECT;
    }

    private void answer(final Frame frame, final int i, final long buffer, final long header) {
        final int rx = Buffer.rxInterface(buffer);
        final long high = Ip6Header.destinationHigh(header);
        final long low = Ip6Header.destinationLow(header);
        // RFC 4443, 2.2 a: from the address that the packet was to, if that is this host's.
        final Ip6Address from = addresses.isLocal(rx, high, low)
                ? new Ip6Address(high, low)
                : addresses.sourceFor(rx, Ip6Header.sourceHigh(header), Ip6Header.sourceLow(header));
        if (from == null) {
            frame.drop(i, reasons.noAddress());
        } else {
            build(buffer, header, from);
            sent.add(1);
        }
    }

    private void build(final long buffer, final long original, final Ip6Address from) {
        final int total = Ip6Header.LENGTH + Ip6Header.payloadLength(original);
        final int quoted = Math.min(Math.min(total, MAX_BYTES - ADDED_BYTES), Buffer.length(buffer));
        if (Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
            worker.buffers().free(Buffer.next(buffer));
        }
        Buffer.length(buffer, quoted);
        Buffer.advance(buffer, -ADDED_BYTES);
        Buffer.flags(buffer, Buffer.flags(buffer) & Buffer.TRACED | Buffer.LOCALLY_ORIGINATED);
        final long header = Buffer.data(buffer);
        final long message = header + Ip6Header.LENGTH;
        final int bytes = Icmp6Header.LENGTH + quoted;
        Ip6Header.write(header, bytes, IpProtocol.ICMP6, HOP_LIMIT);
        Ip6Header.source(header, LinkScope.wire(from.high()), from.low());
        Ip6Header.destination(header, Ip6Header.sourceHigh(original), Ip6Header.sourceLow(original));
        Icmp6Header.write(message, asked.type(buffer), asked.code(buffer), asked.data(buffer));
        Icmp6Header.updateChecksum(message, header, bytes);
    }
}
