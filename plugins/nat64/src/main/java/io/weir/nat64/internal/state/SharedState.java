package io.weir.nat64.internal.state;

import io.weir.nat64.internal.map.MapTable;

/** What main sets and every worker's {@link ClientState} goes by: immutable parts, each replaced as a whole. */
public final class SharedState {
    /** What becomes of an established TCP session whose time is over. */
    public interface Prober {
        /** Asks the client whether it is still there; returns whether that was asked. On the session's worker. */
        boolean probe(ClientState state, int entry);
    }

    private volatile PoolTable pool;
    private volatile PrefixTable prefixes = PrefixTable.NONE;
    private volatile MapTable maps = MapTable.EMPTY;
    private volatile Timeouts timeouts = Timeouts.DEFAULT;
    private volatile Limits limits = Limits.DEFAULT;
    private volatile Prober prober = (state, entry) -> false;

    /** State that begins with this pool. */
    public SharedState(final PoolTable pool) {
        this.pool = pool;
    }

    /** The pool. */
    public PoolTable pool() {
        return pool;
    }

    /** Main only. */
    public void pool(final PoolTable changed) {
        pool = changed;
    }

    /** Prefixes of all tables. */
    public PrefixTable prefixes() {
        return prefixes;
    }

    /** Main only. */
    public void prefixes(final PrefixTable changed) {
        prefixes = changed;
    }

    /** Addresses that are translated without sessions. */
    public MapTable maps() {
        return maps;
    }

    /** Main only. */
    public void maps(final MapTable changed) {
        maps = changed;
    }

    /** How long sessions last. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** Main only. */
    public void timeouts(final Timeouts changed) {
        timeouts = changed;
    }

    /** How much there may be. */
    public Limits limits() {
        return limits;
    }

    /** Main only. */
    public void limits(final Limits changed) {
        limits = changed;
    }

    /** Main only. */
    public void prober(final Prober changed) {
        prober = changed;
    }

    boolean probe(final ClientState state, final int entry) {
        return prober.probe(state, entry);
    }

    /** The number of the prefix by which clients of a table know a server, or below 0. */
    int prefixFor(final int clientTable, final int server) {
        return prefixes.first(clientTable, server);
    }
}
