package io.weir.ip6.internal.node;

import io.weir.fib.Forwarding;
import io.weir.fib.RouteCounters;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Header;
import io.weir.net.Layers;
import io.weir.net.WireLength;
import java.lang.invoke.VarHandle;

/**
 * Node ip6-rewrite: decrements the hop limit, puts the neighbour's Ethernet header in front and names the interface (VPP:
 * ip6_forward.c, {@code ip6_rewrite_inline}). The default is the ip6-output arc of the last packet's adjacency; packets by
 * another one are sent one by one.
 */
public final class Ip6RewriteNode implements PacketNode {
    /** A packet of which one of these is true is not rewritten in line. */
    private static final int RARE_FLAGS =
            Buffer.LOCALLY_ORIGINATED | Buffer.GSO | Buffer.NEXT_PRESENT | Buffer.LINK_SCOPE;

    /** The two words of an Ethernet header. */
    private static final int DESTINATION = Forwarding.REWRITE_END - 16;

    private static final int SOURCE_AND_TYPE = Forwarding.REWRITE_END - 8;
    private static final int HOP_LIMIT = 7;

    private final long lines;
    private final long words;
    private final RouteCounters.Part counters;
    private final Ip6IcmpErrors icmp;
    private final Exits exits;

    /** Where packets go that are not rewritten, and why. */
    public record Exits(int fragment, DropReason tooBig, DropReason hopLimit, DropReason scope) {}

    public Ip6RewriteNode(
            final Forwarding forwarding,
            final RouteCounters.Part counters,
            final Ip6IcmpErrors icmp,
            final Exits exits) {
        lines = forwarding.lines();
        words = counters.words();
        this.counters = counters;
        this.icmp = icmp;
        this.exits = exits;
    }

    @Override
    public void process(final Frame frame) {
        // Pairs with the release store by which main says that a neighbour is known: see Forwarding.
        VarHandle.acquireFence();
        final int index = Buffer.adjacency(frame.buffer(frame.size() - 1));
        final int usual = Memory.getInt(line(index) + Forwarding.OUTPUT);
        frame.sendOthers(usual);
        int i = frame.size() - 1;
        while (i >= 0) {
            i = alike(frame, i, index);
            if (i < 0) {
                return;
            }
            if (Buffer.adjacency(frame.buffer(i)) != index) {
                mixed(frame, i, usual);
                return;
            }
            unusual(frame, i--, usual);
        }
    }

    /**
     * Rewrites packets as long as they take one adjacency, which stays in registers, and none of them is unusual; from the last
     * to the first, as what ip6-lookup has touched last is still in the cache. Returns the packet that it ended at, or -1.
     */
    private int alike(final Frame frame, final int last, final int index) {
        final long line = line(index);
        final long destination = Memory.getLong(line + DESTINATION);
        final long sourceAndType = Memory.getLong(line + SOURCE_AND_TYPE);
        final int tx = Memory.getInt(line + Forwarding.TX);
        final int mtu = Memory.getInt(line + Forwarding.MTU);
        final int[] packets = frame.indices();
        int bytes = 0;
        int i = last;
        // Not "for": with its test at the end C2 takes it for a counted loop in every order of compilation.
        do {
            final long buffer = Buffer.address(packets[i]);
            final long head = Buffer.head(buffer);
            final long header = Buffer.headData(buffer, head);
            final int length = Buffer.headLength(head);
            final int hops = Memory.getByte(header + HOP_LIMIT) & 0xff;
            if (Buffer.adjacency(buffer) != index || Buffer.has(buffer, RARE_FLAGS) || length > mtu || hops <= 1) {
                break;
            }
            Memory.putByte(header + HOP_LIMIT, hops - 1);
            Memory.putLong(header - 16, destination);
            Memory.putLong(header - 8, sourceAndType);
            Buffer.headAdvance(buffer, head, -EthernetHeader.LENGTH);
            Buffer.txInterface(buffer, tx);
            bytes += length;
        } while (--i >= 0);
        count(index, (last - i) * RouteCounters.ONE_PACKET + bytes);
        return i;
    }

    /** Rewrites the rest of a frame in which neighbouring packets may take different adjacencies. */
    private void mixed(final Frame frame, final int last, final int usual) {
        final int[] packets = frame.indices();
        for (int i = last; i >= 0; i--) {
            final long buffer = Buffer.address(packets[i]);
            final int index = Buffer.adjacency(buffer);
            final long line = line(index);
            final long head = Buffer.head(buffer);
            final long header = Buffer.headData(buffer, head);
            final int length = Buffer.headLength(head);
            final int hops = Memory.getByte(header + HOP_LIMIT) & 0xff;
            if (Buffer.has(buffer, RARE_FLAGS) || length > Memory.getInt(line + Forwarding.MTU) || hops <= 1) {
                unusual(frame, i, usual);
                continue;
            }
            Memory.putByte(header + HOP_LIMIT, hops - 1);
            finish(buffer, header, line);
            count(index, RouteCounters.ONE_PACKET + length);
            final int target = Memory.getInt(line + Forwarding.OUTPUT);
            if (target != usual) {
                frame.send(i, target);
            }
        }
    }

    /** Prepends the Ethernet header by two 8-byte stores: the two bytes in front of it are free headroom. */
    private static void finish(final long buffer, final long header, final long line) {
        Memory.putLong(header - 16, Memory.getLong(line + DESTINATION));
        Memory.putLong(header - 8, Memory.getLong(line + SOURCE_AND_TYPE));
        Buffer.advance(buffer, -EthernetHeader.LENGTH);
        Buffer.txInterface(buffer, Memory.getInt(line + Forwarding.TX));
    }

    private long line(final int adjacency) {
        return lines + ((long) (adjacency & Forwarding.CAPACITY - 1) << Forwarding.LINE_SHIFT);
    }

    /** Packets of this host, large segments, chains, and those that are too big, too old or too far from home to go on. */
    private void unusual(final Frame frame, final int i, final int usual) {
        final long buffer = frame.buffer(i);
        final long header = Buffer.data(buffer);
        final int index = Buffer.adjacency(buffer);
        final long line = line(index);
        final boolean own = Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED);
        final int mtu = own
                ? Short.toUnsignedInt(Memory.getShort(line + Forwarding.OWN_MTU))
                : Memory.getInt(line + Forwarding.MTU);
        final int hops = Ip6Header.hopLimit(header);
        if (!own
                && Buffer.has(buffer, Buffer.LINK_SCOPE)
                && Memory.getInt(line + Forwarding.TX) != Buffer.rxInterface(buffer)) {
            give(frame, i, exits.scope(), Icmp6Header.DESTINATION_UNREACHABLE, Icmp6Header.CODE_BEYOND_SCOPE, 0);
        } else if (!own && hops <= 1) {
            give(frame, i, exits.hopLimit(), Icmp6Header.TIME_EXCEEDED, 0, 0);
        } else if (wireLength(buffer, header) > mtu) {
            if (own) {
                frame.send(i, exits.fragment());
            } else {
                give(frame, i, exits.tooBig(), Icmp6Header.PACKET_TOO_BIG, 0, mtu);
            }
        } else {
            if (!own) {
                Ip6Header.hopLimit(header, hops - 1);
            }
            count(index, RouteCounters.ONE_PACKET + Buffer.packetLength(buffer));
            finish(buffer, header, line);
            final int target = Memory.getInt(line + Forwarding.OUTPUT);
            if (target != usual) {
                frame.send(i, target);
            }
        }
    }

    private void give(
            final Frame frame, final int i, final DropReason why, final int type, final int code, final int data) {
        frame.sink().count(why, 1);
        icmp.send(frame, i, type, code, data);
    }

    /** Bytes of the layer-3 packets that this packet becomes on the wire. */
    static int wireLength(final long buffer, final long header) {
        // Padding of short Ethernet frames may still be behind the packet; it is not what the MTU limits.
        return Buffer.has(buffer, Buffer.GSO)
                ? WireLength.ofLarge(buffer, Layers.ip6(buffer))
                : Math.min(Buffer.packetLength(buffer), Ip6Header.LENGTH + Ip6Header.payloadLength(header));
    }

    private void count(final int index, final long added) {
        counters.add(words + ((long) (index & Forwarding.CAPACITY - 1) << 3), added);
    }
}
