package io.weir.dpdk.internal.eal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Which AF_XDP sockets are which device's, so that what its driver leaves behind goes with it. Main only. */
final class XdpClaims {
    private static final String LAST = "last";
    private static final String CLOSED = "closed";
    /** The kernel lets go of a network device some time after its socket was closed, and doesn't say when. */
    private static final long RELEASE_NS = TimeUnit.MILLISECONDS.toNanos(150);

    private final Eal eal;
    /** Sockets by device. Outlives the plugin, as does the other. */
    private final Map<Object, Object> claims;
    /** The name of the device that came last, and when sockets were last closed. */
    private final Map<Object, Object> marks;

    XdpClaims(final Eal eal) {
        this.eal = eal;
        claims = eal.lasting("xdp sockets");
        marks = eal.lasting("xdp marks");
    }

    /** A device is about to come: what sockets there are belong to those before. */
    void adding(final String device) {
        if (XdpSockets.concerns(device)) {
            giveToLastDevice();
            marks.put(LAST, device);
            awaitRelease();
        }
    }

    /** A device that comes too early is refused, and the driver loses the buffers that it had taken for it. */
    private void awaitRelease() {
        if (marks.get(CLOSED) instanceof final Long closedNs) {
            long left = RELEASE_NS - (System.nanoTime() - closedNs);
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = RELEASE_NS - (System.nanoTime() - closedNs);
            }
        }
    }

    /** Gives the sockets that nobody has to the device that came last. */
    private void giveToLastDevice() {
        final Object last = marks.remove(LAST);
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
        giveToLastDevice();
        final Set<String> sockets = new HashSet<>();
        if (claims.remove(device) instanceof final Set<?> own) {
            own.forEach(socket -> sockets.add((String) socket));
        }
        final Set<Long> buffers = XdpSockets.buffers(sockets, eal.firstBuffer());
        removal.run();
        XdpSockets.close(sockets);
        marks.put(CLOSED, System.nanoTime());
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
