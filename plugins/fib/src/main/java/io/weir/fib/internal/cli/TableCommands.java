package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.internal.Core;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.Tables;
import io.weir.net.FlowHash;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code ip table} and {@code set interface ip table}: the operator's tables of a family. Only main. */
public final class TableCommands {
    /** The numbers that a table may have. */
    static final String NUMBER = "int 0..2147483647";

    /** How commands name one. */
    static final String TABLE = "[table <table:" + NUMBER + ">] ";

    private static final String FIELDS = "[src] [dst] [sport] [dport] [proto] [reverse] [symmetric]";

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
        host.command(word + " table [add|del] <table:" + NUMBER + "> [<name>]", "Add or delete a table")
                .run(this::table);
        host.command(
                        "set interface " + word + " table <interface> <table:" + NUMBER + ">",
                        "Have an interface's packets looked up in a table")
                .run(call ->
                        core.bindings().bind(table(routes, kin, call, "table"), call.getInterface("interface"), kin));
        host.command(
                        "set " + word + " flow-hash table <table:" + NUMBER + "> " + FIELDS
                                + (kin.bits() > 64 ? " [flowlabel]" : ""),
                        "Choose what tells flows apart that are shared out among the paths of a table's routes")
                .run(this::flowHash);
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
            delete(call, table(routes, kin, call, "table"));
        } else {
            add(call, number);
        }
    }

    private void add(final CommandCall call, final int number) {
        final RouteTable there = routes.tables().find(kin, number);
        if (there != null && call.has("name") && !there.name().equals(call.get("name"))) {
            throw call.refuse(
                    "table %d is there already, and is called `%s', not `%s'", number, there.name(), call.get("name"));
        }
        final String name = call.get("name", family.words().longName() + "-VRF:" + number);
        final RouteTable table = routes.tables().hold(kin, number, name, Tables.OPERATOR);
        core.keep(table, true);
        routes.tables().unlock(table, Tables.OPERATOR);
    }

    private void delete(final CommandCall call, final RouteTable table) {
        final String named = "table " + table.number() + " (" + table.name() + ")";
        final String users = users(table);
        if (!users.isEmpty()) {
            throw call.refuse("%s is in use: %s", named, users);
        }
        core.keep(table, false);
    }

    /** Who holds a table beside the operator; empty if nobody does. */
    private String users(final RouteTable table) {
        final List<String> users = new ArrayList<>();
        for (final Map.Entry<String, Integer> holder : table.holders().entrySet()) {
            switch (holder.getKey()) {
                case Tables.INTERFACES ->
                    core.bindings().interfaces(table).forEach(name -> users.add("interface " + name));
                case Tables.PATHS -> {
                    final int leading = routes.lists().leadingThrough(table);
                    users.add(
                            leading == 1 ? "1 route that leads through it" : leading + " routes that lead through it");
                }
                case Tables.OPERATOR -> {}
                default -> {
                    final List<String> named = holder.getKey().equals(kin.name()) ? family.uses(table) : List.of();
                    users.addAll(named.isEmpty() ? List.of("plugin " + holder.getKey()) : named);
                }
            }
        }
        return String.join(", ", users);
    }

    private void flowHash(final CommandCall call) {
        final RouteTable table = table(routes, kin, call, "table");
        final int fields = FlowHash.fields(Arrays.stream((FIELDS + " [flowlabel]").split(" "))
                .map(option -> option.substring(1, option.length() - 1))
                .filter(call::has)
                .toList());
        if ((fields & ~(FlowHash.REVERSE | FlowHash.SYMMETRIC)) == 0) {
            throw call.refuse(
                    "expected at least one field of: src, dst, sport, dport, proto%s",
                    kin.bits() > 64 ? ", flowlabel" : "");
        }
        routes.tables().flowFields(table, fields);
    }

    private void show(final CommandCall call) {
        for (final RouteTable table : routes.tables().of(kin)) {
            call.println("[%d] table_id:%d %s routes:%d", table.index(), table.number(), table.name(), table.size());
        }
    }
}
