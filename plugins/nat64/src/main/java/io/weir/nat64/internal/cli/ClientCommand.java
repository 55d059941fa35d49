package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.ClientView;
import io.weir.net.Ip4Address;
import io.weir.plugin.Registrar;
import io.weir.table.TableCursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** {@code show nat64 clients}: who has how much. Main only. */
public final class ClientCommand {
    private static final int MOST = 10_000;

    private static final Comparator<ClientView> BUSY =
            Comparator.comparingInt(ClientView::sessions).thenComparingInt(ClientView::bindings);

    private final Registrar host;
    private final Nat64 config;

    /** For a translator. */
    public ClientCommand(final Registrar host, final Nat64 config) {
        this.host = host;
        this.config = config;
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "show nat64 clients [busiest <count:int 1.." + MOST + ">]",
                        "Show clients: how many sessions and bindings each has, and its address of the pool; those with the most"
                                + " sessions first where so many are asked for")
                .run(this::show);
    }

    private void show(final CommandCall call) {
        call.println("NAT64 clients:");
        final int most = call.getInt("count", 0);
        final PriorityQueue<ClientView> kept = new PriorityQueue<>(BUSY);
        for (final ClientState state : config.store().states().values()) {
            try (TableCursor cursor = state.clientTable().cursor()) {
                while (!cursor.done()) {
                    if (cursor.next()) {
                        final ClientView client = ClientView.of(cursor.key(), cursor.value());
                        if (most == 0) {
                            print(call, client);
                        } else {
                            kept.add(client);
                        }
                        if (kept.size() > most) {
                            kept.remove();
                        }
                    }
                    call.session().pause();
                }
            }
        }
        final List<ClientView> sorted = new ArrayList<>(kept);
        sorted.sort(BUSY.reversed());
        call.forEach(sorted, client -> print(call, client));
    }

    private void print(final CommandCall call, final ClientView client) {
        final int address = config.shared().pool().addressAt(client.place());
        call.println(
                " %s%s vrf %d %s %d sessions, %d bindings",
                client.address(),
                bits(),
                Routes.number(host, client.table()),
                address == 0 ? "-" : Ip4Address.format(address),
                client.sessions(),
                client.bindings());
    }

    private String bits() {
        final int bits = config.shared().limits().clientBits();
        return bits == BlockCommand.WHOLE ? "" : "/" + bits;
    }
}
