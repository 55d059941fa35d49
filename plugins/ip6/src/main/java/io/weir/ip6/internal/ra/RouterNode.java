package io.weir.ip6.internal.ra;

import io.weir.fib.Neighbors;
import io.weir.fib.Neighbors.Heard;
import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.ip6.internal.nd.NdMessage;
import io.weir.ip6.internal.nd.NdNode;
import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Header;
import io.weir.net.MacAddress;

/** What becomes of messages between hosts and routers (RFC 4861, 6.1 and 6.2): part of the node ip6-nd, on main. */
public record RouterNode(Neighbors neighbors, Ip6AddressTable addresses, RouterAdvertiser advertiser, Reasons reasons)
        implements NdNode.Routers {
    private static final int SOLICITATION_BYTES = 8;
    private static final int ADVERTISEMENT_BYTES = 16;

    /** Why a message is not heeded, or that it was. */
    public record Reasons(
            DropReason malformed,
            DropReason solicitations,
            DropReason advertisements,
            DropReason tableFull,
            DropReason throttled) {}

    @Override
    public DropReason solicitation(
            final Sink sink, final Interface on, final long header, final long message, final int bytes) {
        final long high = LinkScope.on(Ip6Header.sourceHigh(header), on.swIfIndex());
        final long low = Ip6Header.sourceLow(header);
        final boolean unspecified = (high | low) == 0;
        if (bytes < SOLICITATION_BYTES || !NdMessage.optionsGood(message, SOLICITATION_BYTES, bytes)) {
            return reasons.malformed;
        }
        final long mac = NdMessage.link(message, SOLICITATION_BYTES, bytes, NdMessage.SOURCE_LINK);
        if (unspecified && mac != 0) {
            return reasons.malformed;
        }
        advertiser.solicited(on.swIfIndex());
        if (mac != 0
                && !MacAddress.isMulticast(mac)
                && !addresses.isOn(on.swIfIndex(), high, low)
                && addresses.onLink(on.swIfIndex(), high, low)
                && neighbors.macOf(on.swIfIndex(), high, low) != mac) {
            final Heard heard = neighbors.heard(on.swIfIndex(), high, low, mac, true, sink);
            if (heard != Heard.HEEDED) {
                return heard == Heard.TABLE_FULL ? reasons.tableFull : reasons.throttled;
            }
        }
        return reasons.solicitations;
    }

    @Override
    public DropReason advertisement(
            final Interface on, final long header, final long message, final int bytes, final long nowNs) {
        final Ip6Address from = new Ip6Address(Ip6Header.sourceHigh(header), Ip6Header.sourceLow(header));
        if (bytes < ADVERTISEMENT_BYTES
                || !LinkScope.isWire(from.high())
                || !NdMessage.optionsGood(message, ADVERTISEMENT_BYTES, bytes)) {
            return reasons.malformed;
        }
        advertiser.heard(on.swIfIndex(), from, Memory.getUnsignedByte(message + Icmp6Header.LENGTH - 3), nowNs);
        return reasons.advertisements;
    }
}
