package io.weir.fib.internal.cli;

import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.Path;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.Kind;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.PathList;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.RouteView;
import io.weir.fib.internal.route.Routes;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.memory.Memory;
import java.util.stream.Collectors;

/** Routes and adjacencies as VPP prints them. Only main. */
public final class FibText {
    private final ObjectTable objects;
    private final Routes routes;
    private final Interfaces interfaces;

    public FibText(final ObjectTable objects, final Routes routes, final Interfaces interfaces) {
        this.objects = objects;
        this.routes = routes;
        this.interfaces = interfaces;
    }

    /** The line above a table's routes. */
    static String table(final RouteTable table) {
        return table.name() + ", fib_index:" + table.index()
                + ", flow hash:[src dst sport dport proto ] epoch:0 flags:none locks:[" + locks(table) + "]\n";
    }

    private static String locks(final RouteTable table) {
        return table.holders().entrySet().stream()
                .map(holder -> holder.getKey() + ":" + holder.getValue() + ", ")
                .collect(Collectors.joining());
    }

    /** What an object is. */
    public String describe(final int index) {
        final ForwardingObject object = objects.get(index);
        if (object == null) {
            return "deleted";
        }
        if (object.kin().versions().isEmpty()) {
            return "of a family that has gone";
        }
        final Family.Words words = object.kin().family().words();
        final String to = words.format(object.high(), object.low()) + " " + name(object.swIfIndex());
        return switch (object.kind()) {
            case DROP -> "dpo-drop " + object.kin();
            case LOCAL -> "dpo-receive";
            case PUNT -> "dpo-punt " + object.kin();
            case GLEAN -> words.longName() + "-glean: " + name(object.swIfIndex()) + ": mtu:" + mtu(object);
            case INCOMPLETE ->
                object.kin().family().nodes().neighbor().node().replaceFirst(".*-", "") + "-" + words.longName()
                        + ": via " + to;
            case REWRITE ->
                words.longName() + " via " + to + ": mtu:" + mtu(object) + " next:" + output(object) + " flags:[] "
                        + rewrite(object);
            case LOAD_BALANCE ->
                "dpo-load-balance: [proto:" + object.kin() + " index:" + index + " buckets:" + object.buckets().length
                        + "]";
            case LOOKUP -> "dst-address,unicast lookup in " + tableName(object.word());
            case NODE -> "dpo " + object.node() + ": [word:" + Integer.toUnsignedString(object.word()) + "]";
        };
    }

    private String tableName(final int index) {
        return routes.tables().get(index).name() + " table";
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

    private void path(final PathList list, final int i, final StringBuilder out) {
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
                    case NEXT_HOP -> address + " " + name(path.swIfIndex());
                    case RECURSIVE -> "via " + address + " in fib:" + path.table();
                    case ATTACHED -> name(path.swIfIndex());
                    case LOOKUP -> "fib:" + path.table();
                    case NODE -> path.node() + " " + Integer.toUnsignedString(path.word());
                    case LOCAL, DROP, PUNT -> null;
                };
        if (where != null) {
            out.append("        ").append(where).append('\n');
        }
        if (list.resolved(i) != null) {
            out.append("      [@0]: ").append(to(list, list.resolved(i))).append('\n');
        }
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
            out.append("    [")
                    .append(i)
                    .append("] [@")
                    .append(kindNumber(object))
                    .append("]: ");
            if (object.kind() == Kind.LOCAL) {
                local(route, out);
            } else {
                out.append(describe(object.index()));
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
            out.append(" on ").append(name(on));
        }
    }

    private String to(final PathList list, final ForwardingObject object) {
        final int on = list.paths().getFirst().swIfIndex();
        return object == list.kin().local()
                ? "dpo-receive" + (on < 0 ? "" : ": on " + name(on))
                : describe(object.index());
    }

    private static int kindNumber(final ForwardingObject object) {
        return switch (object.kind()) {
            case DROP, LOAD_BALANCE -> 0;
            case PUNT -> 1;
            case INCOMPLETE -> 3;
            case GLEAN -> 4;
            case REWRITE -> 5;
            case LOCAL -> 11;
            case LOOKUP -> 13;
            case NODE -> 14;
        };
    }

    private int mtu(final ForwardingObject object) {
        return Memory.getInt(objects.line(object) + Forwarding.MTU);
    }

    private int output(final ForwardingObject object) {
        return Memory.getInt(objects.line(object) + Forwarding.OUTPUT);
    }

    private String rewrite(final ForwardingObject object) {
        final long end = objects.line(object) + Forwarding.REWRITE_END;
        final int bytes = Memory.getInt(objects.line(object) + Forwarding.REWRITE_BYTES);
        final StringBuilder hex = new StringBuilder(2 * bytes);
        for (int i = -bytes; i < 0; i++) {
            final int octet = Memory.getUnsignedByte(end + i);
            hex.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xf, 16));
        }
        return hex.toString();
    }

    /** An interface's name. */
    String name(final int swIfIndex) {
        final Interface on = interfaces.byIndex(swIfIndex);
        return on == null ? "DELETED" : on.name();
    }
}
