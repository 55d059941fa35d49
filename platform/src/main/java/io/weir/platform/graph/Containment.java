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
    private final Inquest inquest;
    private final FaultSite unknown = new FaultSite("core", "node", "unknown", null);
    /** Wrong frees that somebody was charged for. */
    private int wrongFrees;

    Containment(final Buffers buffers, final Reasons reasons, final FaultLog faults, final int thread) {
        this.buffers = buffers;
        this.reasons = reasons;
        this.faults = faults;
        this.thread = thread;
        inquest = new Inquest(buffers);
    }

    /** Where nodes are looked at when somebody lets packets go on that it has no more. */
    Inquest inquest() {
        return inquest;
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

    /**
     * Charges a node with what was freed wrongly while it had a frame, unless the packet came to it as it was: then who did it is
     * found by an {@link Inquest}, if it does so again.
     */
    void checkFrees(final NodeRuntime runtime, final Frame frame, final int size) {
        if (buffers.wrongFrees() == wrongFrees) {
            return;
        }
        wrongFrees = buffers.wrongFrees();
        if (isOwnDoing(frame, size)) {
            failed(runtime, FREED_TWICE, "nothing is lost");
        } else {
            inquest.open();
            faults.report(unknown, thread, FREED_TWICE, "nothing is lost, and nodes are looked at until it is found");
        }
    }

    /** Whether what was freed wrongly was not in the frame, or in it once and freed by the node just now. */
    private boolean isOwnDoing(final Frame frame, final int size) {
        int found = 0;
        for (int i = 0; i < size; i++) {
            found += frame.index(i) == buffers.wrongIndex() ? 1 : 0;
        }
        return found == 0 || found == 1 && buffers.wrongIsRecent();
    }
}
