package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.PathList;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.SourceEntry;
import io.weir.plugin.Registrar;

/** {@code show adjacency} and {@code show fib}: what is not one family's. Only main. */
public final class FibCommands {
    private final Routes routes;
    private final ObjectTable objects;
    private final FibText text;

    public FibCommands(final Routes routes, final ObjectTable objects, final FibText text) {
        this.routes = routes;
        this.objects = objects;
        this.text = text;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command("show adjacency [<index:int>]", "Show adjacencies").run(this::adjacency);
        host.command("show fib source", "Show who brings routes, the strongest first")
                .run(this::sources);
        host.command("show fib path-lists [<index:int>]", "Show the paths that routes share")
                .run(this::lists);
        host.command("show fib memory", "Show how many routes there are, and what they take outside the heap")
                .run(this::memory);
    }

    private void adjacency(final CommandCall call) {
        if (call.has("index")) {
            final ForwardingObject object = objects.get(call.getInt("index"));
            if (object == null) {
                throw call.refuse("there is no adjacency %d", call.getInt("index"));
            }
            print(call, object);
            return;
        }
        for (int index = 0; index < objects.end(); index++) {
            final ForwardingObject object = objects.get(index);
            if (object != null && object.swIfIndex() >= 0) {
                print(call, object);
            }
        }
    }

    private void print(final CommandCall call, final ForwardingObject object) {
        final long[] count = objects.counters().sum(object.index());
        call.println("[@%d] %s", object.index(), text.describe(object.index()));
        call.println("   counts:[%d:%d]", count[0], count[1]);
        call.println("   locks:%d", object.locks());
    }

    private void sources(final CommandCall call) {
        call.println("%10s %6s  %-24s %s", "Routes", "Rank", "Source", "Plugin");
        routes.sources().all().stream()
                .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
                .forEach(source -> call.println(
                        "%10d %6d  %-24s %s", source.size(), source.rank(), source.label(), whose(source)));
    }

    private static String whose(final SourceEntry source) {
        return source.owner() == SourceEntry.Owner.CARRIED
                ? source.plugin() + " (not yet there again)"
                : source.plugin();
    }

    private void lists(final CommandCall call) {
        final StringBuilder out = new StringBuilder();
        if (call.has("index")) {
            final PathList list = routes.lists().get(call.getInt("index"));
            if (list == null) {
                throw call.refuse("there is no path list %d", call.getInt("index"));
            }
            text.list(list, out);
        } else {
            routes.lists().all().forEach(list -> text.list(list, out));
        }
        call.print(out);
    }

    private void memory(final CommandCall call) {
        call.println("%-24s %12s %14s", "What", "Count", "Bytes");
        call.println("%-24s %12d %14d", "routes", routes.size(), routes.usedBytes());
        call.println("%-24s %12d %14d", "objects and path lists", objects.taken(), objects.taken() * 72L);
    }
}
