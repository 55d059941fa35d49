package io.weir.ip4.internal.node;

import io.weir.config.LiveSetting;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.Ip4Lookup;
import io.weir.memory.Memory;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;

/**
 * Node ip4-options: packets with options go on along the ip4-unicast arc unless these are malformed or ask for source routing (RFC
 * 7126, 4.3 and 4.4: drop); who sent it is told. Whether this router writes itself into those that ask for it is a setting; all others are left untouched.
 */
public final class Ip4OptionsNode implements PacketNode {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int RECORD_ROUTE = 7;
    private static final int TIMESTAMP = 0x44;
    private static final int LOOSE_SOURCE_ROUTE = 0x83;
    private static final int STRICT_SOURCE_ROUTE = 0x89;

    private final Reasons reasons;
    private final OptionPolicy.Settings settings;
    private final OptionRecorder recorder;
    private final Ip4IcmpErrors icmp;

    /** Why a packet is dropped. */
    public record Reasons(DropReason malformed, DropReason sourceRoute, DropReason unwanted) {}

    public Ip4OptionsNode(
            final Reasons reasons,
            final OptionPolicy.Settings settings,
            final Ip4Lookup lookup,
            final Forwarding forwarding,
            final int family,
            final Ip4Addresses addresses,
            final Family.Nodes nodes,
            final Ip4IcmpErrors icmp) {
        this.icmp = icmp;
        this.reasons = reasons;
        this.settings = settings;
        recorder = OptionRecorder.of(lookup, forwarding, family, addresses, nodes);
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            check(frame, i, frame.buffer(i), frame.packet(i));
        }
    }

    /** Looks at options until one is why the packet doesn't go on. */
    private void check(final Frame frame, final int i, final long buffer, final long header) {
        final int end = Ip4Header.headerLength(header);
        int at = Ip4Header.LENGTH;
        while (at < end) {
            final int type = Memory.getUnsignedByte(header + at);
            if (type == END) {
                return;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                frame.sink().count(reasons.sourceRoute(), 1);
                icmp.send(frame, i, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_SOURCE_ROUTE_FAILED, 0);
                return;
            }
            final int length = type == NO_OPERATION || at + 1 == end ? 1 : Memory.getUnsignedByte(header + at + 1);
            if (type != NO_OPERATION && length < 2 || at + length > end) {
                malformed(frame, i, at + 1 == end ? at : at + 1);
                return;
            }
            if ((type == RECORD_ROUTE || type == TIMESTAMP) && !record(frame, i, buffer, header, at, type, length)) {
                return;
            }
            at += length;
        }
    }

    /** The sender is told which octet of its header can't be (RFC 792; RFC 1812, 5.2.4.1). */
    private void malformed(final Frame frame, final int i, final int octet) {
        frame.sink().count(reasons.malformed(), 1);
        icmp.send(frame, i, IcmpHeader.PARAMETER_PROBLEM, 0, octet << 24);
    }

    /** Does what the operator wants; returns whether the packet goes on. */
    private boolean record(
            final Frame frame,
            final int i,
            final long buffer,
            final long header,
            final int at,
            final int type,
            final int length) {
        final LiveSetting<OptionPolicy> setting = type == RECORD_ROUTE ? settings.recordRoute() : settings.timestamp();
        return switch (setting.get()) {
            case DROP -> {
                frame.drop(i, reasons.unwanted());
                yield false;
            }
            case FORWARD -> true;
            case PROCESS -> {
                final int wrong = type == RECORD_ROUTE
                        ? recorder.route(buffer, header, header + at, length)
                        : recorder.timestamp(buffer, header, header + at, length);
                if (wrong != 0) {
                    malformed(frame, i, at + wrong);
                }
                yield wrong == 0;
            }
        };
    }
}
