package io.weir.platform.thread;

import java.util.ArrayList;
import java.util.List;

/**
 * The queues in front of one thread, one for each handoff. Main adds and removes, by replacing the array; the owner sees a
 * new one at the latest in its next turn.
 */
final class Inbox {
    private static final HandoffQueue[] NONE = {};

    private volatile HandoffQueue[] queues = NONE;

    /** Main. */
    void add(final HandoffQueue queue) {
        final List<HandoffQueue> all = new ArrayList<>(List.of(queues));
        all.add(queue);
        queues = all.toArray(HandoffQueue[]::new);
    }

    /** Main, when the queue is closed and empty. */
    void remove(final HandoffQueue queue) {
        final List<HandoffQueue> all = new ArrayList<>(List.of(queues));
        all.remove(queue);
        queues = all.toArray(HandoffQueue[]::new);
    }

    /** Takes what is there, at most once around each ring; returns how many packets. Only the owner. */
    int drain(final HandoffQueue.Receiver receiver) {
        int taken = 0;
        for (final HandoffQueue queue : queues) {
            if (!queue.empty()) {
                taken += queue.drain(receiver);
            }
        }
        return taken;
    }

    /** Whether nothing is there. Only the owner. */
    boolean empty() {
        for (final HandoffQueue queue : queues) {
            if (!queue.empty()) {
                return false;
            }
        }
        return true;
    }

    /** Buffers of all packets that wait; while no thread offers or takes. */
    int buffers() {
        int waiting = 0;
        for (final HandoffQueue queue : queues) {
            waiting += queue.buffers();
        }
        return waiting;
    }
}
