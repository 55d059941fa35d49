package io.weir.ip6.internal.node;

import io.weir.fib.Prefix;
import io.weir.fib.family.MartianTable;
import java.util.List;

/**
 * IPv6 addresses that no packet on a wire has: the unspecified and the loopback address (RFC 4291, 2.5.2 and 2.5.3), IPv4-mapped
 * ones (2.5.5.2), as a source also groups. But for groups those are where the table begins.
 */
public final class Martians {
    private static final int LINK_LOCAL = 0xfe;
    private static final int GROUP = 0xff;

    private Martians() {}

    /** The table as it is until the operator changes it. Link-local addresses and groups are always looked at. */
    public static MartianTable table() {
        return new MartianTable(
                true,
                first -> first == LINK_LOCAL || first == GROUP,
                List.of(new Prefix(0, 0, 128), new Prefix(0, 1, 128), new Prefix(0, 0xffff_0000_0000L, 96)));
    }

    static boolean isGroup(final long high) {
        return high >>> 56 == GROUP;
    }

    static boolean isUnspecified(final long high, final long low) {
        return (high | low) == 0;
    }
}
