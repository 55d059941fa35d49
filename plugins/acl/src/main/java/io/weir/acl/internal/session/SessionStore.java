package io.weir.acl.internal.session;

import io.weir.graph.Worker;
import io.weir.net.FlowKey;
import io.weir.table.SessionTable;
import io.weir.table.TableShape;
import io.weir.table.TableState;
import java.util.ArrayList;
import java.util.List;

/** Tables of sessions for all workers, and how sessions last. Main only, but for what is said of {@link #settings}. */
public final class SessionStore implements AutoCloseable {
    /** Sessions that a table has address space for; the setting counts below that. */
    public static final int MOST = 1 << 24;

    private static final long PROVISION_BYTES = 1 << 22;

    /** Tables of a thread. */
    private record Pair(SessionTable ip4, SessionTable ip6) {}

    private final List<Pair> tables = new ArrayList<>();
    private final List<Sessions> sessions = new ArrayList<>();
    private final int threads;
    private volatile SessionSettings settings = SessionSettings.DEFAULT;

    /** For workers, of which there may be none beside main. */
    public SessionStore(final List<? extends Worker> workers) {
        threads = Math.max(1, workers.size() - 1);
    }

    private static TableShape shape(final boolean ip6) {
        return new TableShape(
                ip6 ? FlowKey.IP6_BYTES : FlowKey.IP4_BYTES, SessionValue.BYTES, SessionValue.LAYOUT, MOST);
    }

    /** The sessions of a thread; once for each, in the order of their indices. */
    public Sessions on(final Worker worker) {
        while (tables.size() <= worker.index()) {
            tables.add(new Pair(SessionTable.create(shape(false)), SessionTable.create(shape(true))));
        }
        final Pair pair = tables.get(worker.index());
        final Sessions made = new Sessions(worker, pair.ip4, pair.ip6, threads, () -> settings);
        sessions.add(made);
        return made;
    }

    /** What holds now; any thread may ask. */
    public SessionSettings settings() {
        return settings;
    }

    /** Changes it; sessions that are there go by it from their next change on. */
    public void settings(final SessionSettings changed) {
        settings = changed;
    }

    /** Takes memory for sessions to come, so that workers don't have to; returns whether there was need of some. */
    public boolean provision() {
        long taken = 0;
        for (final Pair pair : tables) {
            taken += used(pair.ip4) ? pair.ip4.provision(PROVISION_BYTES) : 0;
            taken += used(pair.ip6) ? pair.ip6.provision(PROVISION_BYTES) : 0;
        }
        return taken > 0;
    }

    private static boolean used(final SessionTable table) {
        return table.statistics().inserted() > 0;
    }

    /** How many there are. */
    public long size() {
        return tables.stream()
                .mapToLong(pair -> pair.ip4.size() + (long) pair.ip6.size())
                .sum();
    }

    /** Bytes of all tables. */
    public long bytes() {
        return tables.stream()
                .mapToLong(pair -> pair.ip4.bytes() + pair.ip6.bytes())
                .sum();
    }

    /** Sessions of a family, by thread. */
    public List<SessionTable> tables(final boolean ip6) {
        return tables.stream().map(pair -> ip6 ? pair.ip6 : pair.ip4).toList();
    }

    /** All tables, for the next version: those of IPv4 and of IPv6 of each thread in turn. */
    public TableState[] exportTables() {
        return tables.stream()
                .flatMap(pair -> List.of(pair.ip4.exportState(), pair.ip6.exportState()).stream())
                .toArray(TableState[]::new);
    }

    /** Takes over tables of the version before. */
    public void takeTables(final TableState... states) {
        for (int i = 0; i + 1 < states.length; i += 2) {
            tables.add(new Pair(
                    SessionTable.attach(states[i], shape(false)), SessionTable.attach(states[i + 1], shape(true))));
        }
    }

    @Override
    public void close() {
        sessions.forEach(Sessions::close);
        for (final Pair pair : tables) {
            pair.ip4.close();
            pair.ip6.close();
        }
        tables.clear();
    }
}
