package io.weir.platform.graph;

import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.memory.Buffers;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.FaultSite;

/** What one thread does about nodes that fail: charges them, and sees to it that only their own packets are lost. */
final class Containment {
    private static final String FREED_TWICE = "it frees buffers that are free already, or none";

    private final Buffers buffers;
    private final Reasons reasons;
    private final FaultLog faults;
    private final int thread;
    private final FaultSite unknown = new FaultSite("core", "node", "unknown", null);
    /** Wrong frees that somebody was charged for. */
    private int wrongFrees;

    Containment(final Buffers buffers, final Reasons reasons, final FaultLog faults, final int thread) {
        this.buffers = buffers;
        this.reasons = reasons;
        this.faults = faults;
        this.thread = thread;
    }

    FaultLog faults() {
        return faults;
    }

    /** A node threw. */
    void threw(final NodeRuntime runtime, final Throwable fault, final String cost) {
        runtime.faults++;
        faults.report(runtime.suspect(), thread, fault, cost);
    }

    /** A node did what it must not. */
    void failed(final NodeRuntime runtime, final String what, final String cost) {
        runtime.faults++;
        faults.report(runtime.suspect(), thread, what, cost);
    }

    /** Something besides the nodes returned, or threw. */
    void outside(final FaultSite site, final Throwable fault, final String cost) {
        if (fault != null) {
            faults.report(site, thread, fault, cost);
        }
        if (buffers.wrongFrees() != wrongFrees) {
            wrongFrees = buffers.wrongFrees();
            faults.report(site, thread, FREED_TWICE, "nothing is lost");
        }
    }

    /**
     * Drops the packets of a frame that were not taken.
     *
     * @param last whether the node that failed is the one that all packets are dropped to.
     */
    void drop(final Frame frame, final boolean last) {
        final short[] next = FrameControl.next(frame);
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (next[i] != FrameControl.TAKEN) {
                try {
                    dropOne(frame, i, last);
                } catch (final RuntimeException broken) {
                    // No buffer any more: checked memory says so.
                    frame.take(i);
                }
            }
        }
    }

    private void dropOne(final Frame frame, final int i, final boolean last) {
        if (last) {
            frame.take(i);
            buffers.free(frame.index(i));
        } else {
            frame.drop(i, reasons.nodeFault);
        }
    }

    /** Charges an input node with what was freed wrongly while it ran. */
    void checkFrees(final NodeRuntime runtime) {
        if (buffers.wrongFrees() != wrongFrees) {
            wrongFrees = buffers.wrongFrees();
            failed(runtime, FREED_TWICE, "nothing is lost");
        }
    }

    /** Charges who is to blame for what was freed wrongly while a node had a frame. */
    void checkFrees(final NodeRuntime runtime, final Frame frame, final int size, final Enqueuer out) {
        if (buffers.wrongFrees() != wrongFrees) {
            wrongFrees = buffers.wrongFrees();
            final NodeRuntime guilty = guilty(runtime, frame, size, out);
            if (guilty == null) {
                faults.report(unknown, thread, FREED_TWICE, "nothing is lost");
            } else {
                failed(guilty, FREED_TWICE, "nothing is lost");
            }
        }
    }

    /**
     * A packet that came in the frame and was free already is the doing of the node that freed it and let it go on. One that
     * came twice is the doing of somebody before. All else is the doing of the node itself.
     */
    private NodeRuntime guilty(final NodeRuntime runtime, final Frame frame, final int size, final Enqueuer out) {
        int found = 0;
        for (int i = 0; i < size; i++) {
            found += frame.index(i) == buffers.wrongIndex() ? 1 : 0;
        }
        final int former = buffers.wrongFormer();
        if (found == 0 || former < 0 || found == 1 && former == runtime.node.id) {
            return runtime;
        }
        final Position place = found == 1 ? out.place(former) : null;
        return place == null ? null : place.runtime;
    }
}
