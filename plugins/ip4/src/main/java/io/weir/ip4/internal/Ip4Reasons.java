package io.weir.ip4.internal;

import io.weir.fib.Family;
import io.weir.fib.family.MulticastReasons;
import io.weir.fib.family.NeighborWaitNode;
import io.weir.fib.family.PathMtuNode;
import io.weir.fib.family.Reassembly;
import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.ip4.internal.arp.ArpNodes;
import io.weir.ip4.internal.icmp.IcmpErrorNode;
import io.weir.ip4.internal.node.Ip4FragmentNode;
import io.weir.ip4.internal.node.Ip4InputNode;
import io.weir.ip4.internal.node.Ip4LocalNode;
import io.weir.ip4.internal.node.Ip4OptionsNode;
import io.weir.plugin.Punt;
import io.weir.plugin.PuntReason;
import io.weir.plugin.Registrar;

/** Every reason for which the plugin drops a packet, in VPP's words where it has them. */
final class Ip4Reasons {
    final Ip4InputNode.Reasons input;
    final Family.Reasons paths;
    final Ip4LocalNode.Reasons local;
    final IcmpErrorNode.Reasons icmpError;
    final ArpNodes.Reasons arp;
    final DropReason notEnabled;
    final DropReason reversePath;
    final MulticastReasons multicast;
    final Ip4OptionsNode.Reasons options;
    final DropReason mtu;
    final DropReason ttl;
    final Ip4FragmentNode.Reasons fragment;
    final DropReason badFragment;
    final Reassembly.Reasons reassembly;
    final PuntReason closedPort;
    final PuntReason unknownProtocol;
    final DropReason icmpLength;
    final DropReason icmpChecksum;
    final PuntReason icmpType;
    final DropReason echoToGroup;
    final DropReason echoReply;
    final PathMtuNode.Reasons pathMtu;
    final DropReason throttled;
    final DropReason noNeighbor;
    final DropReason lookupLoop;
    final DropReason noRoute;
    final NeighborWaitNode.Reasons waiting;

    Ip4Reasons(final Registrar host) {
        final Punt punted = host.service(Punt.class);
        final DropReason notForwarded = error(host, "ip4-multicast-not-forwarded", "ip4 multicast is not forwarded");
        input = new Ip4InputNode.Reasons(
                error(host, "ip4-bad-version", "ip4 version != 4"),
                error(host, "ip4-bad-length", "ip4 length > l2 length"),
                error(host, "ip4-too-short", "ip4 length < 20 bytes"),
                error(host, "ip4-bad-checksum", "bad ip4 checksum"),
                error(host, "ip4-ttl-zero", "ip4 ttl is 0"),
                notForwarded,
                error(host, "ip4-unicast-in-link-group", "ip4 unicast in a broadcast or multicast frame"),
                error(host, "ip4-martian-source", "ip4 source address is no host's"),
                error(host, "ip4-martian-destination", "ip4 destination address is no host's"));
        final DropReason byRoute = info(host, "ip4-punted", "ip4 route hands to the operating system");
        punted.announce(byRoute);
        paths = new Family.Reasons(
                error(host, "ip4-blackhole", "blackholed packets"),
                error(host, "ip4-interface-down", "ip4 route's interface is down"),
                error(host, "ip4-unresolved", "ip4 route's next hop is unresolved"),
                error(host, "ip4-recursive-loop", "ip4 route leads back to itself"),
                byRoute);
        local = new Ip4LocalNode.Reasons(
                error(host, "ip4-spoofed-source", "ip4 source address of a packet for this host is no host's"),
                error(host, "ip4-own-source", "ip4 source address is this host's own"),
                error(host, "ip4-local-length", "bad tcp or udp length"),
                error(host, "ip4-local-checksum", "bad tcp or udp checksum"));
        badFragment = error(host, "ip4-bad-fragment", "malformed ip4 fragment");
        reassembly = Reassembly.Reasons.declare(host, "ip4");
        icmpError = new IcmpErrorNode.Reasons(
                error(host, "icmp4-not-answered", "packets that no icmp error may answer"),
                warn(host, "icmp4-rate-limited", "icmp errors over the rate limit"),
                error(host, "icmp4-no-source", "no address to send an icmp error from"));
        final DropReason tooMany = warn(host, "arp-table-full", "too many neighbors");
        final DropReason tooOften = warn(host, "arp-rate-limited", "too many neighbors to ask for, or to learn");
        arp = new ArpNodes.Reasons(
                error(host, "arp-malformed", "malformed arp message"),
                info(host, "arp-not-ours", "arp request for another host"),
                warn(host, "arp-address-conflict", "arp sender has an address of this host"),
                warn(host, "arp-mac-mismatch", "arp sender's mac is not that of the frame"),
                error(host, "arp-no-host", "arp sender has the network's or the broadcast address"),
                info(host, "arp-proxied", "arp requests answered for another host"),
                info(host, "arp-heeded", "arp replies received"),
                tooMany,
                tooOften);
        reversePath = error(host, "ip4-reverse-path", "ip4 source is not reached by where the packet came from");
        notEnabled = error(host, "ip4-not-enabled", "ip4 is not enabled on the interface");
        options = new Ip4OptionsNode.Reasons(
                error(host, "ip4-bad-options", "malformed ip4 options"),
                error(host, "ip4-source-route", "ip4 source routing"),
                error(host, "ip4-unwanted-option", "ip4 option that the operator has dropped"));
        mtu = error(host, "ip4-mtu-exceeded", "ip4 MTU exceeded and DF set");
        ttl = error(host, "ip4-time-expired", "ip4 ttl <= 1");
        multicast = MulticastReasons.declare(host, "ip4", notForwarded, ttl);
        fragment = new Ip4FragmentNode.Reasons(
                error(host, "ip4-cannot-fragment", "ip4 packet can't be fragmented"),
                error(host, "ip4-fragment-no-buffers", "no buffers for ip4 fragments"),
                error(host, "ip4-too-many-fragments", "more ip4 fragments than one turn may make"));
        closedPort = punted.announce(info(host, "ip4-closed-port", "no listener for dst port"));
        unknownProtocol = punted.announce(info(host, "ip4-unknown-protocol", "unknown ip protocol"));
        noRoute = error(host, "ip4-no-route", "no ip4 route");
        icmpLength = error(host, "icmp4-bad-length", "icmp message too short");
        icmpChecksum = error(host, "icmp4-bad-checksum", "bad icmp checksum");
        icmpType = punted.announce(info(host, "icmp4-unknown-type", "unknown icmp type"));
        echoToGroup = info(host, "icmp4-echo-to-group", "icmp echo request to a multicast group");
        echoReply = info(host, "icmp4-echo-reply", "icmp echo replies received");
        pathMtu = PathMtuNode.Reasons.declare(host, "ip4");
        throttled = warn(host, "arp-throttled", "packets over what main is asked to resolve");
        noNeighbor = error(host, "arp-unanswered", "neighbor does not answer");
        lookupLoop = error(host, "ip4-lookup-loop", "ip4 tables lead to each other");
        waiting = new NeighborWaitNode.Reasons(
                error(host, "arp-adjacency-gone", "adjacency is gone"),
                warn(host, "arp-queue-full", "too many packets wait for the neighbor, or for all"),
                tooMany,
                tooOften);
    }

    private static DropReason error(final Registrar host, final String name, final String words) {
        return host.dropReason(name, words, Severity.ERROR);
    }

    private static DropReason warn(final Registrar host, final String name, final String words) {
        return host.dropReason(name, words, Severity.WARN);
    }

    private static DropReason info(final Registrar host, final String name, final String words) {
        return host.dropReason(name, words, Severity.INFO);
    }
}
