package io.weir.nat64.internal.xlat;

import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;

/**
 * Which IPv4 addresses mean the same host everywhere: all but those that RFC 6890 (with the registry that it made: RFC 8190) says aren't,
 * and groups.
 */
final class GlobalAddresses {
    /** Each with the document that took it out. */
    private static final Ip4Prefix[] NOT_GLOBAL = {
        Ip4Prefix.parse("0.0.0.0/8"), // RFC 1122, 3.2.1.3
        Ip4Prefix.parse("10.0.0.0/8"), // RFC 1918
        Ip4Prefix.parse("100.64.0.0/10"), // RFC 6598
        Ip4Prefix.parse("127.0.0.0/8"), // RFC 1122, 3.2.1.3
        Ip4Prefix.parse("169.254.0.0/16"), // RFC 3927
        Ip4Prefix.parse("172.16.0.0/12"), // RFC 1918
        Ip4Prefix.parse("192.0.0.0/24"), // RFC 6890, 2.1
        Ip4Prefix.parse("192.0.2.0/24"), // RFC 5737
        Ip4Prefix.parse("192.168.0.0/16"), // RFC 1918
        Ip4Prefix.parse("198.18.0.0/15"), // RFC 2544
        Ip4Prefix.parse("198.51.100.0/24"), // RFC 5737
        Ip4Prefix.parse("203.0.113.0/24"), // RFC 5737
        Ip4Prefix.parse("224.0.0.0/4"), // RFC 1112: groups
        Ip4Prefix.parse("240.0.0.0/4"), // RFC 1112, and the broadcast of RFC 919
    };
    /** Of 192.0.0.0/24, these two are global: PCP and TURN anycast (RFC 7723, RFC 8155). */
    private static final int PCP = Ip4Address.parse("192.0.0.9");

    private static final int TURN = Ip4Address.parse("192.0.0.10");

    /** For each first byte, whether a prefix begins with it or holds all of it: of most addresses nothing more is looked at. */
    private static final boolean[] SUSPECT = suspects();

    private GlobalAddresses() {}

    private static boolean[] suspects() {
        final boolean[] suspects = new boolean[256];
        for (final Ip4Prefix prefix : NOT_GLOBAL) {
            for (int first = prefix.network() >>> 24; first <= prefix.last() >>> 24; first++) {
                suspects[first] = true;
            }
        }
        return suspects;
    }

    static boolean isGlobal(final int address) {
        if (!SUSPECT[address >>> 24] || address == PCP || address == TURN) {
            return true;
        }
        for (final Ip4Prefix prefix : NOT_GLOBAL) {
            if (prefix.contains(address)) {
                return false;
            }
        }
        return true;
    }
}
