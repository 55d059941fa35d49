package io.weir.fib.family;

import io.weir.fib.Family;
import io.weir.fib.Fib;
import io.weir.fib.Prefix;
import io.weir.fib.Table;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import java.util.Comparator;
import java.util.List;

/** Multicast routes as VPP prints them (mfib_entry.c). Only main. */
final class MulticastText {
    private static final Comparator<MulticastRoute> ORDER = Comparator.<MulticastRoute>comparingLong(
                    route -> route.prefix().groupHigh() + Long.MIN_VALUE)
            .thenComparingLong(route -> route.prefix().groupLow() + Long.MIN_VALUE)
            .thenComparingInt(route -> route.prefix().length())
            .thenComparingLong(route -> route.prefix().sourceHigh() + Long.MIN_VALUE)
            .thenComparingLong(route -> route.prefix().sourceLow() + Long.MIN_VALUE);

    private final Family.Words words;
    private final MulticastRoutes routes;
    private final Interfaces interfaces;
    private final Fib fib;

    /** Of a family's routes. */
    MulticastText(final Family.Words words, final MulticastRoutes routes, final Interfaces interfaces, final Fib fib) {
        this.words = words;
        this.routes = routes;
        this.interfaces = interfaces;
        this.fib = fib;
    }

    /** A table's routes, or those of them that packets to a group may take. */
    List<MulticastRoute> sorted(final Table table, final Prefix group) {
        return routes.all().stream()
                .filter(route -> route.table().index() == table.index())
                .filter(route -> group == null || covers(route.prefix(), group))
                .sorted(ORDER)
                .toList();
    }

    private static boolean covers(final GroupPrefix routed, final Prefix group) {
        return new Prefix(routed.groupHigh(), routed.groupLow(), routed.length()).contains(group.high(), group.low());
    }

    /** Such as {@code (*, 232.1.1.1/32)}. */
    String name(final GroupPrefix prefix) {
        final String source = prefix.hasSource() ? words.format(prefix.sourceHigh(), prefix.sourceLow()) : "*";
        return "(" + source + ", " + words.format(prefix.groupHigh(), prefix.groupLow()) + "/" + prefix.length() + ")";
    }

    private String name(final int swIfIndex) {
        final Interface on = interfaces.byIndex(swIfIndex);
        return on == null ? "DELETED" : on.name();
    }

    /** All that is known of a route. */
    String full(final MulticastRoute route) {
        final StringBuilder out = new StringBuilder(name(route.prefix()))
                .append(":\n  fib:")
                .append(route.table().index())
                .append(" index:")
                .append(route.number())
                .append("\n  Interfaces:\n");
        for (final int each : route.accepting()) {
            out.append("   ").append(name(each)).append(": Accept,");
            out.append(route.forwards(each) ? " Forward,\n" : "\n");
        }
        for (final int each : route.forwarding()) {
            if (!route.accepts(each)) {
                out.append("   ").append(name(each)).append(": Forward,\n");
            }
        }
        if (route.local()) {
            out.append("   local: Forward,\n");
        }
        final long[] counted = routes.counted(route);
        final int buckets = route.forwarding().length + (route.local() ? 1 : 0);
        out.append("  multicast-").append(route.table().family()).append("-chain\n  [@0]: replicate: [index:");
        out.append(route.number()).append(" buckets:").append(buckets);
        out.append(" to:[").append(counted[0]).append(':').append(counted[1]).append("]]\n");
        int bucket = 0;
        for (final int each : route.adjacencies()) {
            out.append("    [").append(bucket++).append("] [@1]: ");
            out.append(fib.describe(each)).append('\n');
        }
        if (route.local()) {
            out.append("    [").append(bucket).append("] [@2]: dpo-receive\n");
        }
        return out.toString();
    }
}
