package io.weir.ip4.internal.arp;

import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip4.Ip4Addresses;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.ArpHeader;
import io.weir.net.EthernetHeader;
import io.weir.net.MacAddress;

/** Makes ARP messages (RFC 826) and sends them by an interface. Only main. */
public final class ArpSender {
    private static final int FRAME_BYTES = EthernetHeader.LENGTH + ArpHeader.LENGTH;

    private final Interfaces interfaces;
    private final Ip4Addresses addresses;
    private final Buffers buffers;

    public ArpSender(final Interfaces interfaces, final Ip4Addresses addresses, final Worker main) {
        this.interfaces = interfaces;
        this.addresses = addresses;
        buffers = main.buffers();
    }

    /** Asks for an address: everybody, or (a probe) the one who had it last. */
    public void request(final int swIfIndex, final int address, final long mac, final Sink sink) {
        final Interface on = interfaces.byIndex(swIfIndex);
        final int source = addresses.sourceFor(swIfIndex, address);
        if (on != null && source != 0) {
            send(on, source, mac, address, sink);
        }
    }

    /** Says to everybody that an interface has an address (gratuitous ARP; RFC 5227, 2.3). */
    void announce(final Interface on, final int address, final Sink sink) {
        send(on, address, 0, address, sink);
    }

    private void send(final Interface on, final int source, final long mac, final int target, final Sink sink) {
        final int index = buffers.allocate();
        if (index < 0) {
            return;
        }
        final long buffer = Buffer.address(index);
        Buffer.begin(buffer, 0, FRAME_BYTES, on.swIfIndex());
        Buffer.set(buffer, Buffer.LOCALLY_ORIGINATED);
        Buffer.txInterface(buffer, on.swIfIndex());
        final long header = Buffer.data(buffer);
        final long to = mac == 0 ? MacAddress.BROADCAST : mac;
        EthernetHeader.write(header, to, on.mac(), EthernetHeader.TYPE_ARP);
        ArpHeader.write(header + EthernetHeader.LENGTH, ArpHeader.REQUEST, on.mac(), source, mac, target);
        sink.emit(index, on.outputTarget());
    }
}
