package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Fib;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.StaticBindings;
import io.weir.nat64.internal.state.PlainPort;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.Timeouts;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Commands that say what is translated. Main only. */
public final class ConfigCommands {
    private static final int MAX_SECONDS = 1_000_000;
    /** The first bits of {@code fe80::/10}. */
    private static final int MAX_PORT = 65_535;

    private final Registrar host;
    private final Nat64 config;
    private final Unusable unusable;

    /** Commands for a translator. */
    public ConfigCommands(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
        unusable = new Unusable(host, config);
    }

    /** Declares them. */
    public void register() {
        new EnableCommand(host, config).register();
        host.command("nat64 plugin disable", "Switch NAT64 off and forget its configuration")
                .run(call -> config.disable());
        host.command(
                        "nat64 add pool address <first:ip4> [- <last:ip4>] [tenant-vrf <vrf:int 0..2147483647>] [del]",
                        "Add IPv4 addresses for clients, or have them drain: no new bindings get those")
                .run(this::pool);
        host.command(
                        "nat64 drain <first:ip4> [- <last:ip4>]",
                        "Take addresses out of the pool: no new bindings get them, and each goes with its last binding")
                .run(this::drain);
        host.command(
                        "nat64 add interface address <interface> [del]",
                        "Have clients share the interface's own IPv4 addresses")
                .run(call -> {
                    config.requireEnabled();
                    config.addresses().ofInterface(call.getInterface("interface"), !call.has("del"));
                });
        host.command(
                        "nat64 add prefix <prefix:ip6-prefix> [tenant-vrf <vrf:int 0..2147483647>] [del]",
                        "Add a prefix under which clients know IPv4 hosts (default: 64:ff9b::/96, while there is none)")
                .run(this::prefix);
        host.command(
                        "set interface nat64 (in|out <interface>)... [del]",
                        "Translate what clients send into an interface (in), and servers (out)")
                .run(this::sides);
        final String bib = "nat64 add static bib <client:ip6> <port:int 0.." + MAX_PORT
                + "> <address:ip4> <pool-port:int 0.." + MAX_PORT + "> ";
        final String table = " [vrf <vrf:int 0..2147483647>] [del]";
        host.command(
                        bib + "tcp|udp|icmp" + table,
                        "Bind a port of a client to a port of the pool for good, so that servers can begin")
                .run(this::staticBib);
        host.command(
                        bib + "<protocol:int 1..255>" + table,
                        "Bind a protocol without ports, by its number, to an address of the pool for good; both ports are 0")
                .run(this::staticBib);
        host.command(
                        "set nat64 timeouts [udp <udp:int 1.." + MAX_SECONDS + ">] [icmp <icmp:int 1.." + MAX_SECONDS
                                + ">] [tcp-transitory <transitory:int 1.." + MAX_SECONDS
                                + ">] [tcp-established <established:int 1.." + MAX_SECONDS + ">] [reset]",
                        "Set how many seconds sessions last without packets (default: 300, 60, 240, 7440)")
                .run(this::timeouts);
        host.command(
                        "set nat64 tcp-probe on|off",
                        "Ask clients whether they still have an established TCP connection before its session ends (default: on)")
                .run(this::probes);
        new MapCommands(host, config).register();
    }

    private void probes(final CommandCall call) {
        config.shared().probes(call.has("on"));
    }

    private void pool(final CommandCall call) {
        if (call.has("del")) {
            drain(call);
            return;
        }
        config.requireEnabled();
        final int first = call.getIp4("first");
        final int last = call.has("last") ? call.getIp4("last") : first;
        unusable.check(first, last);
        config.addresses().add(first, last, Routes.table(host, call, PoolAddress.ANY));
    }

    private void drain(final CommandCall call) {
        config.requireEnabled();
        final int first = call.getIp4("first");
        config.addresses().remove(first, call.has("last") ? call.getIp4("last") : first);
    }

    private void prefix(final CommandCall call) {
        final Prefix64 prefix;
        try {
            prefix = Prefix64.of(call.get("prefix", Ip6Prefix.class));
        } catch (final IllegalArgumentException wrong) {
            throw call.refuse("%s", wrong.getMessage());
        }
        final int table = Routes.table(host, call, PrefixTable.ANY_TABLE);
        if (!call.has("del")) {
            unusable.check(prefix, table);
        }
        config.prefix(prefix, table, !call.has("del"));
    }

    private void sides(final CommandCall call) {
        final boolean on = !call.has("del");
        final List<CommandCall> all = call.groups("in");
        final Set<String> seen = new HashSet<>();
        for (final CommandCall one : all) {
            config.checkSide(one.getInterface("interface"), side(one), on);
            if (!seen.add(one.get("interface") + ' ' + side(one))) {
                throw call.refuse("%s is there twice", one.get("interface"));
            }
        }
        all.forEach(one -> config.side(one.getInterface("interface"), side(one), on));
    }

    static int side(final CommandCall call) {
        return call.has("in") ? Nat64.INSIDE : Nat64.OUTSIDE;
    }

    private void staticBib(final CommandCall call) {
        config.requireEnabled();
        final int protocol = protocol(call);
        final boolean plain = Protocol.isUnknown(protocol);
        if (plain && (call.getInt("port") != 0 || call.getInt("pool-port") != 0)) {
            throw call.refuse("protocol %d has no ports: say 0 for both", protocol);
        }
        final StaticBindings.StaticBinding binding = new StaticBindings.StaticBinding(
                call.get("client", Ip6Address.class),
                plain ? PlainPort.any(protocol) : call.getInt("port"),
                protocol,
                Routes.table(host, call, host.service(Fib.class).table("ip6", 0).index()),
                call.getIp4("address"),
                plain ? PlainPort.any(protocol) : call.getInt("pool-port"));
        if (call.has("del")) {
            config.statics().remove(binding);
        } else {
            unusable.check(binding.client(), binding.table());
            config.statics().add(binding);
        }
    }

    private static int protocol(final CommandCall call) {
        final int named = SessionFilter.protocol(call);
        final int number = named != 0 ? named : call.getInt("protocol");
        if (!Protocol.hasLike(number)) {
            throw call.refuse("protocol %d is not translated: IPv4 and IPv6 mean different things by it", number);
        }
        return number;
    }

    private void timeouts(final CommandCall call) {
        if (!call.has("udp")
                && !call.has("icmp")
                && !call.has("transitory")
                && !call.has("established")
                && !call.has("reset")) {
            throw call.refuse("say which timeout: udp, icmp, tcp-transitory, tcp-established, or reset");
        }
        if (call.has("reset")
                && (call.has("udp") || call.has("icmp") || call.has("transitory") || call.has("established"))) {
            throw call.refuse("`reset' goes alone: it gives all timeouts their defaults");
        }
        final Timeouts now =
                call.has("reset") ? Timeouts.DEFAULT : config.shared().timeouts();
        final int transitory = call.getInt("transitory", seconds(now.tcpTransitoryNs()));
        final int established = call.getInt("established", seconds(now.tcpEstablishedNs()));
        if (established < transitory) {
            throw call.refuse(
                    "established connections can't last %d s, shorter than those that begin or end (tcp-transitory: %d s)",
                    established, transitory);
        }
        config.shared()
                .timeouts(Timeouts.ofSeconds(
                        call.getInt("udp", seconds(now.udpNs())),
                        call.getInt("icmp", seconds(now.icmpNs())),
                        transitory,
                        established));
    }

    static int seconds(final long ns) {
        return (int) Duration.ofNanos(ns).toSeconds();
    }
}
