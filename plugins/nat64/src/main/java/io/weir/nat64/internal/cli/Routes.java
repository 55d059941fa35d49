package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Fib;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Table;
import io.weir.fib.Watch;
import io.weir.nat64.internal.Nat64;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import java.util.Map;

/** Where translated packets would go, for commands that explain. Main only. */
final class Routes {
    /** A route leads there, but not out of one interface. */
    static final int SOMEHOW = -1;

    /** No route leads there, or one that drops. */
    static final int NOWHERE = -2;

    private final Registrar host;
    private final Nat64 config;

    Routes(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
    }

    /** The table of a command that names one by {@code tenant-vrf} or {@code vrf}, or the index that it has without. */
    static int table(final Registrar host, final CommandCall call, final int without) {
        if (!call.has("vrf")) {
            return without;
        }
        final Table found = host.service(Fib.class).table("ip6", call.getInt("vrf"));
        if (found == null) {
            throw call.refuse("there is no IPv6 table %d", call.getInt("vrf"));
        }
        return found.index();
    }

    /** The number of an IPv6 table with an index. */
    static int number(final Registrar host, final int index) {
        return host.service(Fib.class).tables("ip6").stream()
                .filter(table -> table.index() == index)
                .mapToInt(Table::number)
                .findFirst()
                .orElse(-1);
    }

    /** An interface with clients of a table of IPv6 (its index), or -1. */
    int inside(final int table) {
        return config.interfaces().entrySet().stream()
                .filter(entry -> (entry.getValue() & Nat64.INSIDE) != 0)
                .map(Map.Entry::getKey)
                .filter(swIfIndex ->
                        host.service(Fib.class).of("ip6", swIfIndex).index() == table)
                .findFirst()
                .orElse(-1);
    }

    /** Whether there is a way to a server for what comes in by an interface. */
    boolean reaches(final int swIfIndex, final int server) {
        final Fib fib = host.service(Fib.class);
        return way(fib.of("ip4", swIfIndex), Prefix.high(server), 0) != NOWHERE;
    }

    /** The interface that leads to a client of a table, or {@link #SOMEHOW}, or {@link #NOWHERE}. */
    int toClient(final Table table, final Ip6Address client) {
        return way(table, client.high(), client.low());
    }

    private int way(final Table table, final long high, final long low) {
        final Watch watch = host.service(Fib.class).watch(table, high, low, changed -> {});
        try {
            return watch.reachable()
                    ? watch.paths().stream()
                            .mapToInt(Path::swIfIndex)
                            .filter(swIfIndex -> swIfIndex >= 0)
                            .findFirst()
                            .orElse(SOMEHOW)
                    : NOWHERE;
        } finally {
            watch.close();
        }
    }
}
