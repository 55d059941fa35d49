package io.weir.nat64.internal.state;

import io.weir.nat64.internal.log.ThreadLog;
import io.weir.net.IpProtocol;
import io.weir.table.Expiry;
import io.weir.table.SessionTable;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a worker remembers of its clients: sessions, bindings, how many each has. Only that worker calls, but for what is said
 * to be main's; what main sets holds from the worker's next turn on.
 */
public final class ClientState implements AutoCloseable {
    /** For how long sessions end in a turn, about, and after how many steps of that the time is looked at. */
    private static final long EXPIRE_NS = 100_000;

    private static final int EXPIRE_STEPS = 32;

    /** Asks clients. */
    @FunctionalInterface
    public interface Prober {
        /** Sends the client of an established TCP session a packet that it answers if it still has the connection. */
        void probe(int entry);
    }

    private static final long SECOND_NS = 1_000_000_000;

    private final Tables tables;
    private final SessionTable sessions;
    private final Bindings bindings;
    private final Clients clients;
    private final Permits permits;
    private final SharedState shared;
    private final StateLog log;
    private final Expiry expiry = this::expired;
    private final SessionStart start;
    private final GivenState given;
    private Prober prober = entry -> {};
    private long nowNs;

    ClientState(
            final SharedState shared,
            final Tables tables,
            final ThreadLog threadLog,
            final int thread,
            final int threads) {
        this.shared = shared;
        this.tables = tables;
        sessions = tables.sessions();
        clients = new Clients(tables.clients());
        permits = new Permits(tables.permits());
        log = new StateLog(threadLog, shared, sessions, tables.bindings());
        bindings = new Bindings(tables, clients, log, thread, threads);
        start = new SessionStart(this, permits);
        given = new GivenState(this);
    }

    /** Sessions, for look-ups of whole vectors: see {@link SessionEntry}. */
    public SessionTable sessions() {
        return sessions;
    }

    /** Bindings: see {@link BindingTable}. */
    public SessionTable bindings() {
        return bindings.table();
    }

    /** Blocks of ports: see {@link BlockView}. */
    public SessionTable blocks() {
        return tables.blocks();
    }

    /** Clients: see {@link ClientView}. */
    public SessionTable clientTable() {
        return tables.clients();
    }

    /** Who asks clients before their sessions end. Before nodes run. */
    public void prober(final Prober other) {
        prober = other;
    }

    /** What begins sessions. */
    public SessionStart start() {
        return start;
    }

    /** What comes from the operator, or from files. */
    public GivenState given() {
        return given;
    }

    Bindings ownBindings() {
        return bindings;
    }

    SharedState shared() {
        return shared;
    }

    /** What is logged of all this. */
    public StateLog log() {
        return log;
    }

    /** How many bindings a client has, and how many sessions. */
    public int[] countsOf(final long high, final long low, final int clientTable) {
        return bindings.ofClient(shared.limits(), high, low, clientTable);
    }

    /** How many clients have bindings. Any thread. */
    public int clients() {
        return clients.table().size();
    }

    /** Bytes of all tables. Any thread. */
    public long bytes() {
        return tables.bytes();
    }

    /** Tables that are in use. */
    List<SessionTable> usedTables() {
        final List<SessionTable> used = new ArrayList<>(List.of(sessions, bindings.table(), clients.table()));
        if (shared.limits().blockPorts() > 0) {
            used.add(tables.blocks());
        }
        if (shared.limits().addressDependent()) {
            used.add(permits.table());
        }
        return used;
    }

    int nowSeconds() {
        return (int) (nowNs / SECOND_NS);
    }

    /** The time of this turn: lets go what is over, a part of it. Returns whether there may be more. */
    public boolean turn(final long now) {
        nowNs = now;
        bindings.time(now);
        final long begunNs = System.nanoTime();
        while (sessions.expire(now, EXPIRE_STEPS, expiry) == EXPIRE_STEPS) {
            if (System.nanoTime() - begunNs > EXPIRE_NS) {
                return true;
            }
        }
        return false;
    }

    /**
     * A packet of a session has come: its time begins anew, TCP takes its step.
     *
     * @param flags of TCP.
     */
    public void packet(final int entry, final boolean fromV6, final int flags) {
        final long at = sessions.key(entry);
        if (SessionEntry.protocol(at) != IpProtocol.TCP) {
            sessions.touch(entry);
            return;
        }
        final int state = SessionEntry.state(at);
        if (state == TcpState.ESTABLISHED && (flags & TcpState.WATCHED) == 0) {
            sessions.touch(entry);
            return;
        }
        step(entry, at, state, TcpState.step(state, fromV6, flags));
    }

    private void step(final int entry, final long at, final int before, final int step) {
        final int state = TcpState.state(step);
        if (state != before) {
            sessions.beginChange(entry);
            SessionEntry.state(at, state);
            sessions.endChange(entry);
        }
        if (TcpState.time(step) != TcpState.KEEP) {
            sessions.timeout(entry, shared.timeouts().tcp(TcpState.time(step)));
        }
    }

    /** Ends a session whose binding goes on. */
    void end(final int entry, final int binding) {
        over(entry);
        sessions.remove(entry);
        bindings.countOneLess(binding);
    }

    /** Ends a session, and its binding if that was the last one. */
    public void end(final int entry) {
        final int binding = bindingOf(entry);
        over(entry);
        sessions.remove(entry);
        if (binding != 0) {
            bindings.count(shared.pool(), shared.limits(), binding, -1);
        }
    }

    /** A session is about to end: that is logged, and its server loses what it had by that one. */
    private void over(final int entry) {
        log.session(false, entry);
        if (shared.limits().addressDependent()) {
            final long at = sessions.key(entry);
            final long value = sessions.value(entry);
            permits.remove(
                    SessionEntry.server(at),
                    SessionEntry.poolAddress(value),
                    SessionEntry.poolPort(value),
                    SessionEntry.protocol(at));
        }
    }

    private int bindingOf(final int entry) {
        final long at = sessions.key(entry);
        final long value = sessions.value(entry);
        return bindings.findOther(
                SessionEntry.poolAddress(value), SessionEntry.poolPort(value), SessionEntry.protocol(at));
    }

    /** Called by the table: an established TCP session is on trial first (RFC 6146, 3.5.2.2), all others are over. */
    private long expired(final SessionTable table, final int entry) {
        final long at = table.key(entry);
        final int state = SessionEntry.state(at);
        if (TcpState.lasts(state)) {
            if (state == TcpState.ESTABLISHED && shared.probes()) {
                prober.probe(entry);
                table.beginChange(entry);
                SessionEntry.state(at, TcpState.TRANSIENT);
                table.endChange(entry);
                return shared.timeouts().tcpTransitoryNs();
            }
        }
        over(entry);
        final int binding = bindingOf(entry);
        if (binding != 0) {
            bindings.count(shared.pool(), shared.limits(), binding, -1);
        }
        return Expiry.OVER;
    }

    /** No node runs any more. Main. */
    @Override
    public void close() {
        sessions.close();
        bindings.close();
        clients.close();
        permits.close();
        start.close();
        given.close();
    }
}
