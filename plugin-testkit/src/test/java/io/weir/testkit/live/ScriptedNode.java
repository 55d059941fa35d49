package io.weir.testkit.live;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.plugin.Registrar;

/** A feature: passes packets on, drops some, hands them over, sets timers, throws, or never comes back. */
final class ScriptedNode implements PacketNode {
    /** What it does. */
    record Way(String does, int version, DropReason reason, Registrar host) {}

    private final Worker worker;
    private final Way way;
    private boolean timing;
    private boolean dropping;

    ScriptedNode(final Worker worker, final Way way) {
        this.worker = worker;
        this.way = way;
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
            Shared.passed(way.version);
        }
        if (shadow && way.does.contains("shadow-throws") || !shadow && way.does.contains("live-throws")) {
            throw new Scripted.OwnException("node");
        }
        if (shadow && way.does.contains("shadow-hangs") || !shadow && way.does.contains("live-hangs")) {
            hang();
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
        final int to = threads == 1 ? 0 : 1 + worker.index() % (threads - 1);
        final int size = frame.size();
        final int[] packets = new int[size];
        frame.copyIndices(packets, 0);
        if (way.host
                .handoff()
                .offer(worker, to, packets, 0, size, way.host.next("wire").target())) {
            frame.takeAll();
        }
    }
}
