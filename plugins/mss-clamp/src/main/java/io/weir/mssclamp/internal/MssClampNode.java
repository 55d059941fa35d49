package io.weir.mssclamp.internal;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerCounter;
import io.weir.memory.Buffer;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.net.TcpHeader;

/**
 * Nodes tcp-mss-clamping-ip4-in, -ip4-out, -ip6-in and -ip6-out: lower the largest segment in SYNs to what the interface is given, with
 * the checksum (RFC 1624). At most 40 bytes of options are looked at; other packets, and fragments but the first, pass as they are.
 *
 * @param column the limits: see {@link MssLimits}.
 */
record MssClampNode(long column, boolean ip6, boolean out, WorkerCounter clamped) implements PacketNode {
    @Override
    public void process(final Frame frame) {
        int count = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int layers = out ? Layers.ethernet(buffer) : ip6 ? Layers.ip6(buffer) : Layers.ip4(buffer);
            if (Layers.protocol(layers) == IpProtocol.TCP && Layers.reaches(buffer, layers, TcpHeader.LENGTH)) {
                final long tcp = Layers.transport(buffer, layers);
                if ((TcpHeader.flags(tcp) & TcpHeader.SYN) != 0 && clamp(buffer, layers, tcp)) {
                    count++;
                }
            }
        }
        clamped.add(count);
    }

    private boolean clamp(final long buffer, final int layers, final long tcp) {
        final int limit = MssLimits.at(column, out ? Buffer.txInterface(buffer) : Buffer.rxInterface(buffer));
        final int bytes = Buffer.currentData(buffer) + Buffer.length(buffer) - Layers.transport(layers);
        if (limit == 0 || Buffer.has(buffer, Buffer.SHARED)) {
            return false;
        }
        final int checksum = TcpHeader.checksum(tcp);
        final boolean lower = TcpHeader.clampMaximumSegment(tcp, bytes, limit);
        if (lower && Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL)) {
            // Only the pseudo header's sum is in; options are summed up when it is filled in.
            TcpHeader.checksum(tcp, checksum);
        }
        return lower;
    }
}
