package io.weir.ip4.internal.node;

import io.weir.fib.Prefix;
import io.weir.fib.family.MartianTable;
import java.util.List;

/**
 * IPv4 addresses that no packet on a wire has (RFC 1812, 5.3.7; RFC 1122, 3.2.1.3): this network (0/8), loopback (127/8), what is
 * reserved (240/4) and, as a source, groups (224/4) and the broadcast address. Those are where the table begins; what is for this
 * host is held to them whatever the table says: see {@link Ip4LocalNode}.
 */
public final class Martians {
    private static final int BROADCAST = -1;

    private Martians() {}

    /** The table as it is until the operator changes it. Groups and the broadcast address are always looked at. */
    public static MartianTable table() {
        return new MartianTable(
                false,
                first -> first >= 0xe0,
                List.of(Prefix.ip4(0, 8), Prefix.ip4(127 << 24, 8), Prefix.ip4(0xf0 << 24, 4)));
    }

    /** Whether this can't be the source of a packet to {@code destination}. */
    static boolean source(final MartianTable table, final int address, final int destination) {
        if (address >>> 28 == 0xe || address == BROADCAST) {
            return true;
        }
        // A host that has no address yet asks everybody for one: RFC 1812, 5.3.7.
        return table.source(Prefix.high(address), 0) && !(address == 0 && destination == BROADCAST);
    }

    /** Whether no packet may go there. The broadcast address is what the table can't name: it lies within what is reserved. */
    static boolean destination(final MartianTable table, final int address) {
        return address != BROADCAST && table.destination(Prefix.high(address), 0);
    }

    /** Whether this is no host's address, by its nature. */
    public static boolean source(final int address) {
        return address >>> 24 == 0 || address >>> 24 == 127 || address >>> 28 >= 0xe;
    }
}
