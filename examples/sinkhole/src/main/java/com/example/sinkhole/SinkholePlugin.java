package com.example.sinkhole;

import io.weir.cli.CommandCall;
import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.graph.DropReason;
import io.weir.graph.IndexedCounter;
import io.weir.graph.Next;
import io.weir.graph.Unit;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.Ip4Local;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.List;

/** Routes prefixes to a node that refuses what goes there, and answers on the echo port. */
public final class SinkholePlugin extends WeirPlugin {
    private static final int ECHO_PORT = 7;

    /** Prefixes by their numbers; null where one was deleted. */
    record Prefixes(List<Ip4Prefix> byNumber) {}

    private Registrar host;
    private Fib fib;
    private Ip4Local local;
    private Source routes;
    private IndexedCounter hits;
    private Next sinkhole;
    private final List<Ip4Prefix> prefixes = new ArrayList<>();

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        fib = host.service(Fib.class);
        local = host.service(Ip4Local.class);
        final Forwarding forwarding = fib.forwarding();
        final Ip4IcmpErrors errors = host.service(Ip4IcmpErrors.class);
        final DropReason sunk = host.dropReason("sunk", "sent to a sinkhole", DropReason.Severity.INFO);
        hits = host.counters("hits", Unit.PACKETS, 4);
        sinkhole = host.next("sinkhole");
        host.node("sinkhole", worker -> new SinkholeNode(forwarding, errors, hits.on(worker), sunk))
                .nexts(errors.next())
                .unshadowed(); // a made-up packet carries no word of a route
        host.node("sinkhole-echo", worker -> new EchoNode()).nexts(host.next("ip4-lookup"));
        host.state(
                "prefixes", Prefixes.class, () -> new Prefixes(prefixes), state -> prefixes.addAll(state.byNumber()));
        host.command("set sinkhole <prefix:ip4-prefix> [del]", "Route a prefix to nowhere, or no longer")
                .run(this::set);
        host.command("show sinkhole", "Show sinkholes, and how many packets went there")
                .run(this::show);
        host.command("clear sinkhole", "Count anew").run(call -> hits.clear());
    }

    @Override
    public void start() {
        // What is done through services goes with the plugin: nothing is to be undone in stop.
        local.udpPort(ECHO_PORT, host.next("sinkhole-echo"));
        routes = fib.source("sinkhole", Source.PLUGIN);
        for (int number = 0; number < prefixes.size(); number++) {
            if (prefixes.get(number) != null) {
                route(number);
            }
        }
    }

    private void route(final int number) {
        hits.reserve(number + 1);
        routes.update(fib.table("ip4", 0), Prefix.of(prefixes.get(number)), List.of(Path.node(sinkhole, number)));
    }

    private void set(final CommandCall call) {
        final Ip4Prefix prefix = call.getIp4Prefix("prefix");
        final int known = prefixes.indexOf(prefix);
        if (call.has("del")) {
            if (known < 0) {
                throw call.refuse("`%s' is no sinkhole", prefix);
            }
            routes.remove(fib.table("ip4", 0), Prefix.of(prefix));
            prefixes.set(known, null);
        } else if (known < 0) {
            final int free = prefixes.indexOf(null);
            final int number = free < 0 ? prefixes.size() : free;
            if (free < 0) {
                prefixes.add(prefix);
            } else {
                prefixes.set(number, prefix);
                // The number was another prefix's.
                hits.clear(number);
            }
            route(number);
        }
    }

    private void show(final CommandCall call) {
        for (int number = 0; number < prefixes.size(); number++) {
            if (prefixes.get(number) != null) {
                call.println("%s: %d packets", prefixes.get(number), hits.sum(number));
            }
        }
    }
}
