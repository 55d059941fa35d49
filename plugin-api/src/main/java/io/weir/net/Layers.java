package io.weir.net;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;

/**
 * Where the headers of a packet lie: found once, by the first node that asks, kept in the packet's metadata, and trusted by
 * those behind it.
 *
 * <pre>
 * final int layers = Layers.ip6(buffer);
 * if (Layers.protocol(layers) == IpProtocol.TCP &amp;&amp; Layers.reaches(buffer, layers, TcpHeader.LENGTH)) {
 *     … TcpHeader.flags(Layers.transport(buffer, layers)) …
 * </pre>
 *
 * Places count from current data 0, so what is prepended or stripped changes nothing; nor do new addresses, ports or VLAN tags.
 * Who moves the IP header or what is behind it, makes another packet of it or goes from an outer header to an inner one says
 * {@link #forget}. A new packet ({@code Buffer.begin}) knows nothing, a copy what the packet knew. With checked memory
 * (see {@code Memory}) whoever trusts a packet looks for itself too, and throws if what is kept is not so.
 *
 * <p>Found when it is wanted, and by no node in advance: noting it costs what a reader of a plain IPv4 packet saves, about 1.5 ns,
 * while one of a packet with extension headers saves several times as much.
 *
 * <p>What is kept is one word: 12 bits of offset of the IP header, 8 bits of distance to the upper one in units of four bytes, 8
 * of protocol, and four flags.
 */
public final class Layers {
    private static final int NETWORK = 0xfff;
    private static final int DISTANCE_SHIFT = 12;
    private static final int PROTOCOL_SHIFT = 20;
    private static final int IP6 = 1 << 28;
    private static final int FRAGMENT = 1 << 29;
    private static final int LATER = 1 << 30;
    private static final int NONE = 1 << 31;

    private Layers() {}

    /** Layers of a packet that begins with its IPv4 header, 20 bytes of which are in the first buffer. */
    public static int ip4(final long buffer) {
        final long head = Buffer.head(buffer);
        if ((Buffer.headFlags(head) & Buffer.LAYERS_KNOWN) != 0) {
            final int kept = Buffer.layers(buffer);
            // What begins elsewhere by now is another packet: an inner one, or an error about it.
            if ((kept & (NONE | IP6 | NETWORK)) == (Buffer.headCurrentData(head) & NETWORK)) {
                check(kept, buffer);
                return kept;
            }
        }
        return kept(buffer, find4(buffer, 0));
    }

    /** Layers of a packet that begins with its IPv6 header, 40 bytes of which are in the first buffer. */
    public static int ip6(final long buffer) {
        final long head = Buffer.head(buffer);
        if ((Buffer.headFlags(head) & Buffer.LAYERS_KNOWN) != 0) {
            final int kept = Buffer.layers(buffer);
            if ((kept & (NONE | IP6 | NETWORK)) == (IP6 | Buffer.headCurrentData(head) & NETWORK)) {
                check(kept, buffer);
                return kept;
            }
        }
        return kept(buffer, find6(buffer, 0));
    }

    /** Layers of a packet that begins with its Ethernet header; {@link #known} says whether it is IP at all. */
    public static int ethernet(final long buffer) {
        if (Buffer.has(buffer, Buffer.LAYERS_KNOWN)) {
            final int kept = Buffer.layers(buffer);
            if (network(kept) > Buffer.currentData(buffer)) {
                check(kept, buffer);
                return kept;
            }
        }
        return kept(buffer, findEthernet(buffer));
    }

    /** Says that the packet has changed, and what was found is no longer so. */
    public static void forget(final long buffer) {
        Buffer.clear(buffer, Buffer.LAYERS_KNOWN);
    }

    private static void check(final int kept, final long buffer) {
        if (Memory.CHECKED) {
            final int at = network(kept) - Buffer.currentData(buffer);
            if (kept >= 0 && kept != (isIp6(kept) ? find6(buffer, at) : find4(buffer, at))) {
                throw new IllegalStateException(
                        "the headers of this packet were moved, and what was known of them was left");
            }
        }
    }

    private static int kept(final long buffer, final int layers) {
        Buffer.layers(buffer, layers);
        return layers;
    }

    private static int findEthernet(final long buffer) {
        final int skipped = VlanTag.skip(Buffer.data(buffer), Buffer.length(buffer));
        final int at = VlanTag.payloadOffset(skipped);
        final int left = Buffer.length(buffer) - at;
        return switch (VlanTag.payload(skipped)) {
            case EthernetHeader.TYPE_IP4 -> left < Ip4Header.LENGTH ? none(buffer, at) : find4(buffer, at);
            case EthernetHeader.TYPE_IP6 -> left < Ip6Header.LENGTH ? none(buffer, at) : find6(buffer, at);
            default -> none(buffer, at);
        };
    }

    private static int none(final long buffer, final int at) {
        return NONE | Buffer.currentData(buffer) + at & NETWORK;
    }

    private static int find4(final long buffer, final int at) {
        return of4(Buffer.data(buffer) + at, Buffer.length(buffer) - at) | Buffer.currentData(buffer) + at & NETWORK;
    }

    private static int find6(final long buffer, final int at) {
        return of6(Buffer.data(buffer) + at, Buffer.length(buffer) - at) | Buffer.currentData(buffer) + at & NETWORK;
    }

    /** Layers of an IPv4 packet that is in no buffer, or within another; its IP header counts as offset 0. */
    static int of4(final long header, final int bytes) {
        final int first = Ip4Header.versionAndLength(header);
        final int length = (first & 0xf) << 2;
        if (first >>> 4 != 4 || length < Ip4Header.LENGTH || length > bytes) {
            return NONE;
        }
        final int fragment = Ip4Header.fragment(header) & (Ip4Header.MORE_FRAGMENTS | Ip4Header.FRAGMENT_OFFSET);
        final int flags = fragment == 0 ? 0 : (fragment & Ip4Header.FRAGMENT_OFFSET) == 0 ? FRAGMENT : FRAGMENT | LATER;
        return flags | Ip4Header.protocol(header) << PROTOCOL_SHIFT | length >> 2 << DISTANCE_SHIFT;
    }

    /** Layers of an IPv6 packet that is in no buffer, or within another; its IP header counts as offset 0. */
    static int of6(final long header, final int bytes) {
        if (Ip6Header.version(header) != 6) {
            return NONE | IP6;
        }
        final long walk = Ip6Extensions.walk(header, bytes);
        if (Ip6Extensions.failure(walk) != Ip6Extensions.FOUND) {
            return NONE | IP6;
        }
        return IP6
                | (Ip6Extensions.isFragment(walk) ? FRAGMENT : 0)
                | (Ip6Extensions.isLaterFragment(walk) ? LATER : 0)
                | Ip6Extensions.protocol(walk) << PROTOCOL_SHIFT
                | Ip6Extensions.offset(walk) >> 2 << DISTANCE_SHIFT;
    }

    /** Whether an upper protocol was found: false for what is no IP, is cut short or has too many extension headers. */
    public static boolean known(final int layers) {
        return layers >= 0;
    }

    /** Whether it is IPv6, else IPv4. */
    public static boolean isIp6(final int layers) {
        return (layers & IP6) != 0;
    }

    /** Offset of the IP header, as current data counts. */
    public static int network(final int layers) {
        return layers << 20 >> 20;
    }

    /** Address of the IP header. */
    public static long network(final long buffer, final int layers) {
        return buffer + Buffer.DATA_OFFSET + network(layers);
    }

    /** Offset of the upper protocol's header, as current data counts. */
    public static int transport(final int layers) {
        return network(layers) + ((layers >>> DISTANCE_SHIFT & 0xff) << 2);
    }

    /** Address of the upper protocol's header, or of the payload of a later fragment. */
    public static long transport(final long buffer, final int layers) {
        return buffer + Buffer.DATA_OFFSET + transport(layers);
    }

    /** Whether the first {@code bytes} bytes of the upper protocol's header are there, in the first buffer. */
    public static boolean reaches(final long buffer, final int layers, final int bytes) {
        return (layers & (NONE | LATER)) == 0
                && transport(layers) + bytes <= Buffer.currentData(buffer) + Buffer.length(buffer);
    }

    /** The upper protocol: what a later IPv6 fragment says of it is not to be relied on. */
    public static int protocol(final int layers) {
        return layers >>> PROTOCOL_SHIFT & 0xff;
    }

    /** Whether the packet is a part of a larger one, the first included. */
    public static boolean isFragment(final int layers) {
        return (layers & FRAGMENT) != 0;
    }

    /** Whether it is a fragment but the first, which has no upper header. */
    public static boolean isLaterFragment(final int layers) {
        return (layers & LATER) != 0;
    }
}
