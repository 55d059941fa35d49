package io.weir.fib.family;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Fib;
import io.weir.fib.Prefix;
import io.weir.fib.Table;
import io.weir.iface.Interfaces;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;

/** {@code ip mroute}: a family's multicast routes, as VPP's mfib has them. Only main. */
public final class MulticastCommands {
    private static final String TABLE = "[table <table:int 0..2147483647>] ";

    private final MulticastRoutes routes;
    private final Family.Words words;
    private final Rules groups;
    private final MulticastText text;

    /** What a family says of its groups. */
    public interface Rules {
        /** Whether all addresses of a prefix are those of groups. */
        boolean areGroups(Prefix groups);

        /** Whether all groups of a prefix belong to their link, so that nothing is forwarded. */
        boolean stayOnLink(Prefix groups);
    }

    /** Commands of a family. */
    public MulticastCommands(
            final Family.Words words,
            final Rules groups,
            final MulticastRoutes routes,
            final Interfaces interfaces,
            final Fib fib) {
        this.words = words;
        this.groups = groups;
        this.routes = routes;
        text = new MulticastText(words, routes, interfaces, fib);
    }

    /** One `via': what is added or taken back. */
    private record Via(boolean local, int swIfIndex, boolean accept) {
        MulticastRoute added(final MulticastRoute to, final MulticastRoutes routes) {
            if (local) {
                return to.local(true);
            }
            return accept ? to.accept(swIfIndex) : to.forward(swIfIndex, routes.adjacency(swIfIndex));
        }

        MulticastRoute taken(final MulticastRoute from) {
            if (local) {
                return from.local(false);
            }
            return accept ? from.withoutAccept(swIfIndex) : from.withoutForward(swIfIndex);
        }
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        final String group = "( <group:" + words.addressType() + "> | <groups:" + words.prefixType() + "> )";
        host.command(
                        words.sharedCommand() + " mroute [add|del] " + TABLE + "[<source:" + words.addressType() + ">] "
                                + group + " " + TABLE + "[via ( local | <interface> ) ( Accept | Forward )]...",
                        "Add or delete a multicast route, or interfaces of one: those that its packets may come by (Accept),"
                                + " and those that copies leave by (Forward)")
                .run(this::change);
        host.command(
                        "show " + words.command() + " mfib " + TABLE + "[<group:" + words.addressType() + ">]",
                        "Show the multicast routes of all tables or of one, or those of a group")
                .run(this::show);
    }

    private Table table(final CommandCall call) {
        final Table table = routes.table(call.getInt("table", 0));
        if (table == null) {
            throw call.refuse("table %s doesn't exist", call.get("table"));
        }
        return table;
    }

    private void change(final CommandCall call) {
        final Table table = table(call);
        final GroupPrefix prefix = prefix(call);
        final List<Via> vias = new ArrayList<>();
        for (final CommandCall group : call.groups("via")) {
            vias.add(via(group));
        }
        if (call.has("del")) {
            delete(call, table, prefix, vias);
        } else {
            add(call, table, prefix, vias);
        }
    }

    private GroupPrefix prefix(final CommandCall call) {
        final boolean one = call.has("group");
        final Prefix group = one ? words.address(call, "group") : words.prefix(call, "groups");
        final String typed = call.get(one ? "group" : "groups");
        if (!groups.areGroups(group)) {
            throw call.refuse("%s is no multicast group", typed);
        }
        if (!call.has("source")) {
            return GroupPrefix.of(group);
        }
        final Prefix source = words.address(call, "source");
        if (!words.isHost(source.high(), source.low())) {
            throw call.refuse("%s is no address of a source", call.get("source"));
        }
        if (group.length() < source.length()) {
            throw call.refuse("%s are many groups: a route with a source is for one", typed);
        }
        return GroupPrefix.of(source, group);
    }

    private static Via via(final CommandCall group) {
        final boolean accept = group.has("Accept");
        if (!group.has("local")) {
            return new Via(false, group.getInterface("interface"), accept);
        }
        if (accept) {
            throw group.refuse("`via local' takes packets: expected Forward");
        }
        return new Via(true, -1, false);
    }

    private void add(final CommandCall call, final Table table, final GroupPrefix prefix, final List<Via> vias) {
        if (vias.isEmpty()) {
            throw call.refuse("expected interfaces: via INTERFACE Accept, via INTERFACE Forward or via local Forward");
        }
        final boolean leaves = vias.stream().anyMatch(via -> !via.local && !via.accept);
        if (leaves && groups.stayOnLink(new Prefix(prefix.groupHigh(), prefix.groupLow(), prefix.length()))) {
            throw call.refuse(
                    "%s belongs to its link and is never forwarded: only `via local Forward' and Accept",
                    call.get(call.has("group") ? "group" : "groups"));
        }
        routes.update(table, prefix, route -> {
            MulticastRoute now = route;
            for (final Via via : vias) {
                now = via.added(now, routes);
            }
            if (Math.max(now.accepting().length, now.forwarding().length) > MulticastRoute.MAX_INTERFACES) {
                throw call.refuse(
                        "a multicast route accepts from %d interfaces and forwards to %d at most",
                        MulticastRoute.MAX_INTERFACES, MulticastRoute.MAX_INTERFACES);
            }
            return now;
        });
    }

    private void delete(final CommandCall call, final Table table, final GroupPrefix prefix, final List<Via> vias) {
        final MulticastRoute route = routes.get(table, prefix);
        if (route == null) {
            throw call.refuse("there is no multicast route %s", text.name(prefix));
        }
        if (vias.isEmpty()) {
            routes.remove(route);
            return;
        }
        for (final Via via : vias) {
            final boolean there = via.local
                    ? route.local()
                    : via.accept ? route.accepts(via.swIfIndex) : route.forwards(via.swIfIndex);
            if (!there) {
                throw call.refuse("the multicast route %s has no such path", text.name(prefix));
            }
        }
        routes.update(table, prefix, from -> {
            MulticastRoute now = from;
            for (final Via via : vias) {
                now = via.taken(now);
            }
            return now;
        });
    }

    private void show(final CommandCall call) {
        final List<Table> tables = call.has("table") ? List.of(table(call)) : routes.tables();
        final Prefix group = call.has("group") ? words.address(call, "group") : null;
        if (group != null && !groups.areGroups(group)) {
            throw call.refuse("%s is no multicast group", call.get("group"));
        }
        for (final Table table : tables) {
            call.println("%s, fib_index:%d flags:none", table.name(), table.index());
            call.forEach(text.sorted(table, group), route -> call.print(text.full(route)));
        }
    }
}
