package io.weir.ip4.internal.node;

import io.weir.net.Ip4Header;
import io.weir.net.UdpHeader;

/**
 * The hash by which packets of one flow take one path: source, destination, protocol and ports (VPP:
 * {@code ip4_compute_flow_hash}). Fragments count without ports, so that all of one datagram stay together.
 */
final class FlowHash {
    private FlowHash() {}

    /** Hash of the packet at {@code header}, of which {@code bytes} are in reach. */
    static int of(final long header, final int bytes) {
        final int protocol = Ip4Header.protocol(header);
        final int l4 = Ip4Header.headerLength(header);
        long key = (long) Ip4Header.source(header) << 32 | Ip4Header.destination(header) & 0xffffffffL;
        final boolean whole = (Ip4Header.fragment(header) & 0x3fff) == 0;
        if (whole && (protocol == 6 || protocol == 17) && bytes >= l4 + 4) {
            key ^= mix((long) UdpHeader.sourcePort(header + l4) << 16 | UdpHeader.destinationPort(header + l4));
        }
        final long hash = mix(key + protocol);
        return (int) (hash ^ hash >>> 32);
    }

    /** Finalizer of MurmurHash3: every bit of the key reaches every bit of the hash. */
    private static long mix(final long key) {
        long h = (key ^ key >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
