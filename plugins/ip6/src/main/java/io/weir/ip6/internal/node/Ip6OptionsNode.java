package io.weir.ip6.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * Node ip6-hop-by-hop: looks at the options that are for every router (RFC 8200, 4.3). Known ones are passed over, of unknown ones
 * their type's highest bits say what becomes of the packet (4.2). The header is no longer than 2,048 bytes and options take two
 * at least, so what one packet costs is bounded.
 */
public record Ip6OptionsNode(Ip6IcmpErrors icmp, DropReason malformed, DropReason unknown) implements PacketNode {
    private static final int PAD1 = 0;
    private static final int PADN = 1;
    /** RFC 2711. */
    private static final int ROUTER_ALERT = 5;

    private static final int SKIP = 0;
    private static final int DISCARD = 1;
    private static final int TELL = 2;

    private static final int GOOD = -1;
    private static final int BAD = -2;

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int wrong = firstUnknown(header, Buffer.length(buffer));
            if (wrong == BAD) {
                frame.drop(i, malformed);
            } else if (wrong != GOOD) {
                refuse(frame, i, header, wrong);
            }
        }
    }

    /** Offset of the first option that may not be passed over, or {@link #GOOD} or {@link #BAD}. */
    private static int firstUnknown(final long header, final int bytes) {
        int at = Ip6Header.LENGTH + 2;
        if (bytes < Ip6Header.LENGTH + 8) {
            return BAD;
        }
        final int end = Ip6Header.LENGTH + Ip6Extensions.length(IpProtocol.HOP_BY_HOP, header + Ip6Header.LENGTH);
        if (end > bytes) {
            return BAD;
        }
        while (at < end) {
            final int type = Memory.getUnsignedByte(header + at);
            if (type == PAD1) {
                at++;
            } else {
                if (at + 2 > end || at + 2 + Memory.getUnsignedByte(header + at + 1) > end) {
                    return BAD;
                }
                if (type != PADN && type != ROUTER_ALERT && type >>> 6 != SKIP) {
                    return at;
                }
                at += 2 + Memory.getUnsignedByte(header + at + 1);
            }
        }
        return GOOD;
    }

    private void refuse(final Frame frame, final int i, final long header, final int at) {
        final int action = Memory.getUnsignedByte(header + at) >>> 6;
        final boolean group = Martians.isGroup(Ip6Header.destinationHigh(header));
        if (action == DISCARD || action != TELL && group) {
            frame.drop(i, unknown);
        } else {
            frame.sink().count(unknown, 1);
            icmp.send(frame, i, Icmp6Header.PARAMETER_PROBLEM, Icmp6Header.CODE_UNKNOWN_OPTION, at);
        }
    }
}
