package io.weir.platform.tap;

import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.memory.Buffers;
import io.weir.memory.OffHeap;
import io.weir.platform.os.HostTap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One tap: its descriptors, queues and what it was made with. Main's, but for {@link #up} and {@link #gone}. */
final class TapDevice {
    private static final int HEADER_STRIDE = 64;

    private final TapSpec spec;
    private final HostTap host;
    private final int[] fds;
    private final Runnable whenGone;
    private final List<TapRxQueue> queues = new ArrayList<>();
    private final List<Long> headers = new ArrayList<>();
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile boolean up;

    /**
     * A device.
     *
     * @param whenGone runs once, on any thread, when the host's side turns out to be deleted.
     */
    TapDevice(final TapSpec spec, final HostTap host, final Runnable whenGone) {
        this.spec = spec;
        this.host = host;
        this.whenGone = whenGone;
        fds = host.fds();
    }

    TapSpec spec() {
        return spec;
    }

    HostTap host() {
        return host;
    }

    int[] fds() {
        return fds.clone();
    }

    /** Whether packets are wanted. Any thread. */
    boolean up() {
        return up;
    }

    void up(final boolean wanted) {
        up = wanted;
    }

    /** Notes that the host has deleted its side. Any thread; all calls but the first do nothing. */
    void gone() {
        if (!gone.get() && gone.compareAndSet(false, true)) {
            whenGone.run();
        }
    }

    boolean isGone() {
        return gone.get();
    }

    TapTxNode tx(final Worker worker, final Interface device, final TapReasons reasons) {
        final long header = OffHeap.allocate(HEADER_STRIDE);
        headers.add(header);
        final int fd = fds[worker.index() % fds.length];
        return new TapTxNode(this, fd, device.swIfIndex(), reasons, worker, header);
    }

    TapRxQueue rx(final int queue, final Interface device, final int target, final TapReasons reasons) {
        final TapRxQueue made = new TapRxQueue(this, fds[queue], device.swIfIndex(), target, reasons);
        queues.add(made);
        return made;
    }

    /** Buffers that wait for packets. */
    int held() {
        int held = 0;
        for (int i = 0; i < queues.size(); i++) {
            held += queues.get(i).held();
        }
        return held;
    }

    /** Gives everything back, when no node of it runs any more. */
    void release(final Buffers buffers) {
        queues.forEach(queue -> queue.release(buffers));
        headers.forEach(OffHeap::free);
        queues.clear();
        headers.clear();
        host.close();
    }
}
