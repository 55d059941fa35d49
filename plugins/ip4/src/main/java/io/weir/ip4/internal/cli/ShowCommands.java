package io.weir.ip4.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.ip4.internal.adjacency.Adjacency;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.ip4.internal.fib.Fib;
import io.weir.ip4.internal.fib.Route;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Registrar;

/** {@code show ip fib} and {@code show adjacency}. */
public final class ShowCommands {
    private final Fib fib;
    private final AdjacencyTable adjacencies;
    private final FibText text;

    public ShowCommands(final Fib fib, final AdjacencyTable adjacencies, final FibText text) {
        this.fib = fib;
        this.adjacencies = adjacencies;
        this.text = text;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command("show ip fib [summary] [table <table:int>]", "Show the routes of the IPv4 table")
                .run(this::all);
        host.command("show ip fib <prefix:ip4-prefix>", "Show all that is known of a route")
                .run(this::prefix);
        host.command("show ip fib <address:ip4>", "Show the route that an address takes")
                .run(this::address);
        host.command("show adjacency [<index:int>]", "Show adjacencies").run(this::adjacency);
    }

    private void all(final CommandCall call) {
        if (call.getInt("table", 0) != 0) {
            throw call.refuse("table %s doesn't exist", call.get("table"));
        }
        call.print(FibText.TABLE_LINE);
        if (call.has("summary")) {
            call.println("    Prefix length         Count");
            for (int length = 0; length <= 32; length++) {
                if (fib.count(length) > 0) {
                    call.println("%16d %16d", length, fib.count(length));
                }
            }
            return;
        }
        final StringBuilder out = new StringBuilder();
        for (final Route route : fib.routes()) {
            text.brief(route, out);
            call.print(out);
            out.setLength(0);
        }
    }

    private void prefix(final CommandCall call) {
        final Ip4Prefix prefix = call.getIp4Prefix("prefix");
        final Route route = fib.find(prefix.network(), prefix.length());
        if (route == null) {
            throw call.refuse("there is no route %s", prefix.canonical());
        }
        print(call, route);
    }

    private void address(final CommandCall call) {
        print(call, fib.longestMatch(call.getIp4("address")));
    }

    private void print(final CommandCall call, final Route route) {
        final StringBuilder out = new StringBuilder(FibText.TABLE_LINE);
        text.full(route, out);
        call.print(out);
    }

    private void adjacency(final CommandCall call) {
        if (call.has("index")) {
            final int index = call.getInt("index");
            if (adjacencies.get(index) == null) {
                throw call.refuse("there is no adjacency %d", index);
            }
            print(call, index);
            return;
        }
        for (int index = 0; index < AdjacencyTable.CAPACITY; index++) {
            final Adjacency adjacency = adjacencies.get(index);
            if (adjacency != null && adjacency.swIfIndex() >= 0) {
                print(call, index);
            }
        }
    }

    private void print(final CommandCall call, final int index) {
        final long[] count = adjacencies.counters().sum(index);
        call.println("[@%d] %s", index, text.describe(index));
        call.println("   counts:[%d:%d]", count[0], count[1]);
        call.println("   locks:%d", adjacencies.get(index).locks());
    }
}
