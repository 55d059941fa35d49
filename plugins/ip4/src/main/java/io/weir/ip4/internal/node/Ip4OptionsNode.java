package io.weir.ip4.internal.node;

import io.weir.config.LiveSetting;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip4.Ip4Lookup;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;

/**
 * Node ip4-options: packets with options go on along the ip4-unicast arc unless these are malformed or ask for source routing (RFC
 * 7126, 4.3 and 4.4: drop). Whether this router writes itself into those that ask for it is a setting; all others are left untouched.
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

    /** Why a packet is dropped. */
    public record Reasons(DropReason malformed, DropReason sourceRoute, DropReason unwanted) {}

    public Ip4OptionsNode(
            final Reasons reasons,
            final OptionPolicy.Settings settings,
            final Ip4Lookup lookup,
            final Forwarding forwarding,
            final int family,
            final Ip4Addresses addresses,
            final Family.Nodes nodes) {
        this.reasons = reasons;
        this.settings = settings;
        recorder = OptionRecorder.of(lookup, forwarding, family, addresses, nodes);
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final DropReason wrong = check(frame.buffer(i), frame.packet(i));
            if (wrong != null) {
                frame.drop(i, wrong);
            }
        }
    }

    private DropReason check(final long buffer, final long header) {
        final int end = Ip4Header.headerLength(header);
        int at = Ip4Header.LENGTH;
        while (at < end) {
            final int type = Memory.getUnsignedByte(header + at);
            if (type == END) {
                return null;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                return reasons.sourceRoute();
            }
            final int length = type == NO_OPERATION || at + 1 == end ? 1 : Memory.getUnsignedByte(header + at + 1);
            if (type != NO_OPERATION && length < 2 || at + length > end) {
                return reasons.malformed();
            }
            if (type == RECORD_ROUTE || type == TIMESTAMP) {
                final DropReason wrong = record(buffer, header, header + at, type, length);
                if (wrong != null) {
                    return wrong;
                }
            }
            at += length;
        }
        return null;
    }

    private DropReason record(
            final long buffer, final long header, final long option, final int type, final int length) {
        final LiveSetting<OptionPolicy> setting = type == RECORD_ROUTE ? settings.recordRoute() : settings.timestamp();
        return switch (setting.get()) {
            case DROP -> reasons.unwanted();
            case FORWARD -> null;
            case PROCESS -> {
                final boolean good = type == RECORD_ROUTE
                        ? recorder.route(buffer, header, option, length)
                        : recorder.timestamp(buffer, header, option, length);
                yield good ? null : reasons.malformed();
            }
        };
    }
}
