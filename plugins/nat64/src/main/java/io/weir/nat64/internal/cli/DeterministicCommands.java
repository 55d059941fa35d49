package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.state.FixedRange;
import io.weir.nat64.internal.state.Limits;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import java.util.List;

/** Commands for clients whose ports follow from their address. Main only. */
public final class DeterministicCommands {
    private final Registrar host;
    private final Nat64 config;
    private final Unusable unusable;

    /** For a translator. */
    public DeterministicCommands(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
        unusable = new Unusable(host, config);
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "nat64 add deterministic <prefix:ip6-prefix> <first:ip4> [- <last:ip4>] [del]",
                        "Have each client of a prefix own one block of ports that follows from its address, so that nothing need be"
                                + " logged (RFC 7422)")
                .run(this::add);
        host.command(
                        "show nat64 deterministic [client <client:ip6>] [address <address:ip4> port <port:int 0..65535>]",
                        "Show such prefixes; or which ports a client has, or which client has a port")
                .run(this::show);
    }

    private void add(final CommandCall call) {
        config.requireEnabled();
        final Limits limits = config.shared().limits();
        final int first = call.getIp4("first");
        final FixedRange range = new FixedRange(
                call.get("prefix", Ip6Prefix.class),
                first,
                call.has("last") ? call.getIp4("last") : first,
                limits.clientBits(),
                limits.blockPorts());
        if (call.has("del")) {
            config.addresses().remove(range);
            return;
        }
        if (limits.blockPorts() == 0) {
            throw call.refuse("clients get single ports: see `nat64 plugin enable port-block-size'");
        }
        if (range.clients() == 0) {
            throw call.refuse(
                    "%s: clients are told apart by %d bits (client-prefix-length), so a prefix has %d to %d",
                    range.prefix(), range.bits(), Math.max(0, range.bits() - FixedRange.MOST_BITS), range.bits());
        }
        unusable.check(range.first(), range.last());
        config.addresses().add(range);
    }

    private void show(final CommandCall call) {
        final List<FixedRange> ranges = config.pool().ranges();
        if (call.has("client")) {
            client(call, ranges, call.get("client", Ip6Address.class));
        }
        if (call.has("address")) {
            port(call, ranges, call.getIp4("address"), call.getInt("port"));
        }
        if (!call.has("client") && !call.has("address")) {
            call.println("NAT64 deterministic clients:");
            call.forEach(
                    ranges,
                    range -> call.println(
                            " %s %s - %s, %d clients of /%d, %d ports each",
                            range.prefix(),
                            Ip4Address.format(range.first()),
                            Ip4Address.format(range.last()),
                            range.clients(),
                            range.bits(),
                            range.blockPorts()));
        }
    }

    private static void client(final CommandCall call, final List<FixedRange> ranges, final Ip6Address client) {
        final FixedRange range = ranges.stream()
                .filter(each -> each.prefix().contains(client))
                .findFirst()
                .orElseThrow(() -> call.refuse("%s is in no such prefix", client));
        final int first = range.firstPort(client.high(), client.low());
        call.println(
                "%s has %s ports %d - %d",
                client,
                Ip4Address.format(range.address(client.high(), client.low())),
                first,
                first + range.blockPorts() - 1);
    }

    private static void port(final CommandCall call, final List<FixedRange> ranges, final int address, final int port) {
        final String text = Ip4Address.format(address);
        final FixedRange range = ranges.stream()
                .filter(each -> each.client(address, port) != null)
                .findFirst()
                .orElseThrow(() -> call.refuse("no such client has port %d of %s", port, text));
        call.println("%s/%d has %s port %d", range.client(address, port), range.bits(), text, port);
    }
}
