package com.example.sinkhole;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.Ip4Header;
import io.weir.net.Layers;
import io.weir.net.UdpHeader;

/**
 * Answers datagrams to the echo port (RFC 862) by turning them round. They come from local delivery with their IPv4 header first
 * and a checksum that is right; what only changes places leaves a checksum as it is.
 */
record EchoNode() implements PacketNode {
    private static final int TTL = 64;

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        for (int i = 0; i < size; i++) {
            final long buffer = frame.buffer(i);
            final long ip = Buffer.data(buffer);
            final long udp = Layers.transport(buffer, Layers.ip4(buffer));
            final int asked = Ip4Header.destination(ip);
            Ip4Header.destination(ip, Ip4Header.source(ip));
            Ip4Header.source(ip, asked);
            Ip4Header.ttl(ip, TTL);
            Ip4Header.updateChecksum(ip);
            final int port = UdpHeader.destinationPort(udp);
            UdpHeader.destinationPort(udp, UdpHeader.sourcePort(udp));
            UdpHeader.sourcePort(udp, port);
            // Made by this host from here on, and looked up in the table of the interface that it came in by.
            Buffer.set(buffer, Buffer.LOCALLY_ORIGINATED);
            Buffer.txInterface(buffer, -1);
        }
    }
}
