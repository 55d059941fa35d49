package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.Prefix;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.plugin.Registrar;

/** {@code show ip fib}: the routes of a family. Only main. */
public final class ShowCommands {
    private final Routes routes;
    private final FibText text;
    private final Kin kin;
    private final Family family;

    public ShowCommands(final Routes routes, final FibText text, final Kin kin, final Family family) {
        this.routes = routes;
        this.text = text;
        this.kin = kin;
        this.family = family;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        final Family.Words words = family.words();
        final String show = "show " + words.command() + " fib ";
        host.command(show + "[summary] " + TableCommands.TABLE.strip(), "Show the routes of all tables, or of one")
                .run(this::all);
        host.command(
                        show + TableCommands.TABLE + "<prefix:" + words.prefixType() + ">",
                        "Show all that is known of a route")
                .run(this::prefix);
        host.command(
                        show + TableCommands.TABLE + "<address:" + words.addressType() + ">",
                        "Show the route that an address takes")
                .run(this::address);
    }

    private void all(final CommandCall call) {
        if (call.has("table")) {
            table(call, TableCommands.table(routes, kin, call, "table"));
        } else {
            routes.tables().of(kin).forEach(table -> table(call, table));
        }
    }

    private void table(final CommandCall call, final RouteTable table) {
        call.print(FibText.table(routes, table));
        if (call.has("summary")) {
            call.println("    Prefix length         Count");
            for (int length = 0; length <= kin.bits(); length++) {
                if (table.count(length) > 0) {
                    call.println("%16d %16d", length, table.count(length));
                }
            }
            return;
        }
        final StringBuilder out = new StringBuilder();
        for (final int route : routes.sorted(table, call.session()::pause)) {
            if (routes.isIn(table, route)) {
                text.brief(routes.view(route), out);
                call.print(out);
                out.setLength(0);
            }
            call.session().pause();
        }
    }

    private void prefix(final CommandCall call) {
        final Prefix prefix = family.words().prefix(call, "prefix");
        final RouteTable table = TableCommands.table(routes, kin, call, "table");
        final int route = routes.find(table, prefix);
        if (route == 0) {
            throw call.refuse(
                    "there is no route %s/%d", family.words().format(prefix.high(), prefix.low()), prefix.length());
        }
        print(call, table, route);
    }

    private void address(final CommandCall call) {
        final Prefix address = family.words().address(call, "address");
        final RouteTable table = TableCommands.table(routes, kin, call, "table");
        print(call, table, routes.longest(table, address.high(), address.low()));
    }

    private void print(final CommandCall call, final RouteTable table, final int route) {
        final StringBuilder out = new StringBuilder(FibText.table(routes, table));
        text.full(routes.view(route), out);
        call.print(out);
    }
}
