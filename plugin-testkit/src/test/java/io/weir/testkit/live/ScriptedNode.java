package io.weir.testkit.live;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.plugin.Registrar;
import java.util.Arrays;

/** A feature: passes packets on, drops some, hands them over, sets timers, throws, or never comes back. */
final class ScriptedNode implements PacketNode {
    /** What it does. */
    record Way(String does, int version, DropReason reason, Registrar host, Handoff handoff) {}

    private final Worker worker;
    private final Way way;
    private final WorkerHandoff handoff;
    private boolean timing;
    private boolean dropping;
    /** Keeps what is allocated from being left out. */
    byte[] garbage;

    ScriptedNode(final Worker worker, final Way way) {
        this.worker = worker;
        this.way = way;
        handoff = way.handoff.on(worker);
        if (way.does.contains("no-instance")) {
            throw new IllegalStateException("no instance for " + worker.name());
        }
    }

    /** Comes back when the test lets it, or when its thread is interrupted. */
    static void hang() {
        Shared.number("hanging").incrementAndGet();
        while (Shared.number("go").get() == 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        Shared.number("hanging").decrementAndGet();
    }

    @Override
    public void process(final Frame frame) {
        final boolean shadow = Shared.inShadow();
        if (!shadow) {
            Shared.passed(way.host.pluginId(), way.version);
        }
        if (shadow && way.does.contains("shadow-throws") || !shadow && way.does.contains("live-throws")) {
            throw new Scripted.OwnException("node");
        }
        if (shadow && way.does.contains("shadow-hangs") || !shadow && way.does.contains("live-hangs")) {
            hang();
        }
        if (way.does.contains("allocates")) {
            garbage = new byte[8 * frame.size()];
        }
        while (shadow
                && way.does.contains("shadow-spins")
                && Shared.number("spin").get() == 0) {
            Thread.onSpinWait();
        }
        if (way.does.contains("timer") && !timing) {
            timing = true;
            worker.timers().schedule(1_000_000, now -> timing = false);
        }
        if (way.does.contains("drop")) {
            for (int i = 0; i < frame.size(); i++) {
                dropping = !dropping;
                if (dropping) {
                    frame.drop(i, way.reason);
                }
            }
        }
        if (way.does.contains("handoff") && !shadow) {
            handOver(frame);
        }
    }

    private void handOver(final Frame frame) {
        final int threads = way.host.workers().size();
        final int[] to = new int[frame.size()];
        Arrays.fill(to, threads == 1 ? 0 : 1 + worker.index() % (threads - 1));
        handoff.send(frame, to);
    }
}
