package io.weir.ip6.internal.nd;

import io.weir.fib.family.InterfaceAddress;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import java.util.HashSet;
import java.util.Set;

/**
 * The groups in which this host is asked for addresses that are not the interface's own: those that it uses of another, and those of
 * hosts that it answers for. Only main.
 */
public final class AnsweredGroups {
    private final Interfaces interfaces;
    private final Ip6AddressTable addresses;
    private final Groups groups;
    private final ProxyNd proxy;
    private Set<Joined> joined = Set.of();

    private record Joined(int swIfIndex, long low) {}

    public AnsweredGroups(
            final Interfaces interfaces, final Ip6AddressTable addresses, final Groups groups, final ProxyNd proxy) {
        this.interfaces = interfaces;
        this.addresses = addresses;
        this.groups = groups;
        this.proxy = proxy;
    }

    /** Joins and leaves what has changed. */
    public void refresh() {
        final Set<Joined> wanted = new HashSet<>();
        for (final int each : addresses.unnumbered()) {
            for (final InterfaceAddress borrowed : addresses.borrowed(each)) {
                wanted.add(new Joined(each, Groups.solicited(borrowed.low())));
            }
        }
        for (final ProxyNd.Proxied each : proxy.all()) {
            for (final Interface on : interfaces.all()) {
                if (proxy.answers(on.swIfIndex(), each.high(), each.low())) {
                    wanted.add(new Joined(on.swIfIndex(), Groups.solicited(each.low())));
                }
            }
        }
        final Set<Joined> before = joined;
        joined = wanted;
        wanted.stream()
                .filter(each -> !before.contains(each))
                .forEach(each -> groups.join(each.swIfIndex, Groups.LINK, each.low));
        before.stream()
                .filter(each -> !wanted.contains(each))
                .forEach(each -> groups.leave(each.swIfIndex, Groups.LINK, each.low));
    }
}
