package io.weir.acl.internal;

import java.util.List;
import java.util.Map;

/** Lists that let most garbage on, some of it by sessions, and are replaced meanwhile. */
final class FuzzLists {
    private FuzzLists() {}

    /** Lists on both ways of two interfaces. */
    static List<String> setUp(final String family) {
        return List.of(
                "set acl-plugin acl " + family + "deny proto udp dport 1-9, " + family + "permit+reflect",
                "set acl-plugin acl " + family + "permit proto tcp tcpflags 2 mask 18, " + family + "permit proto "
                        + (family.isEmpty() ? "icmp" : "icmp6") + ", " + family + "permit",
                "set acl-plugin interface left input acl 0",
                "set acl-plugin interface left output acl 1",
                "set acl-plugin interface right output acl 0",
                "set acl-plugin macip acl permit mac 00:00:00:00:00:00 mask 01:00:00:00:00:00, permit ipv6 mac"
                        + " 02:00:00:00:00:00 mask 02:00:00:00:00:00",
                "set acl-plugin session table max-entries 2000");
    }

    /** What changes: on, and off again. */
    static Map<String, String> toggles(final String family) {
        return Map.of(
                "set acl-plugin acl index 0 " + family + "permit proto udp dport 1000-2000, " + family
                        + "permit+reflect",
                "set acl-plugin acl index 0 " + family + "deny proto udp dport 1-9, " + family + "permit+reflect",
                "set acl-plugin interface right input acl 1",
                "set acl-plugin interface right input acl 1 del",
                "set acl-plugin reclassify-sessions 1",
                "set acl-plugin reclassify-sessions 0",
                "set acl-plugin l4-match-nonfirst-fragment 0",
                "set acl-plugin l4-match-nonfirst-fragment 1",
                "set acl-plugin macip interface left add acl 0",
                "set acl-plugin macip interface left del",
                "set acl-plugin interface right input etype whitelist arp, 0x8100",
                "set acl-plugin interface right input etype whitelist del",
                "set acl-plugin interface left output etype whitelist lldp",
                "set acl-plugin interface left output etype whitelist del",
                "clear acl-plugin sessions",
                "set acl-plugin session timeout udp idle 1");
    }
}
