package io.weir.nat64.internal.state;

import io.weir.table.SessionTable;
import io.weir.table.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state of all threads' clients. Main only. */
public final class StateStore implements AutoCloseable {
    private final SharedState shared;
    private final int threads;
    private final Map<Integer, ClientState> byWorker = new TreeMap<>();
    private final List<Tables> tables = new ArrayList<>();
    private int provisioned;

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

    /** Sessions that have begun, those that have ended included. */
    public long begun() {
        return byWorker.values().stream()
                .mapToLong(state -> state.sessions().statistics().inserted())
                .sum();
    }

    /** Bindings of all workers. */
    public long bindings() {
        return byWorker.values().stream()
                .mapToLong(state -> state.bindings().size())
                .sum();
    }

    /** Clients of all workers that have bindings. */
    public long clients() {
        return byWorker.values().stream().mapToLong(ClientState::clients).sum();
    }

    /**
     * Takes memory for what is to come, so that workers don't have to: a page, as the system may be long in finding one. The next
     * call begins with the table behind.
     *
     * @return the bytes that it took, 0 if there is enough.
     */
    public long provision() {
        final List<SessionTable> all = byWorker.values().stream()
                .flatMap(state -> state.usedTables().stream())
                .toList();
        for (int i = 0; i < all.size(); i++) {
            final long taken = all.get(provisioned++ % all.size()).provision(1);
            if (taken > 0) {
                return taken;
            }
        }
        return 0;
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
