package io.weir.platform.iface;

import java.util.ArrayList;
import java.util.List;

/**
 * How receive queues are taken from their threads: what those poll afterwards is laid out before the barrier, so that it is
 * only swapped there.
 */
final class QueueRemoval {
    private final List<QueuePlacement> gone;
    private final List<RxInputNode> nodes = new ArrayList<>();
    private final List<QueuePlacement[]> left = new ArrayList<>();

    QueueRemoval(final List<QueuePlacement> gone) {
        this.gone = gone;
    }

    /** Says what a node polls afterwards on its thread. */
    void leave(final RxInputNode node, final QueuePlacement[] queues) {
        nodes.add(node);
        left.add(queues);
    }

    /** Those that go. */
    List<QueuePlacement> gone() {
        return gone;
    }

    /** They are polled no longer, nor among those that are placed; at a barrier. */
    void swap(final List<QueuePlacement> placed) {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).queues(left.get(i));
        }
        for (int i = 0; i < gone.size(); i++) {
            gone.get(i).home(null, null);
        }
        placed.removeAll(gone);
    }
}
