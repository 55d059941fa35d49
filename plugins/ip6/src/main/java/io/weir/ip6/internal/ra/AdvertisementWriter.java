package io.weir.ip6.internal.ra;

import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.nd.NdMessage;
import io.weir.ip6.internal.nd.NdSender;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Address;
import java.util.List;

/** Makes router advertisements (RFC 4861, 4.2) and sends them to all nodes of a link. Only main. */
final class AdvertisementWriter {
    private static final int HEADER_BYTES = 16;
    private static final int PREFIX_BYTES = 32;
    private static final int MTU_BYTES = 8;
    private static final int ADDRESS_BYTES = 16;
    private static final int OPTION_BYTES = 8;

    private static final int HOP_LIMIT = 64;
    private static final int MANAGED = 1 << 7;
    private static final int OTHER = 1 << 6;
    private static final int ON_LINK = 1 << 7;
    private static final int AUTONOMOUS = 1 << 6;

    private final NdSender sender;

    AdvertisementWriter(final NdSender sender) {
        this.sender = sender;
    }

    /**
     * Sends an advertisement.
     *
     * @param from the interface's link-local address.
     * @param prefixes those that are said.
     * @param lifetimeS how long the router is a default one, from here on.
     * @return whether there was a buffer for it.
     */
    boolean send(
            final Interface on,
            final Ip6Address from,
            final RouterConfiguration said,
            final List<AdvertisedPrefix> prefixes,
            final int lifetimeS,
            final Sink sink) {
        final int servers = said.servers().size();
        final int bytes = HEADER_BYTES
                + (said.linkOption() ? NdMessage.LINK_OPTION_BYTES : 0)
                + MTU_BYTES
                + prefixes.size() * PREFIX_BYTES
                + servers * (OPTION_BYTES + ADDRESS_BYTES);
        final Ip6Address all = new Ip6Address(Groups.LINK, Groups.ALL_NODES);
        final int index = sender.begin(on, from, all, NdSender.groupMac(all.low()), bytes);
        if (index < 0) {
            return false;
        }
        final long message = NdSender.message(index);
        final int first = HOP_LIMIT << 24 | flags(said) << 16 | lifetimeS;
        Icmp6Header.write(message, Icmp6Header.ROUTER_ADVERTISEMENT, 0, first);
        // Reachable time and retransmission timer: unspecified.
        Memory.putLong(message + Icmp6Header.LENGTH, 0);
        long at = message + HEADER_BYTES;
        if (said.linkOption()) {
            NdMessage.writeLink(at, NdMessage.SOURCE_LINK, on.mac());
            at += NdMessage.LINK_OPTION_BYTES;
        }
        Memory.putLongBe(at, (long) NdMessage.MTU << 56 | 1L << 48 | on.mtu(EthernetHeader.TYPE_IP6));
        at += MTU_BYTES;
        for (final AdvertisedPrefix prefix : prefixes) {
            write(at, prefix);
            at += PREFIX_BYTES;
        }
        for (final DnsServer server : said.servers()) {
            Memory.putLongBe(at, (long) NdMessage.RDNSS << 56 | 3L << 48 | server.lifetimeS());
            address(at + OPTION_BYTES, server.address());
            at += OPTION_BYTES + ADDRESS_BYTES;
        }
        NdSender.send(index, on, bytes, sink);
        return true;
    }

    /** The byte that says what hosts get by DHCPv6. */
    static int flags(final RouterConfiguration said) {
        return (said.managed() ? MANAGED : 0) | (said.other() ? OTHER : 0);
    }

    private static void write(final long at, final AdvertisedPrefix said) {
        final long flags = (said.onLink() ? ON_LINK : 0) | (said.autonomous() ? AUTONOMOUS : 0);
        final long length = said.prefix().length();
        Memory.putLongBe(
                at, (long) NdMessage.PREFIX_INFORMATION << 56 | 4L << 48 | length << 40 | flags << 32 | said.validS());
        Memory.putLongBe(at + 8, said.preferredS() << 32);
        address(at + 16, said.prefix().address());
    }

    private static void address(final long at, final Ip6Address address) {
        Memory.putLongBe(at, address.high());
        Memory.putLongBe(at + 8, address.low());
    }
}
