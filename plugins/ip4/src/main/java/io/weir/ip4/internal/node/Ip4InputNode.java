package io.weir.ip4.internal.node;

import io.weir.fib.family.MartianTable;
import io.weir.fib.family.MulticastEntries;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;

/**
 * Nodes ip4-input and ip4-input-no-checksum: verifies the header as RFC 1812, 5.2.2 wants it, and counts packets per
 * interface (VPP: ip4_input.c). A good unicast packet without options is left to the default, the ip4-unicast arc; all
 * others are looked at again out of the line. A TTL of 1 is good here: the packet may be for this host.
 */
public final class Ip4InputNode implements PacketNode {
    private static final int BROADCAST = -1;

    private final boolean verify;
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
            DropReason checksum,
            DropReason ttl,
            DropReason multicast,
            DropReason linkGroup,
            DropReason martianSource,
            DropReason martianDestination) {}

    public Ip4InputNode(
            final boolean verify,
            final Reasons reasons,
            final int options,
            final MulticastEntries multicast,
            final MartianTable martians,
            final InterfaceCounters counters) {
        this.verify = verify;
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
        // A device verifies the checksums of all packets or of none: one packet speaks for the frame, and what differs
        // from it is
        // looked at by itself.
        final boolean vouched = verify && Buffer.has(frame.buffer(size - 1), Buffer.IP_CHECKSUM_GOOD);
        final boolean sum = verify && !vouched;
        final int usual = vouched ? Buffer.IP_CHECKSUM_GOOD : 0;
        final int known = Buffer.LINK_GROUP | usual;
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
                counters.add(InterfaceCounters.Kind.IP4, rx, end - i - 1, 0);
                rx = in;
                end = i + 1;
            }
            final int length = Ip4Header.totalLength(header);
            if (Memory.getByte(header) != 0x45
                    || length < Ip4Header.LENGTH
                    || length > Buffer.headLength(head)
                    || Memory.getByte(header + 8) == 0
                    || (MartianTable.suspect(suspects, Memory.getByte(header + 12))
                                    | MartianTable.suspect(suspects, Memory.getByte(header + 16))
                                    | (Buffer.flags(buffer) ^ usual) & known)
                            != 0
                    || sum && !Ip4Header.good20(header)) {
                unusual(frame, i, buffer, header);
            }
        }
        counters.add(InterfaceCounters.Kind.IP4, rx, end, 0);
    }

    /** What remains: errors, options, multicast, and addresses that are no host's. */
    private void unusual(final Frame frame, final int i, final long buffer, final long header) {
        final DropReason wrong = wrong(buffer, header);
        if (wrong != null) {
            frame.drop(i, wrong);
            return;
        }
        final int destination = Ip4Header.destination(header);
        if (Martians.source(martians, Ip4Header.source(header), destination)) {
            frame.drop(i, reasons.martianSource());
        } else if (Martians.destination(martians, destination)) {
            frame.drop(i, reasons.martianDestination());
        } else if (destination >>> 28 == 0xe) {
            final int entry = multicast.of(Buffer.rxInterface(buffer));
            if (entry == 0) {
                frame.drop(i, reasons.multicast());
            } else {
                frame.send(i, entry);
            }
        } else if (Buffer.has(buffer, Buffer.LINK_GROUP) && destination != BROADCAST) {
            // RFC 1122, 3.3.6 and RFC 1812, 5.3.4: a packet to one host has no business in a frame to many.
            frame.drop(i, reasons.linkGroup());
        } else if (Ip4Header.versionAndLength(header) != 0x45) {
            frame.send(i, options);
        }
    }

    private DropReason wrong(final long buffer, final long header) {
        final int first = Buffer.length(buffer);
        if (first < Ip4Header.LENGTH || first < Ip4Header.headerLength(header)) {
            return reasons.tooShort();
        }
        final int version = Ip4Header.versionAndLength(header);
        if (version >>> 4 != 4 || (version & 0xf) < 5) {
            return reasons.version();
        }
        final int length = Ip4Header.totalLength(header);
        if (length < Ip4Header.headerLength(header) || length > Buffer.packetLength(buffer)) {
            return reasons.length();
        }
        if (Ip4Header.ttl(header) == 0) {
            return reasons.ttl();
        }
        final boolean trusted = !verify || Buffer.has(buffer, Buffer.IP_CHECKSUM_GOOD);
        return trusted || Ip4Header.checksumGood(header, Ip4Header.headerLength(header)) ? null : reasons.checksum();
    }
}
