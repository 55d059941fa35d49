package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Prefix;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.PathMtu;
import io.weir.fib.internal.route.PathMtus;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.plugin.Registrar;

/** {@code set ip pmtu}: what all packets to one host are held to. Only main. */
public final class PathMtuCommands {
    private static final int MOST = 0xffff;

    private final Routes routes;
    private final PathMtus all;
    private final Kin kin;
    private final Family family;

    public PathMtuCommands(final Routes routes, final Kin kin, final Family family) {
        this.routes = routes;
        all = routes.pathMtus();
        this.kin = kin;
        this.family = family;
    }

    /** Declares the command. */
    public void register(final Registrar host) {
        host.command(
                        "set " + family.words().sharedCommand() + " pmtu peer <peer:"
                                + family.words().addressType() + "> " + TableCommands.TABLE + "( <mtu:int "
                                + family.leastMtu() + ".." + MOST + "> | del )",
                        "Hold packets to a host to less than the MTU of the interface that they leave by, or no longer")
                .run(this::set);
    }

    private void set(final CommandCall call) {
        final Prefix peer = family.words().address(call, "peer");
        final RouteTable table = TableCommands.table(routes, kin, call, "table");
        if (call.has("del")) {
            final PathMtu known = all.find(table, peer.high(), peer.low());
            if (known == null || known.given() == 0) {
                throw call.refuse("no MTU of the path to %s was set", call.get("peer"));
            }
            all.give(table, peer.high(), peer.low(), 0);
            return;
        }
        if (!family.words().isHost(peer.high(), peer.low())) {
            throw call.refuse("%s is no address of one host", call.get("peer"));
        }
        if (family.words().needsInterface(peer.high(), peer.low())) {
            throw call.refuse("%s is an address on a link: set the MTU of its interface", call.get("peer"));
        }
        all.give(table, peer.high(), peer.low(), call.getInt("mtu"));
    }
}
