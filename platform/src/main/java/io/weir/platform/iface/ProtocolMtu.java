package io.weir.platform.iface;

import io.weir.cli.CommandException;
import io.weir.net.EthernetHeader;

/** A protocol that may have an MTU of its own on an interface, as VPP has them ({@code VNET_MTU_*}). */
public enum ProtocolMtu {
    /** IPv4: any link carries 68 bytes (RFC 791). */
    IP4("ip4", EthernetHeader.TYPE_IP4, 68),
    /** IPv6: any link carries 1,280 bytes (RFC 8200, 5). */
    IP6("ip6", EthernetHeader.TYPE_IP6, 1_280),
    /** MPLS. */
    MPLS("mpls", 0x8847, 68);

    private static final int MAX_MTU = 65_535;

    private final String word;
    private final int etherType;
    private final int least;

    ProtocolMtu(final String word, final int etherType, final int least) {
        this.word = word;
        this.etherType = etherType;
        this.least = least;
    }

    /** As a command has it. */
    public String word() {
        return word;
    }

    static ProtocolMtu of(final int etherType) {
        for (final ProtocolMtu each : values()) {
            if (each.etherType == etherType) {
                return each;
            }
        }
        return null;
    }

    /** Refuses what is out of range; 0 is none. */
    void check(final int bytes) {
        if (bytes != 0 && (bytes < least || bytes > MAX_MTU)) {
            throw new CommandException(word + " mtu " + bytes + " is out of range, " + least + " to " + MAX_MTU
                    + " is allowed, and 0 for that of all packets");
        }
    }
}
