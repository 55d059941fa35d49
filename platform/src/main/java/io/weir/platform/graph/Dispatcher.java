package io.weir.platform.graph;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.trace.Tracer;
import java.util.Arrays;
import java.util.Objects;

/**
 * One thread's graph: runs input nodes, then every frame they started, to completion. Frames wait in the order in which
 * their places were first sent to, and what is sent to a place with a frame that waits joins it, so that paths that
 * part and meet again meet in full frames.
 *
 * <p>Only the owning thread calls, except that main publishes positions while the thread is parked.
 */
public final class Dispatcher extends Sink {
    private static final int CAPACITY = Frame.CAPACITY;
    /** No turn moves that many frames, unless nodes send packets to each other in a circle. */
    private static final int MAX_FRAMES_PER_DRAIN = 1 << 16;

    private final Buffers buffers;
    private final Reasons reasons;
    private final Containment containment;
    private final Tracer tracer;

    /** Places by target number; null where no node is. Replaced or written by main at a barrier. */
    private Position[] places = new Position[64];

    private Position errorDrop;
    private Position errorPunt;

    private final FrameQueue queue = new FrameQueue();

    private final int[] single = new int[1];
    private NodeRuntime running;
    /** Whether an input node or an internal one is being called; the epoll node and its handlers don't count. */
    private boolean inNode;
    /** What is being called besides nodes: a timer's task, a file's handler; or null. */
    private FaultSite outside;

    /** The highest number that a name has, as far as this thread can have heard of it. */
    private int lastTarget;

    private long clockNs;
    private long vectorsTotal;

    public Dispatcher(final Buffers buffers, final Reasons reasons, final FaultLog faults, final Tracer tracer) {
        this.buffers = buffers;
        this.reasons = reasons;
        containment = new Containment(buffers, reasons, faults, tracer.thread());
        this.tracer = tracer;
    }

    void place(final int target, final Position position) {
        if (target >= places.length) {
            places = Arrays.copyOf(places, Math.max(target + 1, places.length * 2));
        }
        places[target] = position;
    }

    /** Where packets for a target go; null also for a name that was given its number after the last change. */
    Position place(final int target) {
        return target >= 0 && target < places.length ? places[target] : null;
    }

    /** Main has given a name the next number; whoever sends to it has heard of it after that. */
    void lastTarget(final int last) {
        lastTarget = last;
    }

    /** Whether this is a number that a name has. */
    public boolean isTarget(final int target) {
        return target > 0 && target <= lastTarget;
    }

    Position[] places() {
        return places;
    }

    void replace(final Position[] fresh, final int drop, final int punt) {
        places = fresh;
        errorDrop = fresh[drop];
        errorPunt = fresh[punt];
    }

    /** Lets go of a node that has left the graph; while the thread is parked. */
    void release(final Node gone) {
        if (running != null && running.node == gone) {
            running = errorDrop == null ? null : errorDrop.runtime;
        }
        tracer.release(gone);
        queue.forgetPlaces();
    }

    /** Tells what time it is; what the first node of this turn spends is counted from here. */
    public void startTurn(final long nowNs) {
        clockNs = nowNs;
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
        final NodeRuntime runtime = running;
        return called != null || runtime == null ? called : runtime.suspect();
    }

    /** Changes whenever a node returns; any thread may ask, for reports. */
    public long progress() {
        final NodeRuntime runtime = running;
        return runtime == null ? 0 : runtime.calls + runtime.suspends;
    }

    /** Where faults are reported. */
    public FaultLog faults() {
        return containment.faults();
    }

    /** Says what is to blame for what happens from here on, outside of nodes. */
    public void enter(final FaultSite called) {
        outside = called;
        buffers.user(0);
    }

    /** What was entered has returned; {@code fault} is what it threw, or null. */
    public void leave(final Throwable fault, final String cost) {
        containment.outside(outside, fault, cost);
        outside = null;
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
        running = runtime;
        inNode = runtime.node.type() == NodeType.INPUT;
        buffers.user(runtime.node.id);
        int taken = 0;
        try {
            taken = Math.max(0, runtime.input.poll(this));
        } catch (final Throwable fault) {
            containment.threw(runtime, fault, "what it took is lost");
        }
        inNode = false;
        containment.checkFrees(runtime);
        final long now = System.nanoTime();
        runtime.spent(taken, now - clockNs);
        clockNs = now;
        return taken;
    }

    /** Makes what is emitted from here on count for a node that main runs outside of the graph. */
    public void runAs(final NodeRuntime runtime) {
        running = runtime;
        buffers.user(runtime.node.id);
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
                if (++frames > MAX_FRAMES_PER_DRAIN && at != errorDrop) {
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
        running = runtime;
        buffers.user(runtime.node.id);
        FrameControl.open(frame, this);
        if (Memory.CHECKED) {
            stamp(frame, runtime);
        }
        if (runtime.traceRemaining > 0) {
            runtime.traceRemaining -= tracer.mark(FrameControl.buffers(frame), 0, size, runtime.traceRemaining);
            FrameControl.traced(frame, true);
        }
        if (runtime.sampler != null) {
            runtime.sampler.take(frame);
        }
        final boolean traced = frame.traced();
        if (traced && !runtime.node.tracedAfter()) {
            tracer.record(runtime.node, FrameControl.buffers(frame), size);
        }
        inNode = true;
        try {
            runtime.instance.process(frame);
        } catch (final Throwable fault) {
            contain(at, frame, size, fault);
        }
        inNode = false;
        containment.checkFrees(runtime, frame, size, places);
        if (traced && runtime.node.tracedAfter()) {
            tracer.record(runtime.node, FrameControl.buffers(frame), frame.size());
        }
        final int left = frame.size();
        if (left == 0) {
            FrameControl.settle(frame, size);
            queue.release(frame);
        } else if (left != size) {
            contain(at, frame, size, new IllegalStateException("the frame's size was changed to " + left));
            split(at, frame, size);
        } else if (FrameControl.deviates(frame)) {
            split(at, frame, size);
        } else {
            handOn(at, frame);
        }
        final long now = System.nanoTime();
        runtime.spent(size, now - clockNs);
        clockNs = now;
    }

    /** All packets take the default. */
    private void handOn(final Position at, final Frame frame) {
        final int target = FrameControl.defaultTarget(frame);
        if (target != 0) {
            enqueue(place(target), target, frame);
        } else if (at.arc != null && at.arc.users != 0) {
            spread(at, FrameControl.buffers(frame), 0, frame.size(), frame.traced());
            queue.release(frame);
        } else {
            enqueue(at.next, at.nextTarget, frame);
        }
    }

    /** Sends each run of packets that go the same way there. */
    private void split(final Position at, final Frame frame, final int size) {
        final short[] next = FrameControl.next(frame);
        final int[] packets = FrameControl.buffers(frame);
        final boolean traced = frame.traced();
        int from = 0;
        while (from < size) {
            final short way = next[from];
            int to = from + 1;
            while (to < size && next[to] == way) {
                to++;
            }
            if (way > 0 && to - from == size) {
                FrameControl.settle(frame, size);
                enqueue(place(way), way, frame);
                return;
            }
            sendRun(at, frame, way, packets, from, to - from, traced);
            from = to;
        }
        FrameControl.settle(frame, size);
        queue.release(frame);
    }

    private void sendRun(
            final Position at,
            final Frame frame,
            final int way,
            final int[] packets,
            final int from,
            final int count,
            final boolean traced) {
        switch (way) {
            case FrameControl.TAKEN -> {}
            case FrameControl.DROP -> dropRun(packets, from, count, errorDrop, traced);
            case FrameControl.PUNT -> dropRun(packets, from, count, errorPunt, traced);
            case FrameControl.DEFAULT -> {
                final int target = FrameControl.defaultTarget(frame);
                if (target != 0) {
                    send(place(target), target, packets, from, count, traced);
                } else if (at.arc != null && at.arc.users != 0) {
                    spread(at, packets, from, count, traced);
                } else {
                    send(at.next, at.nextTarget, packets, from, count, traced);
                }
            }
            default -> send(place(way), way, packets, from, count, traced);
        }
    }

    /** Begins an arc: packets go to the first feature of the interface they came in by. */
    private void spread(
            final Position at, final int[] packets, final int offset, final int count, final boolean traced) {
        final int end = offset + count;
        int from = offset;
        while (from < end) {
            final int swIfIndex = Buffer.rxInterface(Buffer.address(packets[from]));
            int to = from + 1;
            while (to < end && Buffer.rxInterface(Buffer.address(packets[to])) == swIfIndex) {
                to++;
            }
            final Position head = at.arc.head(swIfIndex);
            if (head == null) {
                send(at.next, at.nextTarget, packets, from, to - from, traced);
            } else {
                send(head, head.runtime.node.id, packets, from, to - from, traced);
            }
            from = to;
        }
    }

    private void dropRun(
            final int[] packets, final int from, final int count, final Position to, final boolean traced) {
        int run = 0;
        int reason = -1;
        for (int i = from; i < from + count; i++) {
            final int error = Buffer.error(Buffer.address(packets[i]));
            if (error != reason) {
                countErrors(reason, run);
                run = 0;
                reason = error;
            }
            run++;
        }
        countErrors(reason, run);
        running.countEdge(to.runtime.node.id, count);
        append(to, packets, from, count, traced);
    }

    private void countErrors(final int reason, final int packets) {
        if (packets > 0) {
            running.countError(reason, packets);
        }
    }

    /** A node failed: its frame is dropped, less what it had taken. */
    private void contain(final Position at, final Frame frame, final int size, final Throwable fault) {
        containment.threw(at.runtime, fault, "its frame is dropped");
        if (frame.size() != 0) {
            FrameControl.size(frame, size);
            containment.drop(frame, at == errorDrop);
        }
    }

    /** Packets go round and round: they are dropped, or the thread would never turn again. */
    private void circle(final Position at, final Frame frame) {
        running = at.runtime;
        containment.failed(at.runtime, "packets go in a circle through it", "they are dropped");
        FrameControl.settle(frame, CAPACITY);
        containment.drop(frame, false);
        split(at, frame, frame.size());
    }

    private void enqueue(final Position to, final int target, final Frame frame) {
        if (to == null) {
            lost(target, FrameControl.buffers(frame), 0, frame.size(), frame.traced());
            queue.release(frame);
            return;
        }
        running.countEdge(target, frame.size());
        if (to.open == null) {
            to.open = frame;
            queue.add(to, frame);
        } else {
            append(to, FrameControl.buffers(frame), 0, frame.size(), frame.traced());
            queue.release(frame);
        }
    }

    private void send(
            final Position to,
            final int target,
            final int[] packets,
            final int offset,
            final int count,
            final boolean traced) {
        if (to == null) {
            lost(target, packets, offset, count, traced);
        } else {
            running.countEdge(target, count);
            append(to, packets, offset, count, traced);
        }
    }

    private void append(
            final Position to, final int[] packets, final int offset, final int count, final boolean traced) {
        int from = offset;
        int left = count;
        while (left > 0) {
            Frame frame = to.open;
            if (frame == null || frame.size() == CAPACITY) {
                frame = queue.obtain();
                to.open = frame;
                queue.add(to, frame);
            }
            final int size = frame.size();
            final int fits = Math.min(left, CAPACITY - size);
            System.arraycopy(packets, from, FrameControl.buffers(frame), size, fits);
            FrameControl.size(frame, size + fits);
            if (traced) {
                FrameControl.traced(frame, true);
            }
            from += fits;
            left -= fits;
        }
    }

    /** Drops packets that were sent where no node is: to one that went, or never came, or to no number at all. */
    private void lost(final int target, final int[] packets, final int offset, final int count, final boolean traced) {
        DropReason why = reasons.nodeRemoved;
        if (isTarget(target)) {
            running.countEdge(target, count);
        } else if (target != 0) {
            why = reasons.badNext;
            containment.failed(running, "it sends packets to a number that is no destination", "they are dropped");
        }
        for (int i = offset; i < offset + count; i++) {
            Buffer.error(Buffer.address(packets[i]), why.id());
        }
        running.countError(why.id(), count);
        append(errorDrop, packets, offset, count, traced);
    }

    private void stamp(final Frame frame, final NodeRuntime runtime) {
        for (int i = 0; i < frame.size(); i++) {
            buffers.pool().stamp(frame.index(i), runtime.node.id);
        }
    }

    @Override
    public void emit(final int buffer, final int target) {
        require(buffers.covers(buffer));
        final boolean traced = Buffer.has(Buffer.address(buffer), Buffer.TRACED);
        single[0] = buffer;
        if (running instanceof InputRuntime input && input.traceRemaining > 0) {
            emitTraced(input, single, 0, 1, target);
        } else {
            send(place(target), target, single, 0, 1, traced);
        }
    }

    @Override
    public void emit(final int[] packets, final int offset, final int count, final int target) {
        Objects.checkFromIndexSize(offset, count, packets.length);
        require(buffers.covers(packets, offset, count));
        if (running.traceRemaining > 0 && running instanceof InputRuntime input) {
            emitTraced(input, packets, offset, count, target);
        } else {
            send(place(target), target, packets, offset, count, tracer.active() && traced(packets, offset, count));
        }
    }

    /** Refuses what allocating returned when there were no buffers left, and other numbers that are none. */
    private static void require(final boolean buffers) {
        if (!buffers) {
            throw new IllegalArgumentException("no index of a buffer");
        }
    }

    private void emitTraced(
            final InputRuntime input, final int[] packets, final int offset, final int count, final int target) {
        final int marked = tracer.mark(packets, offset, count, input.traceRemaining);
        input.traceRemaining -= marked;
        tracer.record(input.node, Arrays.copyOfRange(packets, offset, offset + marked), marked);
        send(place(target), target, packets, offset, count, true);
    }

    private static boolean traced(final int[] packets, final int offset, final int count) {
        int flags = 0;
        for (int i = offset; i < offset + count; i++) {
            flags |= Buffer.flags(Buffer.address(packets[i]));
        }
        return (flags & Buffer.TRACED) != 0;
    }

    /** Brings in packets that another thread handed over. */
    public void arrive(final int[] packets, final int count, final int target) {
        // No node of this thread sends them; if theirs is gone, the reason is counted where they are dropped.
        running = errorDrop.runtime;
        final Position to = place(target);
        if (to == null) {
            lost(target, packets, 0, count, traced(packets, 0, count));
        } else {
            append(to, packets, 0, count, traced(packets, 0, count));
        }
    }

    @Override
    public void drop(final int buffer, final DropReason reason) {
        require(buffers.covers(buffer));
        final long address = Buffer.address(buffer);
        Buffer.error(address, reason.id());
        running.countError(reason.id(), 1);
        running.countEdge(errorDrop.runtime.node.id, 1);
        single[0] = buffer;
        append(errorDrop, single, 0, 1, Buffer.has(address, Buffer.TRACED));
    }

    @Override
    public void count(final DropReason reason, final long packets) {
        running.countError(reason.id(), packets);
    }
}
