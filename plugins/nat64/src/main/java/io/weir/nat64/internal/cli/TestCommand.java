package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Fib;
import io.weir.fib.Table;
import io.weir.graph.DropReason;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.node.TranslationNodes;
import io.weir.nat64.internal.state.Forecast;
import io.weir.nat64.internal.state.NoSession;
import io.weir.nat64.internal.state.Outlook;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.Ports;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.TcpState;
import io.weir.nat64.internal.xlat.HostAddresses;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import java.util.function.Function;

/** {@code nat64 test}: what would become of a packet, and why. It changes nothing. Main only. */
public final class TestCommand {
    private static final String PORT = ":int 0..65535>";

    private final Registrar host;
    private final Nat64 config;
    private final TranslationNodes nodes;
    private final Routes routes;

    /** For a translator. */
    public TestCommand(final Registrar host, final Nat64 config, final TranslationNodes nodes) {
        this.host = host;
        this.config = config;
        this.nodes = nodes;
        routes = new Routes(host, config);
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "nat64 test <client:ip6> <port" + PORT + " <server:ip6> <server-port" + PORT
                                + " tcp|udp|icmp [vrf <vrf:int 0..2147483647>] [no-syn]",
                        "Show what would become of a packet from a client, and why; of ICMP the first port is the identifier of an"
                                + " echo, and one of TCP is a SYN unless said otherwise")
                .run(this::fromClient);
        host.command(
                        "nat64 test out <server:ip4> <server-port" + PORT + " <address:ip4> <port" + PORT
                                + " tcp|udp|icmp [no-syn]",
                        "Show what would become of a packet from a server to an address and port of the pool, and why")
                .run(this::fromServer);
    }

    private void fromClient(final CommandCall call) {
        config.requireEnabled();
        final Ip6Address client = call.get("client", Ip6Address.class);
        final Ip6Address destination = call.get("server", Ip6Address.class);
        final int protocol = SessionFilter.protocol(call);
        final Table table = host.service(Fib.class).table("ip6", call.getInt("vrf", 0));
        if (table == null) {
            throw call.refuse("there is no IPv6 table %d", call.getInt("vrf"));
        }
        final int inside = routes.inside(table.index());
        if (inside < 0) {
            call.println(
                    "not translated: no interface of table %d is in: see `set interface nat64 in'", table.number());
            return;
        }
        final PrefixTable prefixes = config.shared().prefixes();
        final int number = prefixes.find(table.index(), destination.high(), destination.low());
        if (number == PrefixTable.NONE_FOUND) {
            call.println("not translated: %s is under no prefix, so it is routed as IPv6", destination);
            return;
        }
        final Prefix64 prefix = prefixes.prefix(number);
        final int server = prefix.extract(destination.high(), destination.low());
        call.println("server %s, by prefix %s", Ip4Address.format(server), prefix);
        if (prefix.refuses(server)) {
            dropped(call, "nat64-in2out-not-global");
        } else if (prefixes.find(table.index(), client.high(), client.low()) != PrefixTable.NONE_FOUND) {
            dropped(call, "nat64-in2out-source-in-prefix");
        } else if (!nodes.mayBeClient(table.index(), client.high(), client.low())) {
            dropped(call, "nat64-in2out-client-address");
        } else if (!HostAddresses.isHost4(server)) {
            dropped(call, "nat64-in2out-server-address");
        } else {
            final int port = call.getInt("port");
            final int serverPort = protocol == Protocol.ICMP.number() ? 0 : call.getInt("server-port");
            final boolean begins = !call.has("no-syn");
            final int owner = nodes.ownerOf(client.high(), client.low());
            final Outlook outlook = on(
                    owner,
                    forecast -> forecast.fromClient(
                            client.high(),
                            client.low(),
                            port,
                            number,
                            table.index(),
                            server,
                            serverPort,
                            protocol,
                            begins));
            say(call, outlook, owner, true);
            if (outlook.code() == 0) {
                wayToServer(call, inside, server);
            }
        }
    }

    private void wayToServer(final CommandCall call, final int inside, final int server) {
        if (config.pool().find(server) != null) {
            call.println(
                    "translated, and back again: the server is an address of the pool, so it goes to another client");
        } else if (routes.reaches(inside, server)) {
            call.println("translated");
        } else {
            call.println("translated, then dropped: there is no route to %s", Ip4Address.format(server));
        }
    }

    private void fromServer(final CommandCall call) {
        config.requireEnabled();
        final int server = call.getIp4("server");
        final int address = call.getIp4("address");
        final int protocol = SessionFilter.protocol(call);
        final int serverPort = protocol == Protocol.ICMP.number() ? 0 : call.getInt("server-port");
        final int port = call.getInt("port");
        final boolean begins = !call.has("no-syn");
        final PoolTable pool = config.shared().pool();
        final int place = pool.find(address);
        if (place == PoolTable.NONE) {
            call.println("not translated: %s is not in the pool, so it is routed as IPv4", Ip4Address.format(address));
            return;
        }
        if (pool.find(server) != PoolTable.NONE) {
            dropped(call, "nat64-out2in-spoofed");
            return;
        }
        if (!HostAddresses.isHost4(server) && !pool.isShared(place)) {
            dropped(call, "nat64-out2in-server-address");
            return;
        }
        final int thread = Ports.owner(pool.ports(place, Protocol.index(protocol)), port);
        if (thread < 0) {
            notBound(call, pool.isShared(place));
            return;
        }
        final int owner = nodes.owners().worker(thread);
        final Outlook outlook =
                on(owner, forecast -> forecast.fromServer(server, serverPort, address, port, protocol, begins));
        if (outlook.code() == NoSession.NO_BINDING) {
            notBound(call, pool.isShared(place));
            return;
        }
        call.println("client %s port %d", new Ip6Address(outlook.high(), outlook.low()), outlook.port());
        say(call, outlook, owner, false);
        if (outlook.code() == 0) {
            call.println("translated");
        }
    }

    private void notBound(final CommandCall call, final boolean shared) {
        if (shared) {
            call.println("not translated: no client has this port, so it is for this host itself");
        } else {
            dropped(call, nodes.noSession(false, NoSession.NO_BINDING).name());
        }
    }

    /** What a worker foresees. */
    private Outlook on(final int owner, final Function<Forecast, Outlook> ask) {
        return host.fromEachWorker(worker -> {
                    if (worker.index() != owner) {
                        return null;
                    }
                    try (Forecast forecast =
                            new Forecast(config.store().states().get(owner))) {
                        return ask.apply(forecast);
                    }
                })
                .get(owner);
    }

    private void say(final CommandCall call, final Outlook outlook, final int owner, final boolean inside) {
        call.println(
                "worker %s; the client has %d of %d bindings, %d of %d sessions",
                host.workers().get(owner).name(),
                outlook.bindings(),
                config.shared().limits().perClient(),
                outlook.sessions(),
                config.shared().limits().sessionsPerClient());
        if (outlook.bound()) {
            call.println(
                    "binding: %s port %d%s",
                    Ip4Address.format(outlook.poolAddress()), outlook.poolPort(), outlook.isStatic() ? ", static" : "");
        } else if (outlook.code() == 0) {
            call.println("binding: none yet, it would get a port of %s", Ip4Address.format(outlook.poolAddress()));
        }
        if (outlook.code() != 0) {
            dropped(call, nodes.noSession(inside, outlook.code()).name());
        } else if (outlook.session()) {
            final String state = TcpState.word(outlook.tcp());
            call.println("session: there is one%s", state.isEmpty() ? "" : ", " + state);
        } else {
            call.println("session: it would begin one");
        }
    }

    private void dropped(final CommandCall call, final String name) {
        final boolean inside = name.startsWith("nat64-in2out");
        final DropReason reason = nodes.reasons(inside).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        call.println("dropped: %s (%s)", reason.description(), name);
        call.println("  do: %s", Advice.of(name));
    }
}
