package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Fib;
import io.weir.fib.Table;
import io.weir.graph.DropReason;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.node.MapNodes;
import io.weir.nat64.internal.node.TranslationNodes;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import io.weir.table.TableCursor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code show nat64 why}: why packets are not translated, and what to do about it. Main only. */
public final class WhyCommand {
    /** Sessions of a worker whose servers are asked for a route, and servers without one that are named. */
    private static final int SOME = 256;

    private static final int FEW = 5;

    private final Registrar host;
    private final Nat64 config;
    private final TranslationNodes nodes;
    private final MapNodes mapNodes;
    private final Routes routes;

    /** For a translator. */
    public WhyCommand(final Registrar host, final Nat64 config, final TranslationNodes nodes, final MapNodes mapNodes) {
        this.host = host;
        this.config = config;
        this.nodes = nodes;
        this.mapNodes = mapNodes;
        routes = new Routes(host, config);
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "show nat64 why [<client:ip6> [vrf <vrf:int 0..2147483647>]]",
                        "Show why packets are not translated: what is missing in the configuration, each reason that has counted,"
                                + " and what to do about it; of a client also its bindings and its way")
                .run(this::show);
    }

    private void show(final CommandCall call) {
        missing(call);
        if (call.has("client")) {
            client(call, call.get("client", Ip6Address.class));
        }
        boolean some = false;
        for (final List<DropReason> reasons :
                List.of(nodes.reasons(true), nodes.reasons(false), mapNodes.reasons(true), mapNodes.reasons(false))) {
            for (final DropReason reason : reasons) {
                final long packets = host.counted(reason);
                if (packets > 0) {
                    call.println("%12d %s", packets, reason.description());
                    call.println("%12s do: %s", "", Advice.of(reason.name()));
                    some = true;
                }
                call.session().pause();
            }
        }
        if (!some) {
            call.println("No packet that is to be translated was refused.");
        }
    }

    private void missing(final CommandCall call) {
        if (!config.enabled()) {
            call.println("NAT64 is not enabled: `nat64 plugin enable'");
            return;
        }
        final boolean mapped = !config.maps().maps().isEmpty();
        if (mapped) {
            missingForMaps(call);
        }
        // Who has maps alone needs none of these.
        if (!mapped || !config.interfaces().isEmpty()) {
            missingForSessions(call);
        }
        final Unusable unusable = new Unusable(host, config);
        for (final PoolAddress member : config.pool().members()) {
            final String own = member.swIfIndex() == PoolAddress.NO_INTERFACE
                    ? unusable.own(member.address(), member.address())
                    : null;
            if (own != null) {
                call.println("In the pool, %s", own);
            }
            call.session().pause();
        }
        for (final PrefixTable.Entry entry : config.shared().prefixes().entries()) {
            final String own = unusable.own(entry.prefix(), entry.table());
            if (own != null) {
                call.println("Prefix %s", own);
            }
        }
        config.interfaces().forEach((swIfIndex, sides) -> {
            if (!host.interfaces().byIndex(swIfIndex).adminUp()) {
                call.println(
                        "%1$s is down: `set interface state %1$s up'",
                        host.interfaces().byIndex(swIfIndex).name());
            }
        });
        for (final int server : unreached(call)) {
            call.println("No route to %s, to which clients send: `ip route add'", Ip4Address.format(server));
        }
    }

    private void missingForSessions(final CommandCall call) {
        if (config.pool().members().stream().allMatch(PoolAddress::draining)) {
            call.println("No address of the pool is given out: `nat64 add pool address'");
        }
        if (!has(config.interfaces(), Nat64.INSIDE)) {
            call.println("No interface has clients: `set interface nat64 in <interface>'");
        }
        if (!has(config.interfaces(), Nat64.OUTSIDE)) {
            call.println("No interface has servers: `set interface nat64 out <interface>'");
        }
    }

    private void missingForMaps(final CommandCall call) {
        if (!has(config.maps().interfaces(), Nat64.INSIDE)) {
            call.println("No interface has the hosts with maps: `set interface nat64 map in <interface>'");
        }
        if (!has(config.maps().interfaces(), Nat64.OUTSIDE)) {
            call.println("No interface has the others: `set interface nat64 map out <interface>'");
        }
    }

    private static boolean has(final Map<Integer, Integer> interfaces, final int side) {
        return interfaces.values().stream().anyMatch(sides -> (sides & side) != 0);
    }

    /** Servers of some sessions to which no route leads. */
    private Set<Integer> unreached(final CommandCall call) {
        final Set<Integer> unreached = new TreeSet<>();
        final int inside = config.interfaces().entrySet().stream()
                .filter(entry -> (entry.getValue() & Nat64.INSIDE) != 0)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
        for (final ClientState state : config.store().states().values()) {
            try (TableCursor cursor = state.sessions().cursor()) {
                for (int seen = 0; inside >= 0 && seen < SOME && unreached.size() < FEW && !cursor.done(); seen++) {
                    if (cursor.next() && !routes.reaches(inside, SessionEntry.server(cursor.key()))) {
                        unreached.add(SessionEntry.server(cursor.key()));
                    }
                    call.session().pause();
                }
            }
        }
        return unreached;
    }

    private void client(final CommandCall call, final Ip6Address client) {
        final int number = call.getInt("vrf", 0);
        final Table table = host.service(Fib.class).table("ip6", number);
        if (table == null) {
            throw call.refuse("there is no IPv6 table %d", number);
        }
        final int way = routes.toClient(table, client);
        if (way == Routes.NOWHERE) {
            call.println("No route to %s in table %d: answers do not reach it", client, number);
        } else if (way >= 0 && (config.interfaces().getOrDefault(way, 0) & Nat64.INSIDE) == 0) {
            call.println(
                    "%1$s is behind %2$s, which is not in: `set interface nat64 in %2$s'",
                    client, host.interfaces().byIndex(way).name());
        }
        if (config.shared().prefixes().find(table.index(), client.high(), client.low()) >= 0) {
            call.println("%s lies within a prefix itself: such a source is refused", client);
        }
        final int owner = nodes.ownerOf(client.high(), client.low());
        final int[] has = host.fromEachWorker(worker -> worker.index() == owner
                        ? config.store().states().get(owner).countsOf(client.high(), client.low(), table.index())
                        : null)
                .get(owner);
        call.println(
                "%s has %d of %d bindings, %d of %d sessions, on %s",
                client,
                has[0],
                config.shared().limits().perClient(),
                has[1],
                config.shared().limits().sessionsPerClient(),
                host.workers().get(owner).name());
    }
}
