package io.weir.platform.graph;

import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.graph.Sink;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.trace.Tracer;

/**
 * One thread's graph: runs input nodes, then every frame they started, to completion. Frames wait in the order in which
 * their places were first sent to.
 *
 * <p>Only the owning thread calls, except that main publishes positions while the thread is parked.
 */
public final class Dispatcher {
    private static final int CAPACITY = Frame.CAPACITY;
    /** No turn moves that many frames, unless nodes send packets to each other in a circle. */
    private static final int MAX_FRAMES_PER_DRAIN = 1 << 16;

    private final Buffers buffers;
    private final Containment containment;
    private final Tracer tracer;
    private final AllocationMeter meter = new AllocationMeter();
    private final FrameQueue queue = new FrameQueue();
    private final Enqueuer out;
    private final Sink sink;

    /** Whether an input node or an internal one is being called; the epoll node and its handlers don't count. */
    private boolean inNode;
    /** What is being called besides nodes: a timer's task, a file's handler; or null. */
    private FaultSite outside;

    /** Whether calls are looked at in this turn: one question for each, whatever for. */
    private boolean watched;

    private final LongestCall longest = new LongestCall();
    /** What was entered last since the clock was looked at, or null. */
    private FaultSite entered;

    private long clockNs;
    /** How long the thread has slept in the call that goes on. */
    private long sleptNs;

    private long vectorsTotal;

    public Dispatcher(final Buffers buffers, final Reasons reasons, final FaultLog faults, final Tracer tracer) {
        this.buffers = buffers;
        this.tracer = tracer;
        containment = new Containment(buffers, reasons, faults, tracer.thread());
        out = new Enqueuer(queue, reasons, containment);
        sink = new Emitter(buffers, tracer, out, containment.inquest());
    }

    /** Where nodes of this thread bring packets in. */
    public Sink sink() {
        return sink;
    }

    /** Where packets go from here. */
    Enqueuer out() {
        return out;
    }

    /** Whether this is a number that a name has. */
    public boolean isTarget(final int target) {
        return out.isTarget(target);
    }

    /** Lets go of a node that has left the graph; while the thread is parked. */
    void release(final Node gone) {
        out.release(gone);
        queue.forgetTaken();
        tracer.release(gone);
    }

    /** Tells what time it is; what the first node of this turn spends is counted from here. */
    public void startTurn(final long nowNs) {
        clockNs = nowNs;
        longest.begin();
        watched = meter.turn() || containment.inquest().isOpen();
    }

    /** Time at the end of the last dispatch, in nanoseconds. */
    public long clockNs() {
        return clockNs;
    }

    /** Name of the node that runs or ran last; any thread may ask, for reports. */
    public String runningName() {
        final FaultSite suspect = suspect();
        return suspect == null ? "none" : suspect.name();
    }

    /** What runs or ran last, or null; any thread may ask, for reports. */
    public FaultSite suspect() {
        final FaultSite called = outside;
        final NodeRuntime runtime = out.running;
        return called != null || runtime == null ? called : runtime.suspect();
    }

    /** Has the frames of all nodes looked at for some dispatches from here on, as when a packet was freed twice. */
    public void inspect() {
        containment.inquest().open();
    }

    /** Changes whenever a node returns; any thread may ask, for reports. */
    public long progress() {
        final NodeRuntime runtime = out.running;
        return runtime == null ? 0 : runtime.calls + runtime.suspends;
    }

    /** Where faults are reported. */
    public FaultLog faults() {
        return containment.faults();
    }

    /** Says what is to blame for what happens from here on, outside of nodes. */
    public void enter(final FaultSite called) {
        outside = called;
        entered = called;
        called.called();
        buffers.callBegins();
    }

    /** What was entered has returned; {@code fault} is what it threw, or null. */
    public void leave(final Throwable fault, final String cost) {
        containment.outside(outside, fault, cost);
        outside = null;
    }

    /** Something besides nodes is about to be called, outside of a turn. */
    public void outsideBegins() {
        clockNs = System.nanoTime();
    }

    /** What was entered since the last node has run: the time is its own, and not the next node's. */
    public void outsideEnds() {
        final long now = System.nanoTime();
        if (entered != null) {
            called(entered, now - clockNs);
            entered = null;
        }
        clockNs = now;
    }

    /** The thread has slept so long in the node that is being called. */
    public void slept(final long ns) {
        sleptNs = ns;
    }

    /** What took longest in this turn. Only the thread. */
    public LongestCall longest() {
        return longest;
    }

    /** Something that is no node of a turn's own has taken so long: a process. */
    public void called(final FaultSite site, final long ns) {
        if (longest.isBeaten(ns)) {
            longest.note(site.label(), ns);
        }
    }

    /** Packets through all internal nodes so far. */
    public long vectors() {
        return vectorsTotal;
    }

    /** Whether frames wait. */
    public boolean idle() {
        return queue.isEmpty();
    }

    /** Whether a node is being called just now, so that the graph must stay as it is. */
    public boolean inNode() {
        return inNode;
    }

    /** Calls an input node; returns how many packets it took. */
    public int poll(final InputRuntime runtime) {
        out.running = runtime;
        inNode = runtime.node.type() == NodeType.INPUT;
        buffers.callBegins();
        int taken = 0;
        final boolean measured = watched;
        if (measured) {
            meter.begins();
        }
        try {
            taken = Math.max(0, runtime.input.poll(sink));
        } catch (final Throwable fault) {
            containment.threw(runtime, fault, "what it took is lost");
        }
        if (measured) {
            meter.ends(runtime, taken);
        }
        inNode = false;
        containment.checkFrees(runtime);
        final long now = System.nanoTime();
        final long spentNs = now - clockNs;
        runtime.spent(taken, spentNs);
        if (longest.isBeaten(spentNs)) {
            // Handlers of descriptors are called within the epoll node, where the thread sleeps too.
            called(entered == null ? runtime.node.site() : entered, spentNs - sleptNs);
            sleptNs = 0;
        }
        entered = null;
        clockNs = now;
        return taken;
    }

    /** Makes what is emitted from here on count for a node that main runs outside of the graph. */
    public void runAs(final NodeRuntime runtime) {
        out.running = runtime;
        buffers.callBegins();
    }

    /** Dispatches every frame that waits, and those that this starts; returns how many packets it moved. */
    public int drain() {
        int moved = 0;
        int frames = 0;
        while (!queue.isEmpty()) {
            final Position at = queue.place();
            final Frame frame = queue.take();
            if (at.open == frame) {
                at.open = null;
            }
            moved += frame.size();
            try {
                if (++frames > MAX_FRAMES_PER_DRAIN && at != out.errorDrop) {
                    circle(at, frame);
                } else {
                    dispatch(at, frame);
                }
            } catch (final Throwable fault) {
                // A frame that a node broke; who owns its packets can't be told any more.
                inNode = false;
                containment.threw(at.runtime, fault, "its packets are lost");
            }
        }
        vectorsTotal += moved;
        return moved;
    }

    private void dispatch(final Position at, final Frame frame) {
        final NodeRuntime runtime = at.runtime;
        final int size = frame.size();
        out.running = runtime;
        buffers.callBegins();
        FrameControl.open(frame, sink);
        if (Memory.CHECKED) {
            stamp(frame, runtime);
        }
        if (runtime.traceRemaining > 0) {
            runtime.traceRemaining -= tracer.mark(FrameControl.buffers(frame), 0, size, runtime.traceRemaining);
            FrameControl.traced(frame, true);
        }
        final Sampler sampler = runtime.sampler;
        if (sampler != null) {
            sampler.take(frame);
        }
        final boolean traced = frame.traced();
        if (traced && !runtime.node.tracedAfter()) {
            tracer.record(runtime.node, FrameControl.buffers(frame), size);
        }
        final boolean looked = watched;
        if (looked) {
            containment.inquest().before(frame, size);
            meter.begins();
        }
        inNode = true;
        try {
            runtime.instance.process(frame);
        } catch (final Throwable fault) {
            contain(at, frame, size, fault);
        }
        inNode = false;
        containment.checkFrees(runtime, frame, size);
        if (looked) {
            look(runtime, frame, size);
        }
        if (traced && runtime.node.tracedAfter()) {
            tracer.record(runtime.node, FrameControl.buffers(frame), frame.size());
        }
        final int left = frame.size();
        if (left == 0) {
            FrameControl.forgetDispositions(frame, size);
            queue.release(frame);
        } else if (left != size) {
            contain(at, frame, size, new IllegalStateException("the frame's size was changed to " + left));
            out.split(at, frame, size);
        } else if (FrameControl.deviates(frame)) {
            out.split(at, frame, size);
        } else {
            out.handOn(at, frame);
        }
        final long now = System.nanoTime();
        final long spentNs = now - clockNs;
        runtime.spent(size, spentNs);
        if (longest.isBeaten(spentNs)) {
            called(runtime.node.site(), spentNs);
        }
        clockNs = now;
    }

    /** A node whose call is looked at has returned. */
    private void look(final NodeRuntime runtime, final Frame frame, final int size) {
        meter.ends(runtime, size);
        if (frame.size() == size && containment.inquest().after(frame, size)) {
            containment.failed(
                    runtime, "it lets packets go on that are free, emitted, broken or none", "they are lost");
        }
    }

    /** A node failed: its frame is dropped, less what it had taken. */
    private void contain(final Position at, final Frame frame, final int size, final Throwable fault) {
        containment.threw(at.runtime, fault, "its frame is dropped");
        if (frame.size() != 0) {
            FrameControl.size(frame, size);
            containment.drop(frame, at == out.errorDrop);
        }
    }

    /** Packets go round and round: they are dropped, or the thread would never turn again. */
    private void circle(final Position at, final Frame frame) {
        out.running = at.runtime;
        containment.failed(at.runtime, "packets go in a circle through it", "they are dropped");
        FrameControl.forgetDispositions(frame, CAPACITY);
        containment.drop(frame, false);
        out.split(at, frame, frame.size());
    }

    private void stamp(final Frame frame, final NodeRuntime runtime) {
        for (int i = 0; i < frame.size(); i++) {
            buffers.pool().stamp(frame.index(i), runtime.node.id);
        }
    }

    /** Brings in packets that another thread handed over. */
    public void arrive(final int[] packets, final int count, final int target) {
        out.arrive(packets, count, target, Emitter.traced(packets, 0, count));
    }
}
