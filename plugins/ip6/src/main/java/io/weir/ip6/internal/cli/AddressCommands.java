package io.weir.ip6.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.family.InterfaceAddress;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code set interface ip address} for IPv6, {@code enable ip6 interface}, {@code show ip6 interface}. */
public final class AddressCommands {
    private final Ip6AddressTable addresses;
    private final Groups groups;
    private final Interfaces interfaces;
    private final LinkFacts links;

    /** What is known of an interface's link. */
    public interface LinkFacts {
        /** What there is to say of an address, with a space before it, or nothing. */
        String ofAddress(int swIfIndex, InterfaceAddress address);

        /** What there is to say of the interface as a router. */
        List<String> ofRouter(int swIfIndex);
    }

    public AddressCommands(
            final Ip6AddressTable addresses, final Groups groups, final Interfaces interfaces, final LinkFacts links) {
        this.links = links;
        this.addresses = addresses;
        this.groups = groups;
        this.interfaces = interfaces;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set interface ip address [del] <interface> <address:ip6-prefix>",
                        "Give an interface an IPv6 address, or take it away")
                .run(this::address);
        host.command("set interface ip6 address del <interface> all", "Take all IPv6 addresses from an interface")
                .run(this::removeAll);
        host.command("enable ip6 interface <interface>", "Enable IPv6 on an interface, with a link-local address")
                .run(call -> addresses.enable(call.getInterface("interface")));
        host.command("disable ip6 interface <interface>", "Disable IPv6 on an interface that has no other address")
                .run(this::disable);
        host.command("show ip6 interface [<of:interface>]", "Show addresses and groups of interfaces with IPv6")
                .run(this::show);
    }

    private void address(final CommandCall call) {
        final int on = call.getInterface("interface");
        final Ip6Prefix address = call.get("address", Ip6Prefix.class);
        if (call.has("del")) {
            addresses.remove(on, address);
        } else {
            addresses.add(on, address);
        }
    }

    private void removeAll(final CommandCall call) {
        final int on = call.getInterface("interface");
        for (final Ip6Prefix address : addresses.of(on)) {
            if (address.address().high() != LinkScope.PREFIX) {
                addresses.remove(on, address);
            }
        }
    }

    private void disable(final CommandCall call) {
        addresses.disable(call.getInterface("interface"));
    }

    private void show(final CommandCall call) {
        for (final Interface each : interfaces.all()) {
            final boolean wanted = !call.has("of") || call.getInterface("of") == each.swIfIndex();
            if (wanted && !addresses.on(each.swIfIndex()).isEmpty()) {
                show(call, each);
                call.session().pause();
            }
        }
    }

    private void show(final CommandCall call, final Interface on) {
        final int index = on.swIfIndex();
        call.println("%s is admin %s", on.name(), on.adminUp() ? "up" : "down");
        call.println("  Link-local address(es):");
        for (final InterfaceAddress each : addresses.on(index)) {
            if (LinkScope.is(each.high())) {
                call.println("    %s%s", new Ip6Address(LinkScope.PREFIX, each.low()), links.ofAddress(index, each));
            }
        }
        call.println("  Global unicast address(es):");
        for (final InterfaceAddress each : addresses.on(index)) {
            if (!LinkScope.is(each.high())) {
                final Ip6Prefix address = new Ip6Prefix(new Ip6Address(each.high(), each.low()), each.length());
                call.println("    %s, subnet is %s%s", address, address.canonical(), links.ofAddress(index, each));
            }
        }
        call.println("  Joined group address(es):");
        final long[] joined = groups.of(index);
        for (int i = 0; i < joined.length; i += 2) {
            call.println("    %s", new Ip6Address(joined[i], joined[i + 1]));
        }
        links.ofRouter(index).forEach(line -> call.println("  %s", line));
    }
}
