package io.weir.benchmarks.internet;

import io.weir.cli.CommandCall;
import io.weir.fib.Fib;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.List;

/** Brings routes as a routing daemon does: one by one, in no order, by several next hops. */
public final class InternetPlugin extends WeirPlugin {
    private static final long SEED = 4_711;
    /** As many neighbours as a router at an exchange has. */
    private static final int NEXT_HOPS = 64;

    private static final int PAUSE = 1_024;

    private final Destinations destinations = new Destinations();
    private Registrar host;
    private Fib fib;
    private Source source;
    private String family = "ip4";
    private DrawnTable drawn = new DrawnTable(0);
    private List<List<Path>> ways = List.of();

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        fib = host.service(Fib.class);
        host.node("bench-destinations4", worker -> new DestinationNode(destinations, false))
                .nexts(host.next("ip4-input"));
        host.node("bench-destinations6", worker -> new DestinationNode(destinations, true))
                .nexts(host.next("ip6-input"));
        host.command("internet draw ( ip4 | ip6 ) <count:int> <out:interface>", "Draw a table, and destinations in it")
                .run(this::draw);
        host.command("internet add <from:int> <to:int>", "Add routes of the table drawn")
                .run(this::add);
        host.command("internet del <from:int> <to:int>", "Delete routes").run(this::delete);
    }

    @Override
    public void start() {
        source = fib.source("internet", Source.PLUGIN);
    }

    private Table table() {
        return fib.table(family, 0);
    }

    private void draw(final CommandCall call) {
        if (source.size() > 0) {
            throw call.refuse("there are still %d routes of the table before", source.size());
        }
        family = call.has("ip6") ? "ip6" : "ip4";
        final int count = call.getInt("count");
        drawn = family.equals("ip6") ? InternetDrawing.ip6(count, SEED) : InternetDrawing.ip4(count, SEED);
        destinations.draw(drawn, SEED);
        ways = new ArrayList<>();
        for (int i = 0; i < NEXT_HOPS; i++) {
            final boolean six = family.equals("ip6");
            ways.add(List.of(Path.via(
                    six ? 0x2001_0db8_0002_0000L : Prefix.high(0xc0a8_0202 + i),
                    six ? 2 + i : 0,
                    call.getInterface("out"))));
        }
        call.println("%s", drawn);
    }

    private int to(final CommandCall call) {
        final int to = call.getInt("to");
        if (call.getInt("from") < 0 || to > drawn.size()) {
            throw call.refuse("%d prefixes are drawn", drawn.size());
        }
        return to;
    }

    private void add(final CommandCall call) {
        final Table table = table();
        for (int i = call.getInt("from"), to = to(call); i < to; i++) {
            source.update(table, drawn.prefix(i), ways.get(i & NEXT_HOPS - 1));
            if (i % PAUSE == 0) {
                call.session().pause();
            }
        }
        haveNext();
    }

    private void delete(final CommandCall call) {
        final Table table = table();
        for (int i = call.getInt("from"), to = to(call); i < to; i++) {
            source.remove(table, drawn.prefix(i));
            if (i % PAUSE == 0) {
                call.session().pause();
            }
        }
        haveNext();
    }

    /** More is there to be read, as of a routing daemon that has a table to tell: main doesn't sleep in its next turn. */
    private void haveNext() {
        host.onMain(() -> {});
    }

    @Override
    public void removed() {
        destinations.free();
    }
}
