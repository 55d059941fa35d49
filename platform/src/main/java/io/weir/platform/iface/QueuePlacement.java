package io.weir.platform.iface;

import io.weir.graph.Worker;
import io.weir.iface.RxInterrupt;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.graph.GraphThread;
import io.weir.platform.graph.InputRuntime;
import io.weir.plugin.WatchedFile;

/**
 * A receive queue on the worker that polls it. Main sets mode and place at a barrier; the worker keeps the rest, and
 * switches an adaptive queue between interrupts and polling.
 */
final class QueuePlacement implements RxInterrupt {
    /** Polls over which the load of an adaptive queue is looked at, as VPP's statistics window. */
    static final int WINDOW_POLLS = 128;
    /** Packets per poll from which on an adaptive queue polls. */
    static final int POLLING_VECTORS = 10;
    /** Packets per poll down to which it goes back to interrupts. */
    static final int INTERRUPT_VECTORS = 5;

    /** A thread and a mode, without what the plugin brought. */
    record Place(int thread, RxMode mode) {}

    /** The node that polls a queue, on its thread. */
    record Home(InputRuntime node, GraphThread thread) {}

    final HostInterface device;
    final int id;
    final RxQueue queue;
    final FaultSite site;
    int thread;
    /** The thread as the plugin sees it. */
    Worker worker;

    RxMode mode;
    boolean polling;
    /** An interrupt has come, or the last poll found packets: another poll is due. */
    boolean pending;
    /** Going back to interrupts, after one more poll. */
    boolean rearming;

    int windowPolls;
    int windowVectors;
    volatile WatchedFile file;
    /** Where an interrupt wakes, or null before it is placed and after it has gone. */
    private volatile Home home;

    /** An interrupt was raised that no poll has answered. Set before {@link #home} is read, as that is set before the poll. */
    volatile boolean raised;
    /** Not polled at all, because it failed too often or blocks; then the worker may be in the middle of a poll. */
    volatile boolean quarantined;

    QueuePlacement(final HostInterface device, final int id, final RxQueue queue, final FaultSite site) {
        this.device = device;
        this.id = id;
        this.queue = queue;
        this.site = site;
    }

    Place place() {
        return new Place(thread, mode);
    }

    /** Says where it is polled from now on, or with null that it is not; main. What was raised meanwhile is polled for there. */
    void home(final InputRuntime node, final GraphThread on) {
        home = node == null ? null : new Home(node, on);
    }

    @Override
    public void raise() {
        raised = true;
        final Home at = home;
        if (at != null && at.node().raise()) {
            at.thread().interruptRaised();
        }
    }

    /** Whether a poll is due; on the worker. */
    boolean due() {
        return (polling || pending || raised) && !quarantined;
    }

    /** Whether a poll is due that needs another interrupt of its node; on the worker. */
    boolean waits() {
        return (pending || raised && !polling) && !quarantined;
    }

    /** Whether its node must be called in each loop for it; on the worker. */
    boolean polls() {
        return polling && !quarantined;
    }

    /** Sets how packets are learned of; main, at a barrier. */
    void serve(final RxMode how) {
        mode = how;
        polling = mode == RxMode.POLLING && !quarantined;
        pending = !quarantined;
        restart();
        listen(!polling);
    }

    /** Notes how many packets a poll took; on the worker. */
    void polled(final int packets) {
        pending = packets > 0;
        if (quarantined) {
            return;
        }
        if (mode == RxMode.ADAPTIVE) {
            adapt(packets);
        }
        if (!polling && !pending) {
            queue.arm();
        }
    }

    private void adapt(final int packets) {
        windowPolls++;
        windowVectors += packets;
        if (rearming) {
            rearming = false;
            polling = false;
            listen(true);
        } else if (!polling && windowVectors >= POLLING_VECTORS * Math.max(windowPolls, 1) && windowPolls >= 8) {
            polling = true;
            listen(false);
            restartWindow();
        } else if (windowPolls >= WINDOW_POLLS) {
            rearming = polling && windowVectors <= INTERRUPT_VECTORS * windowPolls;
            restartWindow();
        }
    }

    /** Forgets what was measured in another mode; main, at a barrier. */
    void restart() {
        rearming = false;
        restartWindow();
    }

    private void restartWindow() {
        windowPolls = 0;
        windowVectors = 0;
    }

    /** Has the descriptor watched while the queue waits for interrupts, and left alone while it is polled. */
    void listen(final boolean on) {
        final WatchedFile watched = file;
        if (watched != null) {
            watched.wantRead(on);
        }
    }
}
