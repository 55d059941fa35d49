package io.weir.platform.graph;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.memory.Buffer;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Sends one thread's packets on: into the frames of the places that they go to. What is sent to a place with a frame that
 * waits joins it, so that paths that part and meet again meet in full frames. Only the owning thread calls, except that main
 * publishes positions while the thread is parked.
 */
final class Enqueuer {
    private static final int CAPACITY = Frame.CAPACITY;

    private final FrameQueue queue;
    private final Reasons reasons;
    private final Containment containment;

    /** Places by target number; null where no node is. Replaced by main at a barrier, written also while the thread runs. */
    private Position[] places = new Position[64];

    Position errorDrop;
    private Position errorPunt;

    /** Names whose node was there and has left; written as {@link #places} are, and never shorter. */
    private boolean[] gone = new boolean[64];

    /** The highest number that a name has, as far as this thread can have heard of it. */
    private int lastTarget;

    /** Who sends. */
    NodeRuntime running;

    Enqueuer(final FrameQueue queue, final Reasons reasons, final Containment containment) {
        this.queue = queue;
        this.reasons = reasons;
        this.containment = containment;
    }

    void place(final int target, final Position position) {
        if (target >= places.length) {
            final Position[] larger = Arrays.copyOf(places, Math.max(target + 1, places.length * 2));
            roomForGone(larger.length);
            VarHandle.releaseFence();
            places = larger;
        }
        note(target, places[target], position);
        places[target] = position;
    }

    private void note(final int target, final Position before, final Position after) {
        if (after != null) {
            gone[target] = false;
        } else if (before != null) {
            gone[target] = true;
        }
    }

    private void roomForGone(final int targets) {
        if (targets > gone.length) {
            final boolean[] larger = Arrays.copyOf(gone, targets);
            VarHandle.releaseFence();
            gone = larger;
        }
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
    boolean isTarget(final int target) {
        return target > 0 && target <= lastTarget;
    }

    Position[] places() {
        return places;
    }

    void replace(final Position[] fresh, final int drop, final int punt) {
        roomForGone(fresh.length);
        for (int target = 0; target < places.length; target++) {
            note(target, places[target], target < fresh.length ? fresh[target] : null);
        }
        places = fresh;
        errorDrop = fresh[drop];
        errorPunt = fresh[punt];
    }

    /** Lets go of a node that has left the graph; while the thread is parked. */
    void release(final Node gone) {
        if (running != null && running.node == gone) {
            running = errorDrop == null ? null : errorDrop.runtime;
        }
    }

    /** All packets take the default. */
    void handOn(final Position at, final Frame frame) {
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
    void split(final Position at, final Frame frame, final int size) {
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
                FrameControl.forgetDispositions(frame, size);
                enqueue(place(way), way, frame);
                return;
            }
            sendRun(at, frame, way, packets, from, to - from, traced);
            from = to;
        }
        FrameControl.forgetDispositions(frame, size);
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

    /** Begins an arc: packets go to the first feature of their interface. */
    private void spread(
            final Position at, final int[] packets, final int offset, final int count, final boolean traced) {
        if (at.arc.leaving) {
            spreadOut(at, packets, offset, count, traced);
        } else {
            spreadIn(at, packets, offset, count, traced);
        }
    }

    private void spreadOut(
            final Position at, final int[] packets, final int offset, final int count, final boolean traced) {
        for (int i = offset; i < offset + count; i++) {
            final Position head = at.arc.head(Buffer.txInterface(Buffer.address(packets[i])));
            if (head == null) {
                send(at.next, at.nextTarget, packets, i, 1, traced);
            } else {
                send(head, head.runtime.node.id, packets, i, 1, traced);
            }
        }
    }

    private void spreadIn(
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

    /** Sends packets to a target, whose place is given, or null if there is none. */
    void send(
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
            why = target < gone.length && gone[target] ? reasons.nodeRemoved : reasons.noSuchNode;
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

    /** Brings in packets that no node of this thread sends; if theirs is gone, the reason is counted where they are dropped. */
    void arrive(final int[] packets, final int count, final int target, final boolean traced) {
        running = errorDrop.runtime;
        final Position to = place(target);
        if (to == null) {
            lost(target, packets, 0, count, traced);
        } else {
            append(to, packets, 0, count, traced);
        }
    }

    /** Drops one packet whose reason is noted in it. */
    void drop(final int[] single, final int reason, final boolean traced) {
        running.countError(reason, 1);
        running.countEdge(errorDrop.runtime.node.id, 1);
        append(errorDrop, single, 0, 1, traced);
    }
}
