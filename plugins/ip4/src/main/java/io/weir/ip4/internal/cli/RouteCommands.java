package io.weir.ip4.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.ip4.Ip4Fib;
import io.weir.ip4.RoutePath;
import io.weir.ip4.RouteSource;
import io.weir.ip4.internal.fib.Fib;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;

/** {@code ip route}. */
public final class RouteCommands {
    private static final int MAX_COUNT = 1 << 20;

    private final Fib fib;

    public RouteCommands(final Fib fib) {
        this.fib = fib;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "ip route [add|del] [count <count:int>] [table <table:int>] <prefix:ip4-prefix> "
                                + "[count <count:int>] [table <table:int>] "
                                + "[via ( drop | local | <next-hop:ip4> [<interface>] | <out:interface> ) "
                                + "[weight <weight:int 1..255>]]...",
                        "Add or delete a route, or a path of a route")
                .run(this::route);
    }

    private void route(final CommandCall call) {
        final Ip4Prefix given = call.getIp4Prefix("prefix");
        final int count = call.getInt("count", 1);
        if (call.getInt("table", 0) != Ip4Fib.DEFAULT_TABLE) {
            throw call.refuse("table %s doesn't exist", call.get("table"));
        }
        if (count < 1 || count > MAX_COUNT) {
            throw call.refuse("count %d is not in 1..%d", count, MAX_COUNT);
        }
        final Ip4Prefix first = given.canonical();
        if (((first.network() & 0xffffffffL) >>> 32 - first.length()) + count > 1L << first.length()) {
            throw call.refuse("%d prefixes from %s on go beyond 255.255.255.255", count, given);
        }
        final List<RoutePath> paths = new ArrayList<>();
        for (final CommandCall group : call.groups("via")) {
            paths.add(path(group));
        }
        if (call.has("del")) {
            delete(call, first, count, paths);
        } else {
            add(call, first, count, paths);
        }
    }

    private static RoutePath path(final CommandCall group) {
        final int weight = group.getInt("weight", 1);
        if (group.has("drop")) {
            return RoutePath.drop();
        }
        if (group.has("local")) {
            return RoutePath.local(-1);
        }
        if (group.has("out")) {
            return RoutePath.attached(group.getInterface("out")).weighing(weight);
        }
        final int nextHop = group.getIp4("next-hop");
        if (nextHop >>> 24 == 0 || nextHop >>> 28 >= 0xe) {
            throw group.refuse("%s is no address of a router", group.get("next-hop"));
        }
        final int on = group.has("interface") ? group.getInterface("interface") : -1;
        return new RoutePath(RoutePath.Kind.NEXT_HOP, nextHop, on, weight);
    }

    private void add(final CommandCall call, final Ip4Prefix first, final int count, final List<RoutePath> paths) {
        if (paths.isEmpty()) {
            throw call.refuse("expected paths: via NEXT-HOP [INTERFACE], via INTERFACE, via drop or via local");
        }
        final boolean alone = paths.stream().anyMatch(RouteCommands::standsAlone);
        if (alone && paths.size() > 1) {
            throw call.refuse("`via drop' and `via local' stand alone");
        }
        if (count == 1) {
            fib.update(Ip4Fib.DEFAULT_TABLE, first, RouteSource.CLI, merged(first, paths));
            return;
        }
        boolean plain = true;
        for (int i = 0; i < count && plain; i++) {
            plain = fib.pathsOf(Fib.nth(first, i), first.length(), RouteSource.CLI) == null;
        }
        if (plain) {
            fib.updateMany(first, count, RouteSource.CLI, paths);
        } else {
            for (int i = 0; i < count; i++) {
                final Ip4Prefix prefix = new Ip4Prefix(Fib.nth(first, i), first.length());
                fib.update(Ip4Fib.DEFAULT_TABLE, prefix, RouteSource.CLI, merged(prefix, paths));
            }
        }
    }

    /** As in VPP, a path that is added joins those that the operator gave before; a known one gets the new weight. */
    private List<RoutePath> merged(final Ip4Prefix prefix, final List<RoutePath> paths) {
        final List<RoutePath> before = fib.pathsOf(prefix.network(), prefix.length(), RouteSource.CLI);
        final List<RoutePath> all = new ArrayList<>();
        if (before != null && !standsAlone(paths.getFirst())) {
            before.stream().filter(path -> !standsAlone(path)).forEach(all::add);
        }
        for (final RoutePath path : paths) {
            all.removeIf(path::sameWay);
            all.add(path);
        }
        return all;
    }

    private static boolean standsAlone(final RoutePath path) {
        return path.kind() == RoutePath.Kind.DROP || path.kind() == RoutePath.Kind.LOCAL;
    }

    private void delete(final CommandCall call, final Ip4Prefix first, final int count, final List<RoutePath> paths) {
        // First all is looked at, then all is done: a command that is refused changes nothing.
        for (int i = 0; i < count; i++) {
            final Ip4Prefix prefix = new Ip4Prefix(Fib.nth(first, i), first.length());
            final List<RoutePath> before = fib.pathsOf(prefix.network(), prefix.length(), RouteSource.CLI);
            if (before == null) {
                throw call.refuse("there is no route %s of yours", prefix);
            }
            for (final RoutePath path : paths) {
                if (before.stream().noneMatch(path::sameWay)) {
                    throw call.refuse("the route %s has no such path", prefix);
                }
            }
        }
        if (paths.isEmpty()) {
            fib.removeMany(first, count, RouteSource.CLI);
            return;
        }
        for (int i = 0; i < count; i++) {
            deletePaths(new Ip4Prefix(Fib.nth(first, i), first.length()), paths);
        }
    }

    private void deletePaths(final Ip4Prefix prefix, final List<RoutePath> paths) {
        final List<RoutePath> left = new ArrayList<>(fib.pathsOf(prefix.network(), prefix.length(), RouteSource.CLI));
        paths.forEach(path -> left.removeIf(path::sameWay));
        if (left.isEmpty()) {
            fib.remove(Ip4Fib.DEFAULT_TABLE, prefix, RouteSource.CLI);
        } else {
            fib.update(Ip4Fib.DEFAULT_TABLE, prefix, RouteSource.CLI, left);
        }
    }
}
