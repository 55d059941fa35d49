package io.weir.fib.internal.ping;

import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.family.Echo;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;

/**
 * How a ping's requests leave, or why they can't.
 *
 * @param table in which they are looked up, or null.
 * @param swIfIndex whose address they have, or -1.
 * @param source that address, or null.
 * @param failure in VPP's words, or null if there is none.
 */
record PingWay(RouteTable table, int swIfIndex, Prefix source, String failure) {
    private static final int MAX_AGAIN = 4;

    /**
     * Where one pings from, as tables are now. Only main.
     *
     * @param from the interface that was named, or -1 for the one that the route leaves by.
     * @param number of the table that was named, or -1 for that of the interface, else 0.
     */
    static PingWay find(
            final Routes routes,
            final Forwarding forwarding,
            final Kin kin,
            final Prefix to,
            final int from,
            final int number) {
        final RouteTable table = number < 0 && from >= 0
                ? routes.tables().of(kin, from)
                : routes.tables().find(kin, Math.max(0, number));
        if (table == null) {
            return failed("No FIB table for lookup");
        }
        final Family family = kin.family();
        final int out = family.words().needsInterface(to.high(), to.low())
                ? from
                : egress(routes, forwarding, family, table, to);
        if (out < 0) {
            return failed("No egress interface");
        }
        final int on = from >= 0 ? from : out;
        final Prefix source = family.echo().source(on, to.high(), to.low());
        return source == null ? failed("No source address for egress interface") : new PingWay(table, on, source, null);
    }

    private static PingWay failed(final String why) {
        return new PingWay(null, -1, null, why);
    }

    /** The interface by which an address is reached, or that has it; -1 if there is no way. */
    private static int egress(
            final Routes routes,
            final Forwarding forwarding,
            final Family family,
            final RouteTable first,
            final Prefix to) {
        final Family.Nodes nodes = family.nodes();
        final Echo echo = family.echo();
        RouteTable table = first;
        for (int i = 0; i < MAX_AGAIN && table != null; i++) {
            final int index = echo.forwarding(table.index(), to.high(), to.low());
            int object = Forwarding.object(forwarding.at(index));
            int target = forwarding.lookupTarget(index);
            if (target == nodes.loadBalance().target()) {
                object = forwarding.choose(object, 0);
                target = forwarding.lookupTarget(object);
            }
            if (target == nodes.local().target()) {
                return owner(routes, table, to);
            }
            if (target != nodes.lookup().target()) {
                return forwarding.tx(object);
            }
            table = routes.tables().get(forwarding.word(object));
        }
        return -1;
    }

    private static int owner(final Routes routes, final RouteTable table, final Prefix to) {
        return routes.cover(table, to.high(), to.low()).paths().stream()
                .mapToInt(Path::swIfIndex)
                .filter(on -> on >= 0)
                .findFirst()
                .orElse(-1);
    }
}
