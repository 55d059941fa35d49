package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.PathList;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.SourceEntry;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code show adjacency} and {@code show fib}: what is not one family's. Only main. */
public final class FibCommands {
    /** Most paths that are shown at once: so many lists may there be that nobody would read them. */
    private static final int MAX_SHOWN = 1_000;
    /** Most users of an object that are named. */
    private static final int MAX_USERS = 16;

    private final Supplier<List<Kin>> kins;
    private final Routes routes;
    private final ObjectTable objects;
    private final ObjectText text;
    private final FibText fib;

    public FibCommands(
            final Supplier<List<Kin>> kins, final Routes routes, final ObjectTable objects, final ObjectText text) {
        this.kins = kins;
        this.routes = routes;
        this.objects = objects;
        this.text = text;
        fib = new FibText(text, routes);
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command("show adjacency [<index:int>]", "Show adjacencies").run(this::adjacency);
        host.command("show urpf", "Show on which interfaces the reverse path is checked")
                .run(this::reversePaths);
        host.command("show fib source", "Show who brings routes, the strongest first")
                .run(this::sources);
        host.command("show fib path-lists [<index:int>]", "Show the paths that routes share, or one list of them")
                .run(call -> lists(call, fib::list));
        host.command("show fib paths [<index:int>]", "Show all paths, or those of one path list")
                .run(call -> lists(call, this::paths));
        host.command("show fib memory", "Show how many routes there are, and what they take outside the heap")
                .run(this::memory);
    }

    private void reversePaths(final CommandCall call) {
        final List<String> lines = kins.get().stream()
                .filter(kin -> !kin.versions().isEmpty())
                .flatMap(kin -> kin.family().reversePaths().stream())
                .toList();
        lines.forEach(call::println);
        if (lines.isEmpty()) {
            call.println("no interface checks the reverse path");
        }
    }

    private void adjacency(final CommandCall call) {
        if (call.has("index")) {
            final ForwardingObject object = objects.get(call.getInt("index"));
            if (object == null) {
                throw call.refuse("there is no adjacency %d", call.getInt("index"));
            }
            print(call, object);
            users(call, object);
            return;
        }
        for (int index = 0; index < objects.end(); index++) {
            final ForwardingObject object = objects.get(index);
            if (object != null && object.swIfIndex() >= 0) {
                print(call, object);
            }
            call.session().pause();
        }
    }

    private void print(final CommandCall call, final ForwardingObject object) {
        final long[] count = objects.counters().sum(object.index());
        call.println("[@%d] %s", object.index(), text.describe(object.index()));
        call.println("   counts:[%d:%d]", count[0], count[1]);
        call.println("   locks:%d", object.locks());
    }

    /** What an object is for, and what leads there. */
    private void users(final CommandCall call, final ForwardingObject object) {
        final String purpose = ObjectText.purpose(object);
        if (purpose != null) {
            call.println("   for: %s of %s", purpose, object.kin());
        }
        users(
                call,
                "path-lists",
                routes.lists().all().stream()
                        .filter(list -> list.uses(object))
                        .mapToInt(PathList::forwarding)
                        .toArray());
        users(
                call,
                "load-balances",
                objects.objects().stream()
                        .filter(balance -> balance.buckets() != null
                                && IntStream.of(balance.buckets()).anyMatch(bucket -> bucket == object.index()))
                        .mapToInt(ForwardingObject::index)
                        .toArray());
    }

    private static void users(final CommandCall call, final String what, final int[] numbers) {
        if (numbers.length > 0) {
            call.println(
                    "   %s:[%s%s]",
                    what,
                    IntStream.of(numbers)
                            .limit(MAX_USERS)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" ")),
                    numbers.length > MAX_USERS ? " and " + (numbers.length - MAX_USERS) + " more" : "");
        }
    }

    private void sources(final CommandCall call) {
        call.println("%10s %6s  %-24s %s", "Routes", "Rank", "Source", "Plugin");
        final boolean empty = routes.tables().all().isEmpty();
        routes.sources().all().stream()
                // Forwarding's own bring nothing where no family is.
                .filter(source -> !empty || source.owner() != SourceEntry.Owner.CORE)
                .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
                .forEach(source -> call.println(
                        "%10d %6d  %-24s %s", source.size(), source.rank(), source.label(), whose(source)));
    }

    private static String whose(final SourceEntry source) {
        return source.owner() == SourceEntry.Owner.CARRIED
                ? source.plugin() + " (not yet there again)"
                : source.plugin();
    }

    /** How a list is shown. */
    @FunctionalInterface
    private interface Shown {
        void to(PathList list, StringBuilder out);
    }

    private void paths(final PathList list, final StringBuilder out) {
        for (int i = 0; i < list.paths().size(); i++) {
            fib.path(list, i, out);
        }
    }

    private void lists(final CommandCall call, final Shown shown) {
        final StringBuilder out = new StringBuilder();
        if (call.has("index")) {
            final PathList list = routes.lists().get(call.getInt("index"));
            if (list == null) {
                throw call.refuse("there is no path list %d", call.getInt("index"));
            }
            shown.to(list, out);
            call.print(out);
            return;
        }
        final List<PathList> all = routes.lists().all();
        int lists = 0;
        for (int paths = 0; lists < all.size() && paths < MAX_SHOWN; lists++) {
            final PathList list = all.get(lists);
            // One that has gone while others were shown leads nowhere any more.
            if (routes.lists().get(list.forwarding()) == list) {
                shown.to(list, out);
                call.print(out);
                out.setLength(0);
                paths += list.paths().size();
            }
            call.session().pause();
        }
        if (lists < all.size()) {
            call.println(
                    "... and %d more path lists, from %d on: name one by its index",
                    all.size() - lists, all.get(lists).forwarding());
        }
    }

    private void memory(final CommandCall call) {
        call.println("%-24s %12s %14s", "What", "Count", "Bytes");
        call.println("%-24s %12d %14d", "routes", routes.size(), routes.usedBytes());
        call.println("%-24s %12d %14d", "objects and path lists", objects.taken(), objects.taken() * 72L);
    }
}
