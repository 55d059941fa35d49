package io.weir.ip4.internal.arp;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.net.Ip4Header;

/**
 * Nodes ip4-arp and ip4-glean, and the last step of arp-input: take packets to main, which alone keeps neighbours and
 * the packets that wait for them. The queue to main is bounded, and so is what one thread sends there: a budget per
 * destination and a tenth of a second keeps a flood to a silent host off it (VPP: ip4_neighbor.c throttles likewise).
 */
public final class ToMain implements PacketNode {
    private static final long WINDOW_NS = 100_000_000L;
    private static final int SLOTS = 1_024;
    private static final int BUDGET = 16;

    private final Worker worker;
    private final Handoff handoff;
    private final int target;
    private final KeyOf key;
    private final DropReason throttled;
    private final int[] batch = new int[Frame.CAPACITY];
    private final int[] offered = new int[Frame.CAPACITY];
    private final int[] windows = new int[SLOTS];
    private final int[] used = new int[SLOTS];

    /** What shares a budget. */
    @FunctionalInterface
    public interface KeyOf {
        int of(long buffer);

        /** The destination of an IPv4 packet. */
        KeyOf DESTINATION = buffer -> Ip4Header.destination(Buffer.data(buffer));
    }

    public ToMain(
            final Worker worker, final Handoff handoff, final int target, final KeyOf key, final DropReason throttled) {
        this.worker = worker;
        this.handoff = handoff;
        this.target = target;
        this.key = key;
        this.throttled = throttled;
    }

    @Override
    public void process(final Frame frame) {
        final int window = (int) (worker.nowNs() / WINDOW_NS);
        int count = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (!inBudget(key.of(frame.buffer(i)), window)) {
                frame.drop(i, throttled);
            } else if (worker.index() == 0) {
                frame.send(i, target);
            } else {
                batch[count++] = i;
            }
        }
        if (count > 0) {
            offer(frame, count);
        }
    }

    private boolean inBudget(final int what, final int window) {
        final int slot = what * 0x9e3779b1 >>> 22;
        if (windows[slot] != window) {
            windows[slot] = window;
            used[slot] = 0;
        }
        return used[slot]++ < BUDGET;
    }

    private void offer(final Frame frame, final int count) {
        final int[] indices = offered;
        for (int k = 0; k < count; k++) {
            indices[k] = frame.index(batch[k]);
        }
        final boolean taken = handoff.offer(worker, 0, indices, 0, count, target);
        for (int k = 0; k < count; k++) {
            if (taken) {
                frame.take(batch[k]);
            } else {
                frame.drop(batch[k], throttled);
            }
        }
    }
}
