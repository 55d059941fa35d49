package io.weir.net;

import io.weir.memory.Buffer;

/** What of a large segment ({@code Buffer.GSO}) an MTU limits: the packets that a device makes of it. Any thread. */
public final class WireLength {
    private WireLength() {}

    /**
     * Bytes of the longest layer-3 packet that a large TCP or UDP segment becomes; all of it if its headers can't be found, so that
     * it is no segment.
     *
     * @param layers of the packet, which begins with its IP header.
     */
    public static int ofLarge(final long buffer, final int layers) {
        final int whole = Buffer.packetLength(buffer);
        final int transport = Layers.transport(layers) - Buffer.currentData(buffer);
        return switch (Layers.protocol(layers)) {
            case IpProtocol.UDP ->
                Layers.reaches(buffer, layers, UdpHeader.LENGTH)
                        ? least(whole, transport + UdpHeader.LENGTH, buffer)
                        : whole;
            case IpProtocol.TCP ->
                Layers.reaches(buffer, layers, TcpHeader.LENGTH)
                        ? least(whole, transport + TcpHeader.headerLength(Layers.transport(buffer, layers)), buffer)
                        : whole;
            default -> whole;
        };
    }

    private static int least(final int whole, final int headers, final long buffer) {
        return Math.min(whole, headers + Buffer.gsoSize(buffer));
    }
}
