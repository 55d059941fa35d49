package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.state.BlockView;
import io.weir.nat64.internal.state.ClientState;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import io.weir.table.TableCursor;

/** {@code show nat64 port-blocks}: which ports of the pool are whose. Main only. */
public final class BlockCommand {
    /** Bits of an address. */
    static final int WHOLE = 128;

    private final Registrar host;
    private final Nat64 config;

    /** For a translator. */
    public BlockCommand(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "show nat64 port-blocks [client <client:ip6>] [address <address:ip4>] [port <port:int 1..65535>]",
                        "Show blocks of ports: whose each is, and how many of its ports are bound")
                .run(this::show);
    }

    private void show(final CommandCall call) {
        final int bits = config.shared().limits().clientBits();
        final int ports = config.shared().limits().blockPorts();
        if (ports == 0) {
            call.println("Clients get single ports: see `nat64 plugin enable port-block-size'");
            return;
        }
        final Ip6Address client =
                call.has("client") ? BlockView.client(call.get("client", Ip6Address.class), bits) : null;
        call.println("NAT64 port blocks:");
        for (final ClientState state : config.store().states().values()) {
            try (TableCursor cursor = state.blocks().cursor()) {
                while (!cursor.done()) {
                    if (cursor.next()) {
                        print(call, BlockView.of(state, cursor.key(), cursor.value()), client, ports);
                    }
                    call.session().pause();
                }
            }
        }
    }

    private void print(final CommandCall call, final BlockView block, final Ip6Address client, final int ports) {
        final int last = block.first() + ports - 1;
        final int port = call.getInt("port", 0);
        final int bits = config.shared().limits().clientBits();
        if ((client == null || client.equals(block.client()))
                && (!call.has("address") || call.getIp4("address") == block.address())
                && (port == 0 || port >= block.first() && port <= last)) {
            call.println(
                    " %s%s vrf %d %s %d - %d, %d bindings",
                    block.client(),
                    bits == WHOLE ? "" : "/" + bits,
                    Routes.number(host, block.table()),
                    Ip4Address.format(block.address()),
                    block.first(),
                    last,
                    block.bindings());
        }
    }
}
