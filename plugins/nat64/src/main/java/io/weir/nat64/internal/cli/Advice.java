package io.weir.nat64.internal.cli;

import java.util.Map;

/** What to do about packets that are not translated, by the end of their drop reason's name. */
final class Advice {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry(
                    "full",
                    "each worker has as many sessions or bindings as it may: see `nat64 plugin enable"
                            + " max-sessions', shorter timeouts, or who has them: `show nat64 session table all oldest 20'"),
            Map.entry(
                    "no-port",
                    "add addresses: `nat64 add pool address'; `show nat64 pool' says which are used up; of a protocol"
                            + " without ports each client of one server has an address to itself"),
            Map.entry(
                    "client-limit",
                    "one client, or its prefix, has too many bindings (`show nat64 bib all client'), or all its blocks of"
                            + " ports are full (`show nat64 port-blocks client'):"
                            + " a scan, or a limit too low (`nat64 plugin enable client-bindings', `port-blocks')"),
            Map.entry(
                    "client-sessions",
                    "one client, or its prefix, has too many sessions (`show nat64 session table all client'), or"
                            + " strangers begin them; or the limit is too low (`nat64 plugin enable client-sessions')"),
            Map.entry(
                    "filtered",
                    "strangers, or peers that want to begin: a static binding lets anybody in, and so does"
                            + " `nat64 plugin enable filtering endpoint-independent'"),
            Map.entry("no-pool", "add an address for clients of this table: `nat64 add pool address'"),
            Map.entry(
                    "no-binding",
                    "late answers, or strangers who probe the pool; if servers are to begin, bind a port:"
                            + " `nat64 add static bib'"),
            Map.entry(
                    "not-syn",
                    "connections of before a restart, or that were silent for longer than"
                            + " `show nat64 timeouts' says; they begin anew by themselves"),
            Map.entry(
                    "no-prefix",
                    "the client knows servers under 64:ff9b::/96 only, which is for global addresses"
                            + " (RFC 6052, 3.1): add a prefix of your own for private ones; or its prefix was taken away"),
            Map.entry(
                    "unmapped",
                    "hosts that have no address in the other family talk to mapped ones, or forge theirs; if all"
                            + " do, add the prefix that the others are written under: `nat64 add prefix'"),
            Map.entry("unasked-error", "nothing: errors about packets of sessions that have ended, or forged ones"),
            Map.entry(
                    "not-global",
                    "64:ff9b::/96 is for global addresses only (RFC 6052, 3.1): for private ones add a prefix"
                            + " of your own, and have DNS64 use that"),
            Map.entry(
                    "source-in-prefix",
                    "forged, or routed in a circle: route the prefix to this host only, and filter it at"
                            + " the edge"),
            Map.entry(
                    "client-address",
                    "forged, or a client without an address of its own: give clients addresses that can be routed"),
            Map.entry(
                    "server-address",
                    "nothing: no host has such an address (0.0.0.0/8, 127.0.0.0/8, groups, 240.0.0.0/4); a scan, or a"
                            + " wrong A record"),
            Map.entry(
                    "spoofed",
                    "forged: filter your own addresses at the edge; or another host has the same pool, which no two may"),
            Map.entry(
                    "protocol",
                    "nothing: extension headers, IGMP, and ICMP but for echo and errors, mean nothing in the other family"),
            Map.entry(
                    "too-long",
                    "nothing: the sender was told a smaller path MTU; if connections hang, something on the way"
                            + " drops ICMP errors"),
            Map.entry("truncated", "the sender, or a link on the way, is broken"),
            Map.entry("malformed", "the sender, or a link on the way, is broken; or somebody tries what gets through"),
            Map.entry(
                    "hop-limit", "nothing for traceroute; else look for a routing loop: `show ip fib', `show ip6 fib'"),
            Map.entry("source-route", "nothing: the sender was told that it can't choose the way"),
            Map.entry("extensions", "nothing: such headers have no like in IPv4"),
            Map.entry("fragment-extension", "nothing: such headers have no like in IPv4"),
            Map.entry(
                    "fragmented-icmp",
                    "have the pings be shorter than the path MTU: extension headers keep them from being put together"),
            Map.entry("icmp-type", "nothing: of one link only, or obsolete"),
            Map.entry("icmp-pointer", "nothing: about a field that the other family has not"),
            Map.entry("icmp-quote", "nothing: errors about what this host can't have sent"),
            Map.entry("checksum", "the sender of the errors is broken, or forges them"),
            Map.entry("zero-checksum", "have the sender compute checksums, or send UDP in one piece (RFC 7915, 4.5)"),
            Map.entry("headroom", "a fault of what brought the packet: report it"),
            Map.entry("large-segment", "switch off segmentation offload on the interface that the packet came by"),
            Map.entry("no-buffers", "more buffers: `buffers-per-numa' in startup.conf, and see `show buffers'"));

    private Advice() {}

    /** For a reason such as {@code nat64-in2out-no-pool}; null if there is none. */
    static String of(final String reason) {
        return WORDS.get(shortName(reason));
    }

    /** What stands behind the direction. */
    static String shortName(final String reason) {
        return reason.substring(reason.indexOf('-', "nat64-".length()) + 1);
    }
}
