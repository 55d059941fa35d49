package io.weir.nat64.internal.state;

import io.weir.graph.Worker;
import io.weir.plugin.Registrar;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Has sessions end on all workers, in steps that no packet waits for. Main only. */
public final class Sweeps implements AutoCloseable {
    private final Registrar host;
    private final StateStore store;
    private final Map<Integer, Sweep> byWorker = new TreeMap<>();

    /** Of a store. */
    public Sweeps(final Registrar host, final StateStore store) {
        this.host = host;
        this.store = store;
    }

    /** Those that a test means. */
    public void end(final SessionTest gone) {
        each(sweep -> sweep.ending(gone));
    }

    /** All sessions, and all bindings with them, those of the operator too. */
    public void endAll() {
        each(Sweep::endingAll);
    }

    private void each(final Function<Sweep, Runnable> ask) {
        for (final Worker worker : host.workers()) {
            final ClientState state = store.states().get(worker.index());
            if (state != null) {
                final Sweep sweep =
                        byWorker.computeIfAbsent(worker.index(), index -> new Sweep(worker, state, System::nanoTime));
                host.onWorker(worker, ask.apply(sweep));
            }
        }
    }

    /** Whether something that was asked for isn't done. */
    public boolean busy() {
        return byWorker.values().stream().anyMatch(Sweep::busy);
    }

    @Override
    public void close() {
        byWorker.values().forEach(Sweep::close);
    }
}
