package io.weir.ip6.internal.nd;

import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.EthernetHeader;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/** Makes messages of neighbor discovery and sends them by an interface. Addresses are as tables have them. Only main. */
public final class NdSender {
    private static final int HOP_LIMIT = 255;
    private static final int MESSAGE_BYTES = NdMessage.LENGTH + NdMessage.LINK_OPTION_BYTES;

    private final Interfaces interfaces;
    private final Ip6AddressTable addresses;
    private final Buffers buffers;

    public NdSender(final Interfaces interfaces, final Ip6AddressTable addresses, final Worker main) {
        this.interfaces = interfaces;
        this.addresses = addresses;
        buffers = main.buffers();
    }

    /** Asks for an address: everybody in its group, or (a probe) the one who had it last. */
    public void solicit(final int swIfIndex, final long high, final long low, final long mac, final Sink sink) {
        final Interface on = interfaces.byIndex(swIfIndex);
        final Ip6Address source = on == null ? null : addresses.askerFor(swIfIndex, high, low);
        if (source == null) {
            return;
        }
        final long wire = LinkScope.wire(high);
        final boolean group = mac == 0;
        final Ip6Address to = group ? new Ip6Address(Groups.LINK, Groups.solicited(low)) : new Ip6Address(wire, low);
        final int index = begin(on, source, to, group ? groupMac(to.low()) : mac, MESSAGE_BYTES);
        if (index >= 0) {
            final long message = message(index);
            Icmp6Header.write(message, Icmp6Header.NEIGHBOR_SOLICITATION, 0, 0);
            NdMessage.target(message, wire, low);
            NdMessage.writeLink(message + NdMessage.LENGTH, NdMessage.SOURCE_LINK, on.mac());
            send(index, on, MESSAGE_BYTES, sink);
        }
    }

    /**
     * Asks whether anybody has an address that is to be this interface's (RFC 4862, 5.4.2).
     *
     * @param nonce six bytes, by which the question is known again if the link brings it back (RFC 7527, 4.1).
     */
    public void probe(final int swIfIndex, final long high, final long low, final long nonce, final Sink sink) {
        final Interface on = interfaces.byIndex(swIfIndex);
        if (on == null) {
            return;
        }
        final Ip6Address to = new Ip6Address(Groups.LINK, Groups.solicited(low));
        final int index = begin(on, Ip6Address.UNSPECIFIED, to, groupMac(to.low()), MESSAGE_BYTES);
        if (index >= 0) {
            final long message = message(index);
            Icmp6Header.write(message, Icmp6Header.NEIGHBOR_SOLICITATION, 0, 0);
            NdMessage.target(message, LinkScope.wire(high), low);
            NdMessage.writeLink(message + NdMessage.LENGTH, NdMessage.NONCE, nonce);
            send(index, on, MESSAGE_BYTES, sink);
        }
    }

    /**
     * Says that this host has an address.
     *
     * @param to whom, on the wire.
     * @param toMac where they are.
     * @param flags of {@link NdMessage}.
     */
    void advertise(
            final Interface on,
            final Ip6Address target,
            final Ip6Address to,
            final long toMac,
            final int flags,
            final Sink sink) {
        final int index = begin(on, target, to, toMac, MESSAGE_BYTES);
        if (index >= 0) {
            final long message = message(index);
            Icmp6Header.write(message, Icmp6Header.NEIGHBOR_ADVERTISEMENT, 0, flags);
            NdMessage.target(message, target.high(), target.low());
            NdMessage.writeLink(message + NdMessage.LENGTH, NdMessage.TARGET_LINK, on.mac());
            send(index, on, MESSAGE_BYTES, sink);
        }
    }

    /** The Ethernet address of a group (RFC 2464, 7). */
    public static long groupMac(final long low) {
        return 0x3333L << 32 | low & 0xffff_ffffL;
    }

    /** Begins a packet with its Ethernet and IPv6 header; returns its index, or -1 without buffers. */
    public int begin(
            final Interface on, final Ip6Address from, final Ip6Address to, final long toMac, final int bytes) {
        final int index = buffers.allocate();
        if (index < 0) {
            return -1;
        }
        final long buffer = Buffer.address(index);
        Buffer.begin(buffer, 0, EthernetHeader.LENGTH + Ip6Header.LENGTH + bytes, on.swIfIndex());
        Buffer.set(buffer, Buffer.LOCALLY_ORIGINATED);
        Buffer.txInterface(buffer, on.swIfIndex());
        final long ethernet = Buffer.data(buffer);
        EthernetHeader.write(ethernet, toMac, on.mac(), EthernetHeader.TYPE_IP6);
        final long header = ethernet + EthernetHeader.LENGTH;
        Ip6Header.write(header, bytes, IpProtocol.ICMP6, HOP_LIMIT);
        Ip6Header.source(header, LinkScope.wire(from.high()), from.low());
        Ip6Header.destination(header, LinkScope.wire(to.high()), to.low());
        return index;
    }

    /** Address of the message in a packet that was begun. */
    public static long message(final int index) {
        return Buffer.data(Buffer.address(index)) + EthernetHeader.LENGTH + Ip6Header.LENGTH;
    }

    /** Sends a packet whose message is written but for its checksum. */
    public static void send(final int index, final Interface on, final int bytes, final Sink sink) {
        final long message = message(index);
        Icmp6Header.updateChecksum(message, message - Ip6Header.LENGTH, bytes);
        sink.emit(index, on.outputTarget());
    }
}
