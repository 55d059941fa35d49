package io.weir.nat64.internal.state;

import io.weir.table.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state of all threads' clients. Main only. */
public final class StateStore implements AutoCloseable {
    private static final long PROVISION_BYTES = 1 << 22;

    private final SharedState shared;
    private final int threads;
    private final Map<Integer, ClientState> byWorker = new TreeMap<>();
    private final List<Tables> tables = new ArrayList<>();

    /**
     * A store.
     *
     * @param threads how many threads have clients.
     */
    public StateStore(final SharedState shared, final int threads) {
        this.shared = shared;
        this.threads = threads;
    }

    /**
     * The state of a worker, once for each; any thread, one at a time.
     *
     * @param worker its index.
     * @param thread its number among those that share out ports.
     */
    public synchronized ClientState on(final int worker, final int thread) {
        while (tables.size() <= worker) {
            tables.add(Tables.create());
        }
        final Tables own = tables.get(worker);
        final ClientState made = new ClientState(shared, own, shared.log().on(worker), thread, threads);
        byWorker.put(worker, made);
        return made;
    }

    /** The states of all workers, by their indices. */
    public Map<Integer, ClientState> states() {
        return byWorker;
    }

    /** Sessions of all workers. */
    public long sessions() {
        return byWorker.values().stream()
                .mapToLong(state -> state.sessions().size())
                .sum();
    }

    /** Bindings of all workers. */
    public long bindings() {
        return byWorker.values().stream()
                .mapToLong(state -> state.bindings().size())
                .sum();
    }

    /** Takes memory for what is to come, so that workers don't have to; returns whether there was need of some. */
    public boolean provision() {
        long taken = 0;
        for (final ClientState state : byWorker.values()) {
            if (state.sessions().statistics().inserted() > 0) {
                taken += state.provision(PROVISION_BYTES);
            }
        }
        return taken > 0;
    }

    /** Bytes of all tables. */
    public long bytes() {
        return byWorker.values().stream().mapToLong(ClientState::bytes).sum();
    }

    /** All tables, for the next version: those of each thread in turn. */
    public TableState[] exportTables() {
        return tables.stream().flatMap(Tables::export).toArray(TableState[]::new);
    }

    /** Takes over tables of the version before, before {@link #on}. */
    public void takeTables(final TableState... taken) {
        for (int i = 0; i + Tables.COUNT <= taken.length; i += Tables.COUNT) {
            tables.add(Tables.attach(taken, i));
        }
    }

    @Override
    public void close() {
        byWorker.values().forEach(ClientState::close);
        byWorker.clear();
        tables.clear();
    }
}
