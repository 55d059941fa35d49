package io.weir.ip6.internal;

import io.weir.fib.Family;
import io.weir.fib.family.MulticastReasons;
import io.weir.fib.family.NeighborWaitNode;
import io.weir.fib.family.PathMtuNode;
import io.weir.fib.family.Reassembly;
import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.ip6.internal.icmp.Icmp6ErrorNode;
import io.weir.ip6.internal.mld.MldNode;
import io.weir.ip6.internal.nd.NdNode;
import io.weir.ip6.internal.node.Ip6FragmentNode;
import io.weir.ip6.internal.node.Ip6InputNode;
import io.weir.ip6.internal.node.Ip6LocalNode;
import io.weir.ip6.internal.ra.RouterNode;
import io.weir.plugin.Punt;
import io.weir.plugin.PuntReason;
import io.weir.plugin.Registrar;

/** Why IPv6 packets are dropped or punted, each declared once. */
final class Ip6Reasons {
    final Ip6InputNode.Reasons input;
    final Family.Reasons paths;
    final Ip6LocalNode.Reasons local;
    final Icmp6ErrorNode.Reasons icmpError;
    final NdNode.Reasons nd;
    final RouterNode.Reasons routers;
    final DropReason redirect;
    final MldNode.Reasons mld;
    final NeighborWaitNode.Reasons waiting;
    final DropReason notEnabled;
    final DropReason reversePath;
    final MulticastReasons multicast;
    final DropReason badOptions;
    final DropReason unknownOption;
    final DropReason mtu;
    final DropReason hopLimit;
    final DropReason scope;
    final DropReason offLink;
    final PuntReason closedPort;
    final PuntReason unknownProtocol;
    final PuntReason icmpType;
    final DropReason echoReply;
    final PathMtuNode.Reasons pathMtu;
    final DropReason icmpLength;
    final DropReason icmpChecksum;
    final DropReason throttled;
    final DropReason noNeighbor;
    final DropReason lookupLoop;
    final DropReason noRoute;
    final Ip6FragmentNode.Reasons fragment;
    final DropReason badFragment;
    final Reassembly.Reasons reassembly;

    Ip6Reasons(final Registrar host) {
        final Punt punted = host.service(Punt.class);
        final DropReason notForwarded = error(host, "ip6-multicast-not-forwarded", "ip6 multicast is not forwarded");
        input = new Ip6InputNode.Reasons(
                error(host, "ip6-bad-version", "ip6 version != 6"),
                error(host, "ip6-bad-length", "ip6 length > l2 length"),
                error(host, "ip6-too-short", "ip6 length < 40 bytes"),
                error(host, "ip6-hop-limit-zero", "ip6 hop limit is 0"),
                notForwarded,
                error(host, "ip6-unicast-in-link-group", "ip6 unicast in a broadcast or multicast frame"),
                error(host, "ip6-martian-source", "ip6 source address is no host's"),
                error(host, "ip6-martian-destination", "ip6 destination address is no host's"),
                error(host, "ip6-bad-link-local", "ip6 link-local address with bits that are to be zero"));
        final DropReason byRoute = info(host, "ip6-punted", "ip6 route hands to the operating system");
        punted.announce(byRoute);
        paths = new Family.Reasons(
                error(host, "ip6-blackhole", "blackholed packets"),
                error(host, "ip6-interface-down", "ip6 route's interface is down"),
                error(host, "ip6-unresolved", "ip6 route's next hop is unresolved"),
                error(host, "ip6-recursive-loop", "ip6 route leads back to itself"),
                byRoute);
        local = new Ip6LocalNode.Reasons(
                error(host, "ip6-bad-extensions", "ip6 extension headers can't be walked"),
                error(host, "ip6-own-source", "ip6 source address is this host's own"),
                error(host, "ip6-local-length", "bad tcp or udp length"),
                error(host, "ip6-local-checksum", "bad tcp or udp checksum"));
        badFragment = error(host, "ip6-bad-fragment", "malformed ip6 fragment");
        reassembly = Reassembly.Reasons.declare(host, "ip6");
        icmpError = new Icmp6ErrorNode.Reasons(
                error(host, "icmp6-not-answered", "packets that no icmp6 error may answer"),
                warn(host, "icmp6-rate-limited", "icmp6 errors over the rate limit"),
                error(host, "icmp6-no-source", "no address to send an icmp6 message from"));
        final DropReason tooMany = warn(host, "nd-table-full", "too many neighbors");
        final DropReason tooOften = warn(host, "nd-rate-limited", "too many neighbors to ask for, or to learn");
        nd = new NdNode.Reasons(
                error(host, "nd-malformed", "malformed neighbor discovery message"),
                info(host, "nd-not-ours", "neighbor solicitation for another host"),
                warn(host, "nd-address-conflict", "neighbor discovery sender has an address of this host"),
                info(host, "nd-tentative", "neighbor solicitations for an address that is not used yet"),
                info(host, "nd-proxied", "neighbor solicitations answered for another host"),
                info(host, "nd-looped", "neighbor solicitations of this host that came back"),
                info(host, "nd-solicitations", "neighbor solicitations received"),
                info(host, "nd-advertisements", "neighbor advertisements received"),
                tooMany,
                tooOften);
        routers = new RouterNode.Reasons(
                nd.malformed(),
                info(host, "nd-router-solicitations", "router solicitations received"),
                info(host, "nd-router-advertisements", "router advertisements received"),
                tooMany,
                tooOften);
        mld = new MldNode.Reasons(
                error(host, "mld-malformed", "malformed multicast listener query"),
                info(host, "mld-queries", "multicast listener queries received"));
        redirect = info(host, "nd-redirects", "redirects, which concern hosts alone");
        reversePath = error(host, "ip6-reverse-path", "ip6 source is not reached by where the packet came from");
        notEnabled = error(host, "ip6-not-enabled", "ip6 is not enabled on the interface");
        badOptions = error(host, "ip6-bad-options", "malformed ip6 hop-by-hop options");
        unknownOption = error(host, "ip6-unknown-option", "ip6 hop-by-hop option that is to be understood");
        mtu = error(host, "ip6-mtu-exceeded", "ip6 MTU exceeded");
        hopLimit = error(host, "ip6-time-expired", "ip6 hop limit <= 1");
        multicast = MulticastReasons.declare(host, "ip6", notForwarded, hopLimit);
        scope = error(host, "ip6-beyond-scope", "ip6 link-local source to another link");
        offLink = error(host, "ip6-link-local-forward", "ip6 link-local destination that is not this host");
        closedPort = punted.announce(info(host, "ip6-closed-port", "no listener for dst port"));
        unknownProtocol = punted.announce(info(host, "ip6-unknown-protocol", "unknown ip6 next header"));
        noRoute = error(host, "ip6-no-route", "no ip6 route");
        icmpLength = error(host, "icmp6-bad-length", "icmp6 message too short");
        icmpChecksum = error(host, "icmp6-bad-checksum", "bad icmp6 checksum");
        icmpType = punted.announce(info(host, "icmp6-unknown-type", "unknown icmp6 type"));
        echoReply = info(host, "icmp6-echo-reply", "icmp6 echo replies received");
        pathMtu = PathMtuNode.Reasons.declare(host, "ip6");
        throttled = warn(host, "nd-throttled", "packets over what main is asked to resolve");
        noNeighbor = error(host, "nd-unanswered", "neighbor does not answer");
        lookupLoop = error(host, "ip6-lookup-loop", "ip6 tables lead to each other");
        fragment = new Ip6FragmentNode.Reasons(
                error(host, "ip6-cannot-fragment", "ip6 packet can't be fragmented"),
                error(host, "ip6-fragment-no-buffers", "no buffers for ip6 fragments"),
                error(host, "ip6-too-many-fragments", "more ip6 fragments than one turn may make"));
        waiting = new NeighborWaitNode.Reasons(
                error(host, "nd-adjacency-gone", "adjacency is gone"),
                warn(host, "nd-queue-full", "too many packets wait for the neighbor, or for all"),
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
