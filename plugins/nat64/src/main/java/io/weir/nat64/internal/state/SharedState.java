package io.weir.nat64.internal.state;

import io.weir.nat64.internal.log.LogRings;
import io.weir.nat64.internal.map.MapTable;

/** What main sets and every worker's {@link ClientState} goes by: immutable parts, each replaced as a whole. */
public final class SharedState {
    private final LogRings log = new LogRings();
    private volatile PoolTable pool;
    private volatile PrefixTable prefixes = PrefixTable.NONE;
    private volatile MapTable maps = MapTable.EMPTY;
    private volatile Timeouts timeouts = Timeouts.DEFAULT;
    private volatile Limits limits = Limits.DEFAULT;
    private volatile boolean shadow;
    private volatile boolean probes = true;

    /** State that begins with this pool. */
    public SharedState(final PoolTable pool) {
        this.pool = pool;
    }

    /** What is logged. */
    public LogRings log() {
        return log;
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

    /** Whether packets are copies of those of a live version's sessions, which are not here: then they begin with any packet. */
    boolean isShadow() {
        return shadow;
    }

    /** This is in shadow. */
    public void shadow() {
        shadow = true;
    }

    /** How much there may be. */
    public Limits limits() {
        return limits;
    }

    /** Main only. */
    public void limits(final Limits changed) {
        limits = changed;
    }

    /** Whether clients are asked before an established TCP session ends (RFC 6146, 3.5.2.2). */
    public boolean probes() {
        return probes;
    }

    /** Main only. */
    public void probes(final boolean yes) {
        probes = yes;
    }

    /** The number of the prefix by which clients of a table know a server, or below 0. */
    int prefixFor(final int clientTable, final int server) {
        return prefixes.first(clientTable, server);
    }
}
