package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.state.Limits;
import io.weir.plugin.Registrar;

/** {@code nat64 plugin enable}: how much there may be, and how ports are shared out. Main only. */
final class EnableCommand {
    private static final String LIMIT = ":int 1.." + Limits.MOST + ">]";
    private static final int BLOCKS = 4;

    private final Registrar host;
    private final Nat64 config;

    EnableCommand(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
    }

    void register() {
        host.command(
                        "nat64 plugin enable [max-sessions <sessions" + LIMIT + " [max-bindings <bindings" + LIMIT
                                + " [client-bindings <per-client" + LIMIT + " [client-sessions <of-client" + LIMIT
                                + " [client-prefix-length <bits:int 1..128>]"
                                + " [filtering endpoint-independent|address-dependent]"
                                + " [port-block-size <ports:int 64..4096>] [port-blocks <blocks:int 1..64>]"
                                + " [bib-buckets <count:int>] [bib-memory <size:size>]"
                                + " [st-buckets <count2:int>] [st-memory <size2:size>]",
                        "Switch NAT64 on: sessions and bindings of each worker (default: 4194304), bindings of each client"
                                + " (16384), its sessions (65536; servers begin some while it has less than half), bits of an address that tell"
                                + " clients apart (128), whether any server may send to a bound port, or only those to whose address"
                                + " its client has sent (endpoint-independent), how many ports a block has, if clients get blocks of"
                                + " them, and how many of those (4); VPP's buckets and memory are not needed, as tables grow")
                .run(this::enable);
    }

    private void enable(final CommandCall call) {
        final Limits limits = Limits.DEFAULT;
        final int ports = call.getInt("ports", 0);
        if (Integer.bitCount(ports) > 1) {
            throw call.refuse("port-block-size %d is no power of two", ports);
        }
        if (ports == 0 && call.has("blocks")) {
            throw call.refuse("port-blocks: say port-block-size too");
        }
        config.enable(
                new Limits(
                        call.getInt("sessions", limits.sessions()),
                        call.getInt("bindings", limits.bindings()),
                        call.getInt("per-client", limits.perClient()),
                        call.getInt("of-client", limits.sessionsPerClient()),
                        call.getInt("bits", limits.clientBits()),
                        call.has("address-dependent"),
                        ports,
                        call.getInt("blocks", BLOCKS)),
                call.session());
    }
}
