package io.weir.nat64.internal.state;

import io.weir.nat64.internal.log.EventType;
import io.weir.nat64.internal.log.ThreadLog;
import io.weir.table.SessionTable;

/** Has a worker's log tell of bindings and sessions, where that is wanted: one branch else. Only that worker calls. */
public final class StateLog {
    private final ThreadLog log;
    private final SharedState shared;
    private final SessionTable sessions;
    private final SessionTable bindings;

    StateLog(final ThreadLog log, final SharedState shared, final SessionTable sessions, final SessionTable bindings) {
        this.log = log;
        this.shared = shared;
        this.sessions = sessions;
        this.bindings = bindings;
    }

    /** Where it is written. */
    public ThreadLog log() {
        return log;
    }

    /** A session has begun, or is about to end. */
    void session(final boolean made, final int entry) {
        if (log.sessions()) {
            final long at = sessions.key(entry);
            final long value = sessions.value(entry);
            log.session(
                    made,
                    SessionEntry.high(at),
                    SessionEntry.low(at),
                    SessionEntry.port(at),
                    SessionEntry.protocol(at),
                    SessionEntry.table(at),
                    SessionEntry.prefix(at),
                    SessionEntry.server(at),
                    SessionEntry.serverPort(at),
                    SessionEntry.poolAddress(value),
                    SessionEntry.poolPort(value));
        }
    }

    /** A binding was made, or is about to end. */
    void binding(final boolean made, final int entry) {
        if (log.bindings()) {
            final long at = bindings.key(entry);
            final long value = bindings.value(entry);
            log.binding(
                    made,
                    BindingTable.high(at),
                    BindingTable.low(at),
                    BindingTable.port(at),
                    BindingTable.protocol(at),
                    BindingTable.table(at),
                    BindingTable.poolAddress(value),
                    BindingTable.poolPort(value));
        }
    }

    /** A client has got a block of ports, or is about to lose it. */
    void block(
            final boolean made,
            final Limits limits,
            final int entry,
            final SessionTable blocks,
            final Clients clients) {
        if (log.blocks()) {
            final long at = blocks.key(entry);
            final long client = clients.table().key(PortBlocks.client(blocks.value(entry)));
            final int first = PortBlocks.firstPort(at);
            log.block(
                    made,
                    Clients.high(client),
                    Clients.low(client),
                    Clients.tableOf(client),
                    PortBlocks.address(at),
                    first,
                    first + limits.blockPorts() - 1);
        }
    }

    /**
     * A client got nothing: that is logged if it was for want of something.
     *
     * @param code a {@link NoSession}.
     */
    public void refused(final int code, final long high, final long low) {
        final Limits limits = shared.limits();
        switch (code) {
            case NoSession.NO_PORT, NoSession.NO_POOL -> log.exhausted(high, low);
            case NoSession.CLIENT_LIMIT -> log.quota(EventType.Quota.PER_CLIENT, limits.perClient(), high, low);
            case NoSession.CLIENT_SESSIONS ->
                log.quota(EventType.Quota.PER_CLIENT, limits.sessionsPerClient(), high, low);
            case NoSession.FULL -> {
                if (sessions.size() >= limits.sessions()) {
                    log.quota(EventType.Quota.SESSIONS, limits.sessions(), high, low);
                } else {
                    log.quota(EventType.Quota.BINDINGS, limits.bindings(), high, low);
                }
            }
            default -> {}
        }
    }
}
