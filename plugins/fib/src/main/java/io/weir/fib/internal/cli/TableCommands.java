package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.internal.Core;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.plugin.Registrar;

/** {@code ip table} and {@code set interface ip table}: the operator's tables of a family. Only main. */
public final class TableCommands {
    private final Core core;
    private final Routes routes;
    private final Kin kin;
    private final Family family;

    public TableCommands(final Core core, final Kin kin, final Family family) {
        this.core = core;
        routes = core.routes();
        this.kin = kin;
        this.family = family;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        final String word = family.words().command();
        host.command(word + " table [add|del] <table:int 0..2147483647> [<name>]", "Add or delete a table")
                .run(this::table);
        host.command(
                        "set interface " + word + " table <interface> <table:int 0..2147483647>",
                        "Have an interface's packets looked up in a table")
                .run(call -> core.bind(table(routes, kin, call, "table"), call.getInterface("interface"), kin));
        host.command("show " + word + " table", "Show the tables, and how much is in them")
                .run(this::show);
    }

    /** The table that a command names, 0 if it names none. */
    static RouteTable table(final Routes routes, final Kin kin, final CommandCall call, final String argument) {
        final int number = call.getInt(argument, 0);
        final RouteTable table = routes.tables().find(kin, number);
        if (table == null) {
            throw call.refuse("table %s doesn't exist", call.get(argument));
        }
        return table;
    }

    private void table(final CommandCall call) {
        final int number = call.getInt("table");
        if (number == 0) {
            throw call.refuse("table 0 is always there");
        }
        if (call.has("del")) {
            if (!core.keep(table(routes, kin, call, "table"), false)) {
                throw call.refuse("table %d is not yours", number);
            }
            return;
        }
        final String name = call.has("name") ? call.get("name") : family.words().longName() + "-VRF:" + number;
        final RouteTable table = routes.tables().hold(kin, number, name);
        core.keep(table, true);
        routes.tables().unlock(table);
    }

    private void show(final CommandCall call) {
        for (final RouteTable table : routes.tables().of(kin)) {
            call.println("[%d] table_id:%d %s routes:%d", table.index(), table.number(), table.name(), table.size());
        }
    }
}
