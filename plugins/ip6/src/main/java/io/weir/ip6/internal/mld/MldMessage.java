package io.weir.ip6.internal.mld;

import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.nd.NdSender;
import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import java.util.List;

/** Messages of multicast listener discovery (RFC 2710, 3; RFC 3810, 5): each behind a router alert, with a hop limit of 1. Only main. */
final class MldMessage {
    static final int REPORT_1 = 131;
    static final int DONE_1 = 132;
    static final int REPORT_2 = 143;

    /** Bytes of a query or report of version 1. */
    static final int LENGTH_1 = 24;
    /** Bytes of a query of version 2 without sources. */
    static final int QUERY_LENGTH_2 = 28;

    /** Records of a report: the host is, or begins, or ceases to be in a group, whoever sends to it. */
    static final int IS_EXCLUDE = 2;

    static final int TO_INCLUDE = 3;
    static final int TO_EXCLUDE = 4;

    /** So many fit into the smallest MTU. */
    static final int MAX_RECORDS = 60;

    private static final int OPTIONS_BYTES = 8;
    /** Hop-by-hop options before ICMPv6: router alert for MLD (RFC 2711), padding. */
    private static final long OPTIONS = (long) IpProtocol.ICMP6 << 56 | 0x0502_0000_0100L;

    private static final int HOP_LIMIT = 1;
    private static final int HEADER_BYTES = 8;
    private static final int RECORD_BYTES = 20;
    private static final Ip6Address ALL_LISTENERS_2 = new Ip6Address(Groups.LINK, 0x16);

    private MldMessage() {}

    /** Milliseconds within which a query wants its answer. */
    static long responseMs(final long message, final int bytes) {
        final int code = Memory.getShortBe(message + 4);
        // RFC 3810, 5.1.3: a floating-point value from 32768 on.
        return bytes == LENGTH_1 || code < 1 << 15 ? code : ((code & 0xfffL) | 0x1000) << ((code >> 12 & 7) + 3);
    }

    static long groupHigh(final long message) {
        return Memory.getLongBe(message + HEADER_BYTES);
    }

    static long groupLow(final long message) {
        return Memory.getLongBe(message + HEADER_BYTES + 8);
    }

    static int sources(final long message) {
        return Memory.getShortBe(message + QUERY_LENGTH_2 - 2);
    }

    /** A record of a report of version 2. */
    record Record(int type, long high, long low) {}

    /** Sends a report of version 2, of {@link #MAX_RECORDS} groups at most. */
    static void report(
            final NdSender sender,
            final Interface on,
            final Ip6Address from,
            final List<Record> records,
            final Sink sink) {
        final int bytes = HEADER_BYTES + records.size() * RECORD_BYTES;
        final int index = sender.begin(
                on, from, ALL_LISTENERS_2, NdSender.groupMac(ALL_LISTENERS_2.low()), OPTIONS_BYTES + bytes);
        if (index >= 0) {
            final long message = NdSender.message(index) + OPTIONS_BYTES;
            Icmp6Header.write(message, REPORT_2, 0, records.size());
            long at = message + HEADER_BYTES;
            for (final Record each : records) {
                Memory.putIntBe(at, each.type << 24);
                address(at + 4, each.high, each.low);
                at += RECORD_BYTES;
            }
            send(index, on, bytes, sink);
        }
    }

    /** Sends a report, or the end of one, of version 1. */
    static void report1(
            final NdSender sender,
            final Interface on,
            final Ip6Address from,
            final int type,
            final Ip6Address group,
            final Sink sink) {
        final Ip6Address to = type == DONE_1 ? new Ip6Address(Groups.LINK, Groups.ALL_ROUTERS) : group;
        final int index = sender.begin(on, from, to, NdSender.groupMac(to.low()), OPTIONS_BYTES + LENGTH_1);
        if (index >= 0) {
            final long message = NdSender.message(index) + OPTIONS_BYTES;
            Icmp6Header.write(message, type, 0, 0);
            address(message + HEADER_BYTES, group.high(), group.low());
            send(index, on, LENGTH_1, sink);
        }
    }

    private static void address(final long at, final long high, final long low) {
        Memory.putLongBe(at, high);
        Memory.putLongBe(at + 8, low);
    }

    private static void send(final int index, final Interface on, final int bytes, final Sink sink) {
        final long options = NdSender.message(index);
        final long header = options - Ip6Header.LENGTH;
        Ip6Header.nextHeader(header, IpProtocol.HOP_BY_HOP);
        Ip6Header.hopLimit(header, HOP_LIMIT);
        Memory.putLongBe(options, OPTIONS);
        Icmp6Header.updateChecksum(options + OPTIONS_BYTES, header, bytes);
        sink.emit(index, on.outputTarget());
    }
}
