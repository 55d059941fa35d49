package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Address;

/** What traces tell of a packet that was translated by maps: both its addresses, in both families. */
final class MapTrace {
    private MapTrace() {}

    /** Of an IPv6 packet, before it is translated. */
    static void of6(final Frame frame, final int i, final long buffer, final int source, final int destination) {
        if (frame.traced()) {
            final long header = Buffer.data(buffer);
            frame.trace(
                    i,
                    Memory.getLongBe(header + 8),
                    Memory.getLongBe(header + 16),
                    Memory.getLongBe(header + 24),
                    Memory.getLongBe(header + 32),
                    pair(source, destination));
        }
    }

    /** Of an IPv4 packet, before it is translated. */
    static void of4(
            final Frame frame,
            final int i,
            final long buffer,
            final long sourceHigh,
            final long sourceLow,
            final long high,
            final long low) {
        if (frame.traced()) {
            final long header = Buffer.data(buffer);
            frame.trace(
                    i, sourceHigh, sourceLow, high, low, pair(Ip4Header.source(header), Ip4Header.destination(header)));
        }
    }

    private static long pair(final int source, final int destination) {
        return (long) source << 32 | destination & 0xffff_ffffL;
    }

    static void format(final long[] fields, final StringBuilder out) {
        out.append("map: ")
                .append(Ip4Address.format((int) (fields[4] >>> 32)))
                .append(" is ")
                .append(new Ip6Address(fields[0], fields[1]))
                .append(", ")
                .append(Ip4Address.format((int) fields[4]))
                .append(" is ")
                .append(new Ip6Address(fields[2], fields[3]))
                .append('\n');
    }
}
