package io.weir.dpdk.internal.flow;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a rule matches, and what becomes of what it matches. {@link FlowParser} makes it.
 *
 * @param words that it was made from, in {@link FlowParser}'s order.
 * @param ether matched of the Ethernet header.
 * @param ip matched of the IP header, or null.
 * @param ports matched of the TCP or UDP header, or null.
 * @param tunnel matched behind the UDP header, or null.
 * @param actions what becomes of packets.
 */
public record FlowSpec(Map<String, String> words, Ether ether, Ip ip, Ports ports, Tunnel tunnel, FlowActions actions) {
    /** IP protocol. */
    static final int TCP = 6;
    /** IP protocol. */
    static final int UDP = 17;

    /**
     * Of the Ethernet header and one VLAN tag; -1 where anything goes.
     *
     * @param vlan its number.
     */
    record Ether(int type, long source, long destination, int vlan) {
        boolean isAny() {
            return type < 0 && source < 0 && destination < 0;
        }

        boolean hasVlan() {
            return vlan >= 0;
        }
    }

    /**
     * Of the IP header.
     *
     * @param version 4 or 6.
     * @param protocol or -1.
     */
    record Ip(int version, Masked source, Masked destination, int protocol) {
        boolean isAny() {
            return source.isAny() && destination.isAny() && protocol < 0;
        }
    }

    /**
     * Of the TCP or UDP header.
     *
     * @param protocol which of the two.
     */
    record Ports(int protocol, Masked source, Masked destination) {
        boolean isAny() {
            return source.isAny() && destination.isAny();
        }
    }

    /** Headers behind UDP. */
    enum Tunnels {
        VXLAN,
        GTPU,
        GTPC
    }

    /**
     * Of the header behind UDP.
     *
     * @param id VNI or TEID.
     */
    record Tunnel(Tunnels kind, long id) {}

    public FlowSpec {
        words = Map.copyOf(words);
    }

    /** VPP's name of the kind of rule. */
    String type() {
        if (ip == null) {
            return "ethernet";
        }
        final String version = "ipv" + ip.version();
        if (tunnel != null) {
            return version + "-" + tunnel.kind().name().toLowerCase(Locale.ROOT);
        }
        return ports == null ? version : version + "-n-tuple" + (ether.hasVlan() ? "-tagged" : "");
    }

    /** What it matches, as it was typed. */
    String match() {
        return text(FlowParser.MATCHES);
    }

    /** What becomes of packets, as it was typed. */
    String action() {
        return text(FlowParser.ACTIONS);
    }

    private String text(final List<String> keys) {
        return keys.stream()
                .filter(words::containsKey)
                .map(key -> (key + " " + words.get(key)).strip())
                .collect(Collectors.joining(", "));
    }
}
