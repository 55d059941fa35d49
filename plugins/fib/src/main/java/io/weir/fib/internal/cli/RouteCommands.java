package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.RouteView;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.SourceEntry;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ip route}: the operator's routes of a family. Only main. */
public final class RouteCommands {
    private static final int MAX_COUNT = 1 << 20;
    /** Routes that are entered or taken out between two pauses, some hundred nanoseconds each. */
    private static final int AT_ONCE = 1_024;

    private final Routes routes;
    private final Kin kin;
    private final Family family;

    public RouteCommands(final Routes routes, final Kin kin, final Family family) {
        this.routes = routes;
        this.kin = kin;
        this.family = family;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        final Family.Words words = family.words();
        host.command(
                        words.sharedCommand() + " route [add|del] [count <count:int>] " + TableCommands.TABLE
                                + "<prefix:"
                                + words.prefixType() + "> [count <count:int>] " + TableCommands.TABLE
                                + "[via ( drop | local | punt | <next-hop:" + words.addressType()
                                + "> [next-hop-table <next-hop-table:" + TableCommands.NUMBER + ">] [<interface>] "
                                + "| " + kin.name() + "-lookup-in-table <lookup-table:" + TableCommands.NUMBER
                                + "> | <out:interface> ) "
                                + "[weight <weight:int 1..255>]]...",
                        "Add or delete a route, or a path of a route")
                .run(this::route);
    }

    private SourceEntry operator() {
        return routes.operator(kin.name());
    }

    private void route(final CommandCall call) {
        final Prefix first = family.words().prefix(call, "prefix");
        final int count = call.getInt("count", 1);
        final RouteTable table = TableCommands.table(routes, kin, call, "table");
        if (count < 1 || count > MAX_COUNT) {
            throw call.refuse("count %d is not in 1..%d", count, MAX_COUNT);
        }
        if (first.length() <= 32
                && (first.length() == 0 ? 0 : first.high() >>> 64 - first.length()) + count > 1L << first.length()) {
            throw call.refuse(
                    "%d prefixes from %s on go beyond %s",
                    count, call.get("prefix"), family.words().format(-1, kin.bits() > 64 ? -1 : 0));
        }
        final List<Path> paths = new ArrayList<>();
        for (final CommandCall group : call.groups("via")) {
            final Path path = path(group, table);
            // Of a way that is said twice, the last weight counts, as if it had been added by a command of its own.
            paths.removeIf(path::sameWay);
            paths.add(path);
        }
        if (call.has("del")) {
            delete(call, table, first, count, paths);
        } else {
            add(call, table, first, count, paths);
        }
    }

    private Path path(final CommandCall group, final RouteTable table) {
        final int weight = group.getInt("weight", 1);
        if (group.has("drop")) {
            return Path.drop();
        }
        if (group.has("local")) {
            return Path.local(-1);
        }
        if (group.has("punt")) {
            return Path.punt();
        }
        if (group.has("lookup-table")) {
            return Path.lookup(TableCommands.table(routes, kin, group, "lookup-table"));
        }
        if (group.has("out")) {
            return Path.attached(group.getInterface("out")).weighing(weight);
        }
        final Prefix nextHop = family.words().address(group, "next-hop");
        if (!family.words().isHost(nextHop.high(), nextHop.low())) {
            throw group.refuse("%s is no address of a router", group.get("next-hop"));
        }
        if (group.has("interface")) {
            final int on = group.getInterface("interface");
            return Path.via(family.words().onLink(nextHop.high(), on), nextHop.low(), on)
                    .weighing(weight);
        }
        if (family.words().needsInterface(nextHop.high(), nextHop.low())) {
            throw group.refuse("%s is an address on a link: expected an interface after it", group.get("next-hop"));
        }
        final RouteTable through =
                group.has("next-hop-table") ? TableCommands.table(routes, kin, group, "next-hop-table") : table;
        return Path.recursive(nextHop.high(), nextHop.low(), through).weighing(weight);
    }

    private void add(
            final CommandCall call,
            final RouteTable table,
            final Prefix first,
            final int count,
            final List<Path> paths) {
        if (paths.isEmpty()) {
            throw call.refuse("expected paths: via NEXT-HOP [INTERFACE], via INTERFACE, via drop or via local");
        }
        if (paths.size() > 1 && paths.stream().anyMatch(Path::standsAlone)) {
            throw call.refuse("`via drop', `via local', `via punt' and a lookup stand alone");
        }
        routes.require(table, first, count, paths);
        for (int from = 0; from < count; from += AT_ONCE) {
            final int some = Math.min(AT_ONCE, count - from);
            add(table, from == 0 ? first : first.nth(from), some, paths);
            call.session().pause();
        }
    }

    private void add(final RouteTable table, final Prefix first, final int count, final List<Path> paths) {
        boolean plain = true;
        for (int i = 0; i < count && plain; i++) {
            plain = routes.paths(table, first.nth(i), operator()) == null;
        }
        if (plain) {
            routes.update(table, first, count, operator(), paths);
        } else {
            for (int i = 0; i < count; i++) {
                final Prefix prefix = first.nth(i);
                routes.update(table, prefix, 1, operator(), merged(table, prefix, paths));
            }
        }
    }

    /** As in VPP, a path that is added joins those that the operator gave before; a known one gets the new weight. */
    private List<Path> merged(final RouteTable table, final Prefix prefix, final List<Path> paths) {
        final List<Path> before = routes.paths(table, prefix, operator());
        final List<Path> all = new ArrayList<>();
        if (before != null && !paths.getFirst().standsAlone()) {
            before.stream().filter(path -> !path.standsAlone()).forEach(all::add);
        }
        for (final Path path : paths) {
            all.removeIf(path::sameWay);
            all.add(path);
        }
        return all;
    }

    private void delete(
            final CommandCall call,
            final RouteTable table,
            final Prefix first,
            final int count,
            final List<Path> paths) {
        // First all is looked at, then all is done: a command that is refused changes nothing. Of many, what another
        // command
        // takes out in between is no mistake.
        for (int i = 0; i < count; i++) {
            requireThere(call, table, first.nth(i), paths);
            if (i % AT_ONCE == AT_ONCE - 1) {
                call.session().pause();
            }
        }
        for (int from = 0; from < count; from += AT_ONCE) {
            delete(table, first.nth(from), Math.min(AT_ONCE, count - from), paths);
            call.session().pause();
        }
    }

    private void requireThere(
            final CommandCall call, final RouteTable table, final Prefix prefix, final List<Path> paths) {
        final List<Path> before = routes.paths(table, prefix, operator());
        if (before == null) {
            throw call.refuse("%s", notYours(table, prefix));
        }
        for (final Path path : paths) {
            if (!hasSameWay(before, path)) {
                throw call.refuse("the route %s has no such path", text(prefix));
            }
        }
    }

    private static boolean hasSameWay(final List<Path> paths, final Path wanted) {
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).sameWay(wanted)) {
                return true;
            }
        }
        return false;
    }

    private void delete(final RouteTable table, final Prefix first, final int count, final List<Path> paths) {
        if (paths.isEmpty()) {
            routes.remove(table, first, count, operator());
            return;
        }
        for (int i = 0; i < count; i++) {
            final Prefix prefix = first.nth(i);
            if (routes.paths(table, prefix, operator()) != null) {
                deletePaths(table, prefix, paths);
            }
        }
    }

    private String notYours(final RouteTable table, final Prefix prefix) {
        final int route = routes.find(table, prefix);
        if (route == 0) {
            return "there is no route " + text(prefix);
        }
        final RouteView view = routes.view(route);
        return "the route " + text(prefix) + " is not yours, it comes from "
                + view.said().stream().map(said -> said.source().label()).collect(Collectors.joining(", "));
    }

    private String text(final Prefix prefix) {
        return family.words().format(prefix.high(), prefix.low()) + "/" + prefix.length();
    }

    private void deletePaths(final RouteTable table, final Prefix prefix, final List<Path> paths) {
        final List<Path> left = new ArrayList<>(routes.paths(table, prefix, operator()));
        paths.forEach(path -> left.removeIf(path::sameWay));
        if (left.isEmpty()) {
            routes.remove(table, prefix, 1, operator());
        } else {
            routes.withdraw(table, prefix, operator(), paths);
        }
    }
}
