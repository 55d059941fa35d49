package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.mbuf.Mbuf;
import java.util.Set;
import org.agrona.UnsafeApi;

/**
 * Buffers that drivers keep between two bursts.
 *
 * @param sure that many.
 * @param unsure that many more at most.
 */
public record DriverBuffers(int sure, int unsure) {
    static final DriverBuffers NONE = new DriverBuffers(0, 0);

    /** Drivers that keep none: they copy what is sent, and take buffers when there is something to receive. */
    private static final Set<String> KEEPS_NONE = Set.of("net_null", "net_af_packet", "AF_PACKET PMD", "net_af_xdp");
    /** Parts that the kernel takes in one call, less the one for the driver's own header: what net_tap has at hand. */
    private static final int TAP_PARTS = 1_023;

    /** Offsets in {@code struct rte_ring}, the same in all known versions. */
    private static final int RING_SIZE = 48;

    private static final int RING_MASK = 52;
    private static final int RING_PRODUCED = 132;
    private static final int RING_CONSUMED = 260;
    private static final int RING_OBJECTS = 384;

    /** What the driver of a configured port keeps; sockets of AF_XDP are counted for all ports at once. */
    static DriverBuffers of(final Port port, final long entry, final Abi.Burst layout) {
        final String driver = port.info().driver();
        if (KEEPS_NONE.contains(driver)) {
            return NONE;
        }
        if ("net_tap".equals(driver) || "net_tun".equals(driver)) {
            // From the setup of a queue until the port is closed, and topped up in each burst.
            return new DriverBuffers(port.rxQueues() * Math.min(port.rxDescriptors(), TAP_PARTS), 0);
        }
        if ("net_ring".equals(driver)) {
            return port.started() ? inRings(port, entry, layout) : NONE;
        }
        return new DriverBuffers(0, atMost(port));
    }

    private static int atMost(final Port port) {
        return port.rxQueues() * port.rxDescriptors() + port.txQueues() * port.txDescriptors();
    }

    /** What waits in the queues of net_ring, the first field of each of which is its ring. */
    private static DriverBuffers inRings(final Port port, final long entry, final Abi.Burst layout) {
        final long queues = UnsafeApi.getLong(entry + layout.rxQueues());
        int segments = 0;
        for (int i = 0; i < port.rxQueues(); i++) {
            final long ring = UnsafeApi.getLong(UnsafeApi.getLong(queues + (long) i * Long.BYTES));
            final int mask = UnsafeApi.getInt(ring + RING_MASK);
            if (mask != UnsafeApi.getInt(ring + RING_SIZE) - 1) {
                return new DriverBuffers(0, atMost(port));
            }
            final int end = UnsafeApi.getInt(ring + RING_PRODUCED);
            for (int at = UnsafeApi.getInt(ring + RING_CONSUMED); end - at > 0; at++) {
                final long mbuf = UnsafeApi.getLong(ring + RING_OBJECTS + (long) (at & mask) * Long.BYTES);
                segments += UnsafeApi.getShort(mbuf + Mbuf.SEGMENTS) & 0xffff;
            }
        }
        return new DriverBuffers(segments, 0);
    }

    DriverBuffers plus(final DriverBuffers other) {
        return new DriverBuffers(sure + other.sure, unsure + other.unsure);
    }

    /** How many they are, of so many that are in use. */
    public int among(final int used) {
        return sure + Math.min(unsure, Math.max(used - sure, 0));
    }
}
