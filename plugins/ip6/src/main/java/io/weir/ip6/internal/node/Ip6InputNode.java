package io.weir.ip6.internal.node;

import io.weir.fib.family.MartianTable;
import io.weir.fib.family.MulticastEntries;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.InterfaceCounters;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * Node ip6-input: verifies the header (RFC 8200, 3; RFC 4291, 2.5), and counts packets per interface (VPP: ip6_input.c). A good
 * unicast packet without hop-by-hop options is left to the default, the ip6-unicast arc; all others are looked at again
 * out of the line. A hop limit of 1 is good here: the packet may be for this host.
 */
public final class Ip6InputNode implements PacketNode {
    private final Reasons reasons;
    private final int options;
    private final MulticastEntries multicast;
    private final MartianTable martians;
    private final InterfaceCounters counters;

    /** What is wrong with a header. */
    public record Reasons(
            DropReason version,
            DropReason length,
            DropReason tooShort,
            DropReason hopLimit,
            DropReason multicast,
            DropReason linkGroup,
            DropReason martianSource,
            DropReason martianDestination,
            DropReason linkLocal) {}

    /** An input; {@code options} is the node of packets with hop-by-hop options. */
    public Ip6InputNode(
            final Reasons reasons,
            final int options,
            final MulticastEntries multicast,
            final MartianTable martians,
            final InterfaceCounters counters) {
        this.reasons = reasons;
        this.options = options;
        this.multicast = multicast;
        this.martians = martians;
        this.counters = counters;
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        final int[] packets = frame.indices();
        final long suspects = martians.suspects();
        int rx = Buffer.rxInterface(frame.buffer(size - 1));
        int end = size;
        // From the last to the first: what the node before has touched last is still in the cache.
        for (int i = size - 1; i >= 0; i--) {
            final long buffer = Buffer.address(packets[i]);
            final long head = Buffer.head(buffer);
            final long header = Buffer.headData(buffer, head);
            final int in = Buffer.rxInterface(buffer);
            if (in != rx) {
                counters.add(InterfaceCounters.Kind.IP6, rx, end - i - 1, 0);
                rx = in;
                end = i + 1;
            }
            final int protocolAndHops = Memory.getShortBe(header + 6);
            // Hop-by-hop options have the number 0, so both that and a hop limit of 0 are a byte of zero.
            if ((Memory.getByte(header) & 0xf0) != 0x60
                    || Ip6Header.LENGTH + Ip6Header.payloadLength(header) > Buffer.headLength(head)
                    || protocolAndHops < 0x100
                    || (protocolAndHops & 0xff) == 0
                    || (MartianTable.suspectPair(suspects, Memory.getShort(header + 8))
                                    | MartianTable.suspectPair(suspects, Memory.getShort(header + 24))
                                    | Buffer.headFlags(head) & Buffer.LINK_GROUP)
                            != 0) {
                unusual(frame, i, buffer, header);
            }
        }
        counters.add(InterfaceCounters.Kind.IP6, rx, end, 0);
    }

    /** What remains: errors, options, multicast, link-local addresses, and those that are no host's. */
    private void unusual(final Frame frame, final int i, final long buffer, final long header) {
        final DropReason wrong = wrong(buffer, header);
        if (wrong != null) {
            frame.drop(i, wrong);
            return;
        }
        final long high = Ip6Header.destinationHigh(header);
        if (Martians.isGroup(high)) {
            group(frame, i, buffer, high);
        } else if (Martians.isUnspecified(Ip6Header.sourceHigh(header), Ip6Header.sourceLow(header))) {
            frame.drop(i, reasons.martianSource());
        } else if (martians.destination(high, Ip6Header.destinationLow(header))) {
            frame.drop(i, reasons.martianDestination());
        } else if (LinkScope.is(high) && !LinkScope.isWire(high)) {
            frame.drop(i, reasons.linkLocal());
        } else if (Buffer.has(buffer, Buffer.LINK_GROUP)) {
            // A packet to one host has no business in a frame to many (RFC 1812, 5.3.4 says it for IPv4).
            frame.drop(i, reasons.linkGroup());
        } else if (Ip6Header.nextHeader(header) == IpProtocol.HOP_BY_HOP) {
            frame.send(i, options);
        }
    }

    private void group(final Frame frame, final int i, final long buffer, final long high) {
        final int scope = (int) (high >>> 48) & 0xf;
        final int entry = multicast.of(Buffer.rxInterface(buffer));
        // RFC 4291, 2.7: scope 0 is reserved, 1 never leaves a host.
        if (entry == 0 || scope <= 1) {
            frame.drop(i, reasons.multicast());
        } else {
            frame.send(i, entry);
        }
    }

    private DropReason wrong(final long buffer, final long header) {
        if (Buffer.length(buffer) < Ip6Header.LENGTH) {
            return reasons.tooShort();
        }
        if (Ip6Header.version(header) != 6) {
            return reasons.version();
        }
        if (Ip6Header.LENGTH + Ip6Header.payloadLength(header) > Buffer.packetLength(buffer)) {
            return reasons.length();
        }
        if (Ip6Header.hopLimit(header) == 0) {
            return reasons.hopLimit();
        }
        final long high = Ip6Header.sourceHigh(header);
        final long low = Ip6Header.sourceLow(header);
        if (Martians.isGroup(high) || martians.source(high, low) && !Martians.isUnspecified(high, low)) {
            return reasons.martianSource();
        }
        if (LinkScope.is(high)) {
            Buffer.set(buffer, Buffer.LINK_SCOPE);
            return LinkScope.isWire(high) ? null : reasons.linkLocal();
        }
        return null;
    }
}
