package io.weir.platform.plugin.ledger;

import io.weir.graph.Worker;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.OwnedErrands;
import io.weir.platform.thread.OwnedWorker;
import java.util.List;

/** The threads as one plugin sees them: its timers and errands there stand still, go on and end together. Main only. */
final class OwnedThreads {
    private final String owner;
    private final MainLoop main;
    private final List<OwnedWorker> workers;
    private final OwnedErrands errands;

    OwnedThreads(final String owner, final MainLoop main, final List<GraphLoop> threads) {
        this.owner = owner;
        this.main = main;
        workers = OwnedWorker.all(threads, owner, "timers");
        errands = new OwnedErrands(owner, main, threads, workers);
    }

    List<OwnedWorker> workers() {
        return workers;
    }

    /** A thread as the plugin sees it. */
    OwnedWorker of(final Worker thread) {
        return workers.get(thread.index());
    }

    OwnedErrands errands() {
        return errands;
    }

    /** What is to blame for its timers. */
    FaultSite site() {
        return workers.getFirst().site();
    }

    /** While all threads are parked, so nothing is allocated. */
    void stop() {
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).stopTimers();
        }
        errands.stop();
    }

    /** While all threads are parked. */
    void resume() {
        workers.forEach(OwnedWorker::resumeTimers);
        errands.resume();
    }

    /** Takes back timers, and errands that no thread has begun. */
    void cancel() {
        if (isUsed()) {
            main.atBarrier("timers of " + owner, () -> {
                workers.forEach(OwnedWorker::cancelTimers);
                errands.cancelAll();
            });
        }
    }

    /** Whether timers are set, or errands are under way; when no node of it is in the graph, or while all threads are parked. */
    boolean isUsed() {
        return workers.stream().anyMatch(OwnedWorker::hasTimers) || errands.isPending();
    }
}
