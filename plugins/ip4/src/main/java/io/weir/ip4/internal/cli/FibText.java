package io.weir.ip4.internal.cli;

import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip4.Ip4Adjacencies;
import io.weir.ip4.RoutePath;
import io.weir.ip4.internal.adjacency.Adjacency;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.ip4.internal.fib.Fib;
import io.weir.ip4.internal.fib.PathList;
import io.weir.ip4.internal.fib.Route;
import io.weir.ip4.internal.fib.RouteCounters;
import io.weir.memory.Memory;
import io.weir.net.Ip4Address;
import io.weir.net.Ip4Prefix;

/** Routes and adjacencies as VPP prints them. Only main. */
public final class FibText implements Ip4Adjacencies {
    static final String TABLE_LINE =
            "ipv4-VRF:0, fib_index:0, flow hash:[src dst sport dport proto ] epoch:0 flags:none\n";

    private final Fib fib;
    private final AdjacencyTable adjacencies;
    private final RouteCounters counters;
    private final Interfaces interfaces;

    public FibText(
            final Fib fib,
            final AdjacencyTable adjacencies,
            final RouteCounters counters,
            final Interfaces interfaces) {
        this.fib = fib;
        this.adjacencies = adjacencies;
        this.counters = counters;
        this.interfaces = interfaces;
    }

    @Override
    public int swIfIndex(final int index) {
        final Adjacency adjacency = adjacencies.get(index);
        return adjacency == null ? -1 : adjacency.swIfIndex();
    }

    @Override
    public String describe(final int index) {
        final Adjacency adjacency = adjacencies.get(index);
        if (adjacency == null) {
            return "deleted";
        }
        final String to = Ip4Address.format(adjacency.nextHop()) + " " + name(adjacency.swIfIndex());
        return switch (adjacency.kind()) {
            case DROP -> "dpo-drop ip4";
            case LOCAL -> "dpo-receive";
            case GLEAN ->
                "ipv4-glean: [src:" + source(adjacency.swIfIndex()) + "] " + name(adjacency.swIfIndex()) + ": mtu:"
                        + mtu(adjacency);
            case ARP -> "arp-ipv4: via " + to;
            case REWRITE ->
                "ipv4 via " + to + ": mtu:" + mtu(adjacency) + " next:" + target(adjacency) + " flags:[] "
                        + header(adjacency);
            case LOAD_BALANCE ->
                "dpo-load-balance: [proto:ip4 index:" + index + " buckets:" + adjacency.buckets().length + "]";
        };
    }

    /** A route in one block, as {@code show ip fib} lists all. */
    void brief(final Route route, final StringBuilder out) {
        out.append(route).append("\n  unicast-ip4-chain\n");
        forwarding(route, out);
    }

    /** All that is known of a route. */
    void full(final Route route, final StringBuilder out) {
        out.append(route).append(" fib:0 index:").append(route.index()).append('\n');
        for (final Route.Contribution part : route.contributions()) {
            final PathList list = part.paths();
            out.append("  ").append(part.source().label());
            out.append(" src-flags:added,")
                    .append(list == route.paths() ? "contributing,active,\n" : "contributing,\n");
            out.append("    path-list:[")
                    .append(list.index())
                    .append("] locks:")
                    .append(list.locks())
                    .append('\n');
            for (int i = 0; i < list.paths().size(); i++) {
                path(route, list, i, out);
            }
        }
        out.append("\n forwarding:   unicast-ip4-chain\n");
        forwarding(route, out);
    }

    private void path(final Route route, final PathList list, final int i, final StringBuilder out) {
        final RoutePath path = list.paths().get(i);
        out.append("      path:[").append(i).append("] pl-index:").append(list.index());
        out.append(" ip4 weight=").append(path.weight()).append(" pref=0 ");
        out.append(
                switch (path.kind()) {
                    case NEXT_HOP -> path.isRecursive() ? "recursive:" : "attached-nexthop:";
                    case ATTACHED -> "attached:";
                    case LOCAL -> "receive:";
                    case DROP -> "drop:";
                });
        out.append("  oper-flags:").append(list.state(i).label()).append(",\n");
        if (path.kind() == RoutePath.Kind.NEXT_HOP) {
            out.append("        ").append(path.isRecursive() ? "via " : "").append(Ip4Address.format(path.nextHop()));
            out.append(path.isRecursive() ? " in fib:0" : " " + name(path.swIfIndex()))
                    .append('\n');
        } else if (path.swIfIndex() >= 0 && path.kind() == RoutePath.Kind.ATTACHED) {
            out.append("        ").append(name(path.swIfIndex())).append('\n');
        }
        if (list.resolved(i) != null) {
            out.append("      [@0]: ").append(to(route, list.resolved(i))).append('\n');
        }
    }

    private void forwarding(final Route route, final StringBuilder out) {
        final Adjacency to = route.paths().forwarding();
        final int[] buckets = to.buckets() == null ? new int[] {to.index()} : to.buckets();
        final long[] count = counters.sum(route.index());
        out.append("  [@0]: dpo-load-balance: [proto:ip4 index:").append(route.index());
        out.append(" buckets:").append(buckets.length);
        out.append(" to:[").append(count[0]).append(':').append(count[1]).append("]]\n");
        for (int i = 0; i < buckets.length; i++) {
            out.append("    [").append(i).append("] [@").append(kindNumber(adjacencies.get(buckets[i])));
            out.append("]: ").append(to(route, adjacencies.get(buckets[i]))).append('\n');
        }
    }

    private String to(final Route route, final Adjacency adjacency) {
        if (adjacency.kind() == Adjacency.Kind.LOCAL) {
            final int on = route.paths().paths().getFirst().swIfIndex();
            return "dpo-receive" + (on < 0 ? "" : ": " + Ip4Address.format(route.address()) + " on " + name(on));
        }
        return describe(adjacency.index());
    }

    private static int kindNumber(final Adjacency adjacency) {
        return switch (adjacency.kind()) {
            case DROP, LOAD_BALANCE -> 0;
            case ARP -> 3;
            case GLEAN -> 4;
            case REWRITE -> 5;
            case LOCAL -> 11;
        };
    }

    private String source(final int swIfIndex) {
        for (final Route route : fib.routes()) {
            final RoutePath path = route.paths().paths().getFirst();
            if (path.kind() == RoutePath.Kind.ATTACHED && path.swIfIndex() == swIfIndex) {
                return new Ip4Prefix(route.address(), route.length()).toString();
            }
        }
        return "0.0.0.0/0";
    }

    private int mtu(final Adjacency adjacency) {
        return Memory.getInt(line(adjacency) + AdjacencyTable.MTU);
    }

    private int target(final Adjacency adjacency) {
        return Memory.getInt(line(adjacency) + AdjacencyTable.TARGET);
    }

    private String header(final Adjacency adjacency) {
        final StringBuilder hex = new StringBuilder(28);
        for (int i = 2; i < 16; i++) {
            final int octet = Memory.getUnsignedByte(line(adjacency) + i);
            hex.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xf, 16));
        }
        return hex.toString();
    }

    private long line(final Adjacency adjacency) {
        return adjacencies.lines() + ((long) adjacency.index() << AdjacencyTable.LINE_SHIFT);
    }

    private String name(final int swIfIndex) {
        final Interface on = interfaces.byIndex(swIfIndex);
        return on == null ? "DELETED" : on.name();
    }
}
