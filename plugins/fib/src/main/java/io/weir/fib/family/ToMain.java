package io.weir.fib.family;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;

/**
 * Nodes such as ip4-arp, ip4-glean and arp-input: take packets to main, which alone keeps neighbours and
 * the packets that wait for them. The queue to main is bounded, and so is what one thread sends there: a budget per
 * destination and a tenth of a second keeps a flood to a silent host off it (VPP: ip4_neighbor.c throttles likewise).
 */
public final class ToMain implements PacketNode {
    private static final long WINDOW_NS = 100_000_000L;
    private static final int SLOTS = 1_024;
    private static final int MAIN = 0;
    private static final int BUDGET = 16;

    private final Worker worker;
    private final WorkerHandoff toMain;
    private final KeyOf key;
    private final DropReason throttled;
    private final Check check;
    private final int[] threads = new int[Frame.CAPACITY];
    private final int[] windows = new int[SLOTS];
    private final int[] used = new int[SLOTS];

    /** What shares a budget. */
    @FunctionalInterface
    public interface KeyOf {
        int of(long buffer);
    }

    /** What is seen at once to be of no use to main. */
    @FunctionalInterface
    public interface Check {
        /** Why a packet is dropped, or null. */
        DropReason wrong(long buffer);
    }

    public ToMain(final Worker worker, final Handoff toMain, final KeyOf key, final DropReason throttled) {
        this(worker, toMain, key, throttled, buffer -> null);
    }

    /** The same for packets that are looked at first. */
    public ToMain(
            final Worker worker, final Handoff toMain, final KeyOf key, final DropReason throttled, final Check check) {
        this.check = check;
        this.worker = worker;
        this.toMain = toMain.on(worker);
        this.key = key;
        this.throttled = throttled;
    }

    @Override
    public void process(final Frame frame) {
        final int window = (int) (worker.nowNs() / WINDOW_NS);
        for (int i = 0, size = frame.size(); i < size; i++) {
            final DropReason wrong = check.wrong(frame.buffer(i));
            if (wrong == null && inBudget(key.of(frame.buffer(i)), window)) {
                threads[i] = MAIN;
            } else {
                threads[i] = WorkerHandoff.STAYS;
                frame.drop(i, wrong == null ? throttled : wrong);
            }
        }
        toMain.send(frame, threads);
    }

    private boolean inBudget(final int what, final int window) {
        final int slot = what * 0x9e3779b1 >>> 22;
        if (windows[slot] != window) {
            windows[slot] = window;
            used[slot] = 0;
        }
        return used[slot]++ < BUDGET;
    }
}
