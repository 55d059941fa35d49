package io.weir.dpdk.internal.port;

import java.util.ArrayList;
import java.util.List;

/** Bits of {@code RTE_ETH_RX_OFFLOAD_*} and {@code RTE_ETH_TX_OFFLOAD_*}, the same in all known versions. */
final class Offloads {
    static final long RX_VLAN_STRIP = 1L;
    static final long RX_IP_CHECKSUM = 1L << 1;
    static final long RX_UDP_CHECKSUM = 1L << 2;
    static final long RX_TCP_CHECKSUM = 1L << 3;
    static final long RX_TCP_LRO = 1L << 4;
    static final long RX_SCATTER = 1L << 13;
    static final long TX_VLAN_INSERT = 1L;
    static final long TX_UDP_CHECKSUM = 1L << 2;
    static final long TX_TCP_CHECKSUM = 1L << 3;
    static final long TX_TCP_SEGMENTS = 1L << 5;
    static final long TX_CHAINS = 1L << 15;

    static final long RX_CHECKSUMS = RX_IP_CHECKSUM | RX_UDP_CHECKSUM | RX_TCP_CHECKSUM;
    static final long TX_CHECKSUMS = TX_UDP_CHECKSUM | TX_TCP_CHECKSUM;

    private static final String[] RX_NAMES = {
        "vlan-strip",
        "ipv4-cksum",
        "udp-cksum",
        "tcp-cksum",
        "tcp-lro",
        "qinq-strip",
        "outer-ipv4-cksum",
        "macsec-strip",
        null,
        "vlan-filter",
        "vlan-extend",
        null,
        null,
        "scatter",
        "timestamp",
        "security",
        "keep-crc",
        "sctp-cksum",
        "outer-udp-cksum",
        "rss-hash",
        "buffer-split"
    };
    private static final String[] TX_NAMES = {
        "vlan-insert",
        "ipv4-cksum",
        "udp-cksum",
        "tcp-cksum",
        "sctp-cksum",
        "tcp-tso",
        "udp-tso",
        "outer-ipv4-cksum",
        "qinq-insert",
        "vxlan-tnl-tso",
        "gre-tnl-tso",
        "ipip-tnl-tso",
        "geneve-tnl-tso",
        "macsec-insert",
        "mt-lockfree",
        "multi-segs",
        "mbuf-fast-free",
        "security",
        "udp-tnl-tso",
        "ip-tnl-tso",
        "outer-udp-cksum",
        "send-on-timestamp"
    };

    private Offloads() {}

    static String rx(final long offloads) {
        return names(offloads, RX_NAMES);
    }

    static String tx(final long offloads) {
        return names(offloads, TX_NAMES);
    }

    private static String names(final long offloads, final String[] names) {
        final List<String> found = new ArrayList<>();
        for (int bit = 0; bit < names.length; bit++) {
            if ((offloads >>> bit & 1) != 0 && names[bit] != null) {
                found.add(names[bit]);
            }
        }
        return found.isEmpty() ? "none" : String.join(" ", found);
    }
}
