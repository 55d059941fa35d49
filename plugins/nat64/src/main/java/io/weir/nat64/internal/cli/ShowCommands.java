package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.state.BindingTable;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.Limits;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.Timeouts;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import io.weir.table.TableCursor;

/** Commands that show what is translated. Main only. */
public final class ShowCommands {
    private final Registrar host;
    private final Nat64 config;

    /** Commands for a translator. */
    public ShowCommands(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "show nat64 summary",
                        "Show how many sessions, bindings and clients there are, how many a worker may have, and their memory")
                .run(this::summary);
        host.command("show nat64 pool", "Show addresses for clients, and how many ports of theirs are taken")
                .run(this::pool);
        host.command("show nat64 interfaces", "Show interfaces with clients (in) and servers (out)")
                .run(this::interfaces);
        host.command("show nat64 prefix", "Show prefixes under which clients know IPv4 hosts")
                .run(this::prefixes);
        host.command("show nat64 timeouts", "Show how long sessions last without packets")
                .run(this::timeouts);
        host.command(
                        "show nat64 bib all|tcp|udp|icmp|unknown [client <client:ip6>] [port <port:int 0..65535>]",
                        "Show bindings: a client's address and port, the pool's, and how many sessions they have; the port is"
                                + " either")
                .run(this::bindings);
    }

    private void summary(final CommandCall call) {
        final Limits limits = config.shared().limits();
        call.println("NAT64 summary:");
        call.println(
                " %d sessions of %d that have begun, at most %d a worker",
                config.store().sessions(), config.store().begun(), limits.sessions());
        call.println(" %d bindings, at most %d a worker", config.store().bindings(), limits.bindings());
        call.println(" %d clients", config.store().clients());
        call.println(
                " %d bytes, %d of them of ports",
                config.store().bytes() + config.pool().bytes(), config.pool().bytes());
    }

    private void pool(final CommandCall call) {
        call.println("NAT64 pool:");
        call.forEach(config.pool().members(), member -> {
            final int unknown = config.pool().ports(member, Protocol.UNKNOWN);
            final String ports = "ports: tcp %d, udp %d, icmp %d%s"
                    .formatted(
                            config.pool().ports(member, Protocol.TCP),
                            config.pool().ports(member, Protocol.UDP),
                            config.pool().ports(member, Protocol.ICMP),
                            unknown == 0 ? "" : ", unknown " + unknown);
            call.println(
                    " %s%s%s%s %s",
                    Ip4Address.format(member.address()),
                    tenant(member.tenant()),
                    host.interfaces().byIndex(member.swIfIndex()) == null ? "" : " of " + name(member.swIfIndex()),
                    member.draining() ? " draining: " + left(member) + "," : "",
                    ports);
        });
        if (config.enabled() && config.pool().members().stream().allMatch(PoolAddress::draining)) {
            call.println(" no address that new bindings could get: see `nat64 add pool address'");
        }
    }

    private String tenant(final int tenant) {
        return switch (tenant) {
            case PoolAddress.ANY -> "";
            case PoolAddress.FIXED -> " deterministic";
            default -> " tenant VRF: " + Routes.number(host, tenant);
        };
    }

    private String left(final PoolAddress member) {
        final int left = config.pool().ports(member);
        final long fixed = config.statics().of(member.address());
        return "%d %s left%s"
                .formatted(
                        left, left == 1 ? "binding" : "bindings", fixed == 0 ? "" : ", " + fixed + " of them static");
    }

    private String name(final int swIfIndex) {
        final Interface device = host.interfaces().byIndex(swIfIndex);
        return device == null ? "DELETED" : device.name();
    }

    private void interfaces(final CommandCall call) {
        call.println("NAT64 interfaces:");
        config.interfaces().forEach((swIfIndex, sides) -> call.println(" %s %s", name(swIfIndex), words(sides)));
    }

    /** What commands call the sides of an interface. */
    static String words(final int sides) {
        return sides == Nat64.INSIDE ? "in" : sides == Nat64.OUTSIDE ? "out" : "in out";
    }

    private void prefixes(final CommandCall call) {
        call.println("NAT64 prefix:");
        for (final PrefixTable.Entry entry : config.shared().prefixes().entries()) {
            call.println(
                    " %s%s%s",
                    entry.prefix(),
                    entry.table() == PrefixTable.ANY_TABLE ? "" : " tenant-vrf " + Routes.number(host, entry.table()),
                    config.prefixes().isEmpty() ? " (default)" : "");
        }
    }

    private void timeouts(final CommandCall call) {
        final Timeouts now = config.shared().timeouts();
        call.println("NAT64 session timeouts:");
        call.println(" UDP %d s", ConfigCommands.seconds(now.udpNs()));
        call.println(" ICMP %d s", ConfigCommands.seconds(now.icmpNs()));
        call.println(" TCP transitory %d s", ConfigCommands.seconds(now.tcpTransitoryNs()));
        call.println(
                " TCP established %d s, %s",
                ConfigCommands.seconds(now.tcpEstablishedNs()),
                config.shared().probes() ? "then the client is asked" : "and the client is not asked");
    }

    private void bindings(final CommandCall call) {
        final int protocol = SessionFilter.protocol(call);
        final Ip6Address client = call.has("client") ? call.get("client", Ip6Address.class) : null;
        final int port = call.getInt("port", -1);
        call.println("NAT64 %s BIB entries:", SessionFilter.word(protocol));
        for (final ClientState state : config.store().states().values()) {
            try (TableCursor cursor = state.bindings().cursor()) {
                while (!cursor.done()) {
                    if (cursor.next() && fits(cursor, protocol, client, port)) {
                        print(call, cursor.key(), cursor.value());
                    }
                    call.session().pause();
                }
            }
        }
    }

    private static boolean fits(final TableCursor cursor, final int protocol, final Ip6Address client, final int port) {
        final long key = cursor.key();
        return SessionFilter.isOf(protocol, BindingTable.protocol(key))
                && (client == null || client.high() == BindingTable.high(key) && client.low() == BindingTable.low(key))
                && (port < 0 || port == BindingTable.port(key) || port == BindingTable.poolPort(cursor.value()));
    }

    private void print(final CommandCall call, final long key, final long value) {
        call.println(
                " %s %d %s %d protocol %s vrf %d %s %d sessions",
                new Ip6Address(BindingTable.high(key), BindingTable.low(key)),
                Protocol.port(BindingTable.protocol(key), BindingTable.port(key)),
                Ip4Address.format(BindingTable.poolAddress(value)),
                Protocol.port(BindingTable.protocol(key), BindingTable.poolPort(value)),
                Protocol.text(BindingTable.protocol(key)),
                Routes.number(host, BindingTable.table(key)),
                BindingTable.isStatic(key) ? "static" : "dynamic",
                BindingTable.sessions(value));
    }
}
