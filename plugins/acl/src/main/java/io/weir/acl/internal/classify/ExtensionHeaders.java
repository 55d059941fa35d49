package io.weir.acl.internal.classify;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/**
 * Which IPv6 extension headers are passed over on the way to what rules ask for (VPP: foreach_acl_eh). One that isn't is the packet's
 * protocol. What {@link Layers} says is made of its own set, so packets with extension headers are walked through once more; others
 * pay a comparison. Main changes it, any thread asks.
 */
public final class ExtensionHeaders {
    private static final int NUMBERS = 256;
    /** RFC 3692: for experiments. */
    private static final int EXPERIMENT = 253;

    private static final int OTHER_EXPERIMENT = 254;

    private static final int[] DEFAULT = {
        IpProtocol.HOP_BY_HOP,
        IpProtocol.ROUTING,
        IpProtocol.FRAGMENT,
        IpProtocol.DESTINATION_OPTIONS,
        IpProtocol.MOBILITY,
        IpProtocol.HIP,
        IpProtocol.SHIM6,
        EXPERIMENT,
        OTHER_EXPERIMENT
    };

    // As Layers has them.
    private static final int NONE = 1 << 31;
    private static final int LATER = 1 << 30;
    private static final int FRAGMENT = 1 << 29;
    private static final int IP6 = 1 << 28;
    private static final int PROTOCOL_SHIFT = 20;
    private static final int DISTANCE_SHIFT = 12;
    private static final int NETWORK = 0xfff;

    /** By number; replaced as a whole. */
    private volatile long[] skipped = bits(DEFAULT);

    private static long[] bits(final int... numbers) {
        final long[] bits = new long[NUMBERS / Long.SIZE];
        for (final int number : numbers) {
            bits[number >>> 6] |= 1L << number;
        }
        return bits;
    }

    private static boolean in(final long[] bits, final int number) {
        return (bits[number >>> 6] >>> number & 1) != 0;
    }

    /** Whether a header with this number is passed over. */
    public boolean skips(final int number) {
        return in(skipped, number);
    }

    /** Passes headers with a number over, or doesn't. */
    public void skip(final int number, final boolean on) {
        final long[] changed = skipped.clone();
        final long bit = 1L << number;
        changed[number >>> 6] = on ? changed[number >>> 6] | bit : changed[number >>> 6] & ~bit;
        skipped = changed;
    }

    /** All of it, as words, for the next version. */
    public long[] export() {
        return skipped.clone();
    }

    /** Takes that over. */
    public void take(final long... words) {
        skipped = words.clone();
    }

    /** Whether a header's form is that of extension headers (RFC 6564), so that it can be passed over. */
    public static boolean canSkip(final int number) {
        return !IpProtocol.hasPorts(number)
                && number != IpProtocol.ICMP
                && number != IpProtocol.ICMP6
                && number != IpProtocol.ESP
                && number != IpProtocol.NONE;
    }

    /** What rules see of a packet whose {@link Layers} are these. */
    public int seen(final long buffer, final int layers) {
        final long[] skips = skipped;
        final boolean plain = Layers.transport(layers) - Layers.network(layers) == Ip6Header.LENGTH;
        if (!Layers.known(layers) || !Layers.isIp6(layers) || plain && !in(skips, Layers.protocol(layers))) {
            return layers;
        }
        final long header = Layers.network(buffer, layers);
        final int reach = Buffer.currentData(buffer) + Buffer.length(buffer) - Layers.network(layers);
        final int end = Math.min(reach, Ip6Header.LENGTH + Ip6Header.payloadLength(header));
        return walk(skips, header, end) | layers & NETWORK;
    }

    private static int walk(final long[] skips, final long header, final int end) {
        int protocol = Ip6Header.nextHeader(header);
        int at = Ip6Header.LENGTH;
        int fragment = 0;
        for (int steps = 0; in(skips, protocol) && (fragment & LATER) == 0; steps++) {
            final boolean misplaced =
                    protocol == IpProtocol.HOP_BY_HOP && steps > 0 || protocol == IpProtocol.FRAGMENT && fragment != 0;
            if (steps == Ip6Extensions.MAX_HEADERS || misplaced || at + 8 > end) {
                return NONE | IP6;
            }
            final int length = Ip6Extensions.length(protocol, header + at);
            if (at + length > end || at + length > Ip6Extensions.MAX_BYTES) {
                return NONE | IP6;
            }
            if (protocol == IpProtocol.FRAGMENT) {
                final boolean later = Ip6Fragment.offset(header + at) != 0;
                fragment = later ? FRAGMENT | LATER : Ip6Fragment.more(header + at) ? FRAGMENT : 0;
            }
            protocol = Memory.getUnsignedByte(header + at);
            at += length;
        }
        return IP6 | fragment | protocol << PROTOCOL_SHIFT | at >> 2 << DISTANCE_SHIFT;
    }
}
