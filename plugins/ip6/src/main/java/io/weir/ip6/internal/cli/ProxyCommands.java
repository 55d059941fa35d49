package io.weir.ip6.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.internal.nd.ProxyNd;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;

/** {@code set ip6 nd proxy} (VPP: ip6_nd_proxy.c). Main only. */
public final class ProxyCommands {
    private final ProxyNd proxy;
    private final Interfaces interfaces;

    public ProxyCommands(final ProxyNd proxy, final Interfaces interfaces) {
        this.proxy = proxy;
        this.interfaces = interfaces;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set ip6 nd proxy <interface> [del] <address:ip6>",
                        "Answer neighbor solicitations for a host behind an interface, on links in whose subnet it is")
                .run(this::set);
        host.command("show ip6 nd proxy", "Show the hosts that neighbor solicitations are answered for")
                .run(this::show);
    }

    private void set(final CommandCall call) {
        final int on = call.getInterface("interface");
        final Ip6Address address = call.get("address", Ip6Address.class);
        if (call.has("del")) {
            proxy.remove(on, address);
        } else {
            proxy.add(on, address);
        }
    }

    private void show(final CommandCall call) {
        call.forEach(proxy.all(), each -> {
            final Interface on = interfaces.byIndex(each.swIfIndex());
            call.println("%s behind %s", new Ip6Address(each.high(), each.low()), on == null ? "DELETED" : on.name());
        });
    }
}
