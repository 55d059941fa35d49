package io.weir.acl.internal.cli;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.space.Change;
import io.weir.acl.internal.space.Difference;
import io.weir.cli.CommandCall;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.net.IpProtocol;
import java.util.List;

/** Prints which packets fare otherwise. */
final class ChangeText {
    private ChangeText() {}

    static void print(final CommandCall call, final Difference difference, final int most) {
        final List<Change> changes = difference.changes();
        for (final Change change : changes.subList(0, Math.min(most, changes.size()))) {
            call.println("  %s becomes %s: %s", action(change.before()), action(change.after()), change);
            call.println("    such as %s", example(change));
        }
        if (changes.size() > most) {
            call.println("  and %d more", changes.size() - most);
        }
        if (!difference.complete()) {
            call.println(
                    "  these may not be all: too much to look at, given up after %d comparisons",
                    difference.compared());
        } else if (changes.isEmpty()) {
            call.println("  no packet fares otherwise");
        }
    }

    private static String action(final Action action) {
        return action == null ? "no match" : action.toString();
    }

    /** As {@code acl test} takes it. */
    private static String example(final Change change) {
        final FiveTuple packet = change.example();
        final StringBuilder out =
                new StringBuilder(64).append(packet.protocol()).append(' ');
        address(out, packet.ip6(), packet.sourceHigh(), packet.sourceLow());
        address(out.append(' '), packet.ip6(), packet.destinationHigh(), packet.destinationLow());
        final int protocol = packet.protocol();
        final boolean types = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6;
        if (!change.later() && (types || IpProtocol.hasPorts(protocol))) {
            out.append(' ').append(packet.sourcePort()).append(' ').append(packet.destinationPort());
        }
        if (!change.later() && protocol == IpProtocol.TCP) {
            out.append(" tcpflags ").append(packet.flags());
        }
        return out.toString();
    }

    private static void address(final StringBuilder out, final boolean ip6, final long high, final long low) {
        if (ip6) {
            out.append(new Ip6Address(high, low));
        } else {
            Ip4Address.append(out, (int) (high >>> 32));
        }
    }
}
