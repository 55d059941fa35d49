package io.weir.fib.internal.cli;

import io.weir.fib.Family;
import io.weir.fib.Path;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.Kind;
import io.weir.fib.internal.route.PathList;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.RouteView;
import io.weir.fib.internal.route.Routes;
import io.weir.net.FlowHash;
import java.util.stream.Collectors;

/** Routes, path lists and paths as VPP prints them. Only main. */
public final class FibText {
    private static final String OWN_ADDRESS = "the next hop is an address of this host";

    private final ObjectText objects;
    private final Routes routes;

    public FibText(final ObjectText objects, final Routes routes) {
        this.objects = objects;
        this.routes = routes;
    }

    /** The line above a table's routes. */
    static String table(final Routes routes, final RouteTable table) {
        return table.name() + ", fib_index:" + table.index() + ", flow hash:["
                + FlowHash.words(routes.tables().flowFields(table)) + " ] epoch:0 flags:none locks:[" + locks(table)
                + "]\n";
    }

    private static String locks(final RouteTable table) {
        return table.holders().entrySet().stream()
                .map(holder -> holder.getKey() + ":" + holder.getValue() + ", ")
                .collect(Collectors.joining());
    }

    /** A route in one block, as {@code show ip fib} lists all. */
    void brief(final RouteView route, final StringBuilder out) {
        prefix(route, out).append("\n  unicast-").append(route.table().kin()).append("-chain\n");
        forwarding(route, out);
    }

    private static StringBuilder prefix(final RouteView route, final StringBuilder out) {
        final Family.Words words = route.table().kin().family().words();
        return out.append(words.format(route.prefix().high(), route.prefix().low()))
                .append('/')
                .append(route.prefix().length());
    }

    /** All that is known of a route. */
    void full(final RouteView route, final StringBuilder out) {
        prefix(route, out).append(" fib:").append(route.table().index());
        out.append(" index:").append(route.number()).append('\n');
        for (final RouteView.Said said : route.said()) {
            final PathList list = said.list();
            out.append("  ").append(said.source().label());
            out.append(" src-flags:added,").append(list == route.list() ? "contributing,active,\n" : "contributing,\n");
            list(list, out);
        }
        out.append("\n forwarding:   unicast-").append(route.table().kin()).append("-chain\n");
        forwarding(route, out);
    }

    /** A path list and its paths. */
    void list(final PathList list, final StringBuilder out) {
        out.append("    path-list:[").append(list.forwarding());
        out.append("] locks:").append(list.locks()).append('\n');
        for (int i = 0; i < list.paths().size(); i++) {
            path(list, i, out);
        }
    }

    /** One path of a list. */
    void path(final PathList list, final int i, final StringBuilder out) {
        final Path path = list.paths().get(i);
        final Kin kin = list.kin();
        out.append("      path:[").append(i).append("] pl-index:").append(list.forwarding());
        out.append(' ').append(kin).append(" weight=").append(path.weight()).append(" pref=0 ");
        out.append(
                switch (path.kind()) {
                    case NEXT_HOP -> "attached-nexthop:";
                    case RECURSIVE -> "recursive:";
                    case ATTACHED -> "attached:";
                    case LOCAL -> "receive:";
                    case DROP -> "drop:";
                    case PUNT -> "punt:";
                    case LOOKUP -> "deag:";
                    case NODE -> "dpo:";
                });
        out.append("  oper-flags:").append(list.state(i).label()).append(",\n");
        final String address = kin.family().words().format(path.high(), path.low());
        final String where =
                switch (path.kind()) {
                    case NEXT_HOP -> address + " " + objects.name(path.swIfIndex());
                    case RECURSIVE -> "via " + address + " in fib:" + path.table();
                    case ATTACHED -> objects.name(path.swIfIndex());
                    case LOOKUP -> "fib:" + path.table();
                    case NODE -> path.node() + " " + Integer.toUnsignedString(path.word());
                    case LOCAL, DROP, PUNT -> null;
                };
        if (where != null) {
            out.append("        ").append(where).append('\n');
        }
        final String lost = lost(list, i);
        if (lost != null) {
            out.append("        ").append(lost).append('\n');
        }
        if (list.resolved(i) != null) {
            out.append("      [@0]: ").append(to(list, list.resolved(i))).append('\n');
        }
    }

    /** Why packets that take a path get nowhere, if that isn't plain from its flags; else null. */
    private String lost(final PathList list, final int i) {
        final Path path = list.paths().get(i);
        if (path.kind() == Path.Kind.NEXT_HOP) {
            final RouteTable on = routes.tables().of(list.kin(), path.swIfIndex());
            final PathList to = routes.cover(on, path.high(), path.low());
            return to != null && to.paths().getFirst().kind() == Path.Kind.LOCAL ? OWN_ADDRESS : null;
        }
        if (path.kind() != Path.Kind.RECURSIVE || list.state(i) != PathList.State.UNRESOLVED) {
            return null;
        }
        final PathList by = list.cover(i);
        if (by == null) {
            return "there is no route to the next hop";
        }
        return switch (by.paths().getFirst().kind()) {
            case LOCAL -> OWN_ADDRESS;
            case DROP -> "the route to the next hop drops";
            case PUNT -> "the route to the next hop punts";
            case LOOKUP -> "the route to the next hop looks up in another table";
            case NEXT_HOP, RECURSIVE, ATTACHED, NODE ->
                "the route to the next hop, by path-list " + by.forwarding() + ", is unresolved";
        };
    }

    private void forwarding(final RouteView route, final StringBuilder out) {
        final ForwardingObject to = route.list().object();
        final int[] buckets = to.buckets() == null ? new int[] {to.index()} : to.buckets();
        final long[] count = routes.counted(route.number());
        out.append("  [@0]: dpo-load-balance: [proto:").append(route.table().kin());
        out.append(" index:").append(route.number()).append(" buckets:").append(buckets.length);
        out.append(" to:[").append(count[0]).append(':').append(count[1]).append("]]\n");
        for (int i = 0; i < buckets.length; i++) {
            final ForwardingObject object = objects.get(buckets[i]);
            out.append("    [").append(i).append("] [@");
            out.append(ObjectText.kindNumber(object)).append("]: ");
            if (object.kind() == Kind.LOCAL) {
                local(route, out);
            } else {
                out.append(objects.describe(object.index()));
            }
            out.append('\n');
        }
    }

    private void local(final RouteView route, final StringBuilder out) {
        final int on = route.list().paths().getFirst().swIfIndex();
        out.append("dpo-receive");
        if (on >= 0) {
            final Family.Words words = route.table().kin().family().words();
            out.append(": ")
                    .append(words.format(route.prefix().high(), route.prefix().low()));
            out.append(" on ").append(objects.name(on));
        }
    }

    private String to(final PathList list, final ForwardingObject object) {
        final int on = list.paths().getFirst().swIfIndex();
        return object == list.kin().local()
                ? "dpo-receive" + (on < 0 ? "" : ": on " + objects.name(on))
                : objects.describe(object.index());
    }
}
