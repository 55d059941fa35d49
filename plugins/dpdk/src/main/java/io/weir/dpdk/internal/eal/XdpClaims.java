package io.weir.dpdk.internal.eal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which AF_XDP sockets are which device's, so that what its driver leaves behind goes with it. Main only. */
final class XdpClaims {
    private static final String LAST = "";

    private final Eal eal;
    /** Sockets by device, and the name of the device that came last under an empty name. Outlives the plugin. */
    private final Map<Object, Object> claims;

    XdpClaims(final Eal eal) {
        this.eal = eal;
        claims = eal.lasting("xdp");
    }

    /** A device is about to come: what sockets there are belong to those before. */
    void adding(final String device) {
        if (XdpSockets.concerns(device)) {
            settle();
            claims.put(LAST, device);
        }
    }

    /** Gives the sockets that nobody has to the device that came last. */
    private void settle() {
        final Object last = claims.remove(LAST);
        if (last != null) {
            final Set<Object> own = new HashSet<>(XdpSockets.all());
            claims.values().forEach(others -> own.removeAll((Set<?>) others));
            claims.put(last, own);
        }
    }

    /** Removes a device; what its driver leaves in rings goes back to the mempool. */
    void removing(final String device, final Runnable removal) {
        if (!XdpSockets.concerns(device)) {
            removal.run();
            return;
        }
        settle();
        final Set<String> sockets = new HashSet<>();
        if (claims.remove(device) instanceof final Set<?> own) {
            own.forEach(socket -> sockets.add((String) socket));
        }
        final Set<Long> buffers = XdpSockets.buffers(sockets, eal.firstBuffer());
        removal.run();
        XdpSockets.close(sockets);
        free(buffers);
    }

    private void free(final Set<Long> buffers) {
        if (!buffers.isEmpty()) {
            try (Arena arena = Arena.ofConfined()) {
                final MemorySegment mbufs = arena.allocateFrom(
                        ValueLayout.JAVA_LONG,
                        buffers.stream().mapToLong(Long::longValue).toArray());
                eal.calls().run("rte_pktmbuf_free_bulk", mbufs, buffers.size());
            }
        }
    }
}
