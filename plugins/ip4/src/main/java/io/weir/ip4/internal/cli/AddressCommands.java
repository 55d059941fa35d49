package io.weir.ip4.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.ip4.Ip4Addresses;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code set interface ip address}. */
public final class AddressCommands {
    private final Ip4Addresses addresses;

    public AddressCommands(final Ip4Addresses addresses) {
        this.addresses = addresses;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set interface ip address [del] <interface> ( <address:ip4-prefix> | all )",
                        "Give an interface an IPv4 address, or take it away")
                .run(this::address);
    }

    private void address(final CommandCall call) {
        final int on = call.getInterface("interface");
        if (!call.has("del")) {
            if (call.has("all")) {
                throw call.refuse("expected an address to add, got `all'");
            }
            addresses.add(on, call.getIp4Prefix("address"));
        } else if (call.has("all")) {
            for (final Ip4Prefix address : List.copyOf(addresses.of(on))) {
                addresses.remove(on, address);
            }
        } else {
            addresses.remove(on, call.getIp4Prefix("address"));
        }
    }
}
