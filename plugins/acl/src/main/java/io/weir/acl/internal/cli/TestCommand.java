package io.weir.acl.internal.cli;

import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Protocols;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleText;
import io.weir.acl.internal.rule.Subnet;
import io.weir.acl.internal.rule.SubnetText;
import io.weir.cli.CommandCall;
import io.weir.net.Icmp6Header;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code acl test}: which rule decides about a packet that is told in words. Main only. */
public final class TestCommand {
    private final Registrar host;
    private final AccessLists lists;

    /** A command about these lists. */
    public TestCommand(final Registrar host, final AccessLists lists) {
        this.host = host;
        this.lists = lists;
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "acl test <interface> in|out <protocol:word> <source:word> <destination:word>"
                                + " [<from:int 0..65535> <to:int 0..65535>] [tcpflags <flags:int 0..255>]",
                        "Show which list and rule decide about a packet that comes in by an interface or leaves by it:"
                                + " protocol, addresses, ports (of ICMP type and code), flags of TCP (default: SYN)")
                .run(this::test);
    }

    private void test(final CommandCall call) {
        final FiveTuple packet = packet(call);
        final int swIfIndex = call.getInterface("interface");
        final List<Integer> applied = lists.applied(swIfIndex, call.has("out"));
        if (applied.isEmpty()) {
            call.println("permit: no list is applied there");
            return;
        }
        final List<AccessList> asked = applied.stream().map(lists::get).toList();
        for (final AccessList list : asked) {
            int number = 0;
            for (final Rule rule : list.rules()) {
                if (packet.matches(rule)) {
                    call.println("%s: acl %d tag {%s} rule %d", rule.action(), list.index(), list.tag(), number);
                    call.println("  %s", RuleText.of(rule));
                    return;
                }
                number++;
                call.session().pause();
            }
        }
        call.println(
                "deny: no rule of %s matches", applied.size() == 1 ? "acl " + applied.getFirst() : "acls " + applied);
        if (packet.protocol() == IpProtocol.ICMP6
                && packet.sourcePort() >= Icmp6Header.ROUTER_SOLICITATION
                && packet.sourcePort() <= Icmp6Header.NEIGHBOR_ADVERTISEMENT) {
            call.println("  from the link itself (hop limit 255) it goes on: neighbor discovery");
        }
    }

    private static FiveTuple packet(final CommandCall call) {
        final Subnet source = address(call, "source");
        final Subnet destination = address(call, "destination");
        final boolean ip6 = call.get("source").indexOf(':') >= 0;
        if (ip6 != call.get("destination").indexOf(':') >= 0) {
            throw call.refuse("`%s' and `%s' are of different families", call.get("source"), call.get("destination"));
        }
        final int protocol = Protocols.number(call.get("protocol"));
        final boolean ports = IpProtocol.hasPorts(protocol);
        final boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6;
        if (call.has("from") && !ports && !icmp) {
            throw call.refuse("protocol `%s' has no ports", call.get("protocol"));
        }
        if (call.has("flags") && protocol != IpProtocol.TCP) {
            throw call.refuse("protocol `%s' has no flags", call.get("protocol"));
        }
        return new FiveTuple(
                ip6,
                source.high(),
                source.low(),
                destination.high(),
                destination.low(),
                protocol,
                call.getInt("from", 0),
                call.getInt("to", 0),
                protocol == IpProtocol.TCP ? call.getInt("flags", TcpHeader.SYN) : 0);
    }

    private static Subnet address(final CommandCall call, final String name) {
        if (call.get(name).indexOf('/') >= 0) {
            throw call.refuse("`%s' is no address", call.get(name));
        }
        return SubnetText.parse(call.get(name));
    }
}
