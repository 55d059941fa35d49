package io.weir.nat64.internal.state;

import io.weir.table.SessionTable;
import io.weir.table.TableState;
import java.util.stream.Stream;

/** The tables of a worker. Main makes and hands them over; what they hold is the worker's. */
record Tables(
        SessionTable sessions, SessionTable bindings, SessionTable clients, SessionTable permits, SessionTable blocks) {
    /** How many there are. */
    static final int COUNT = 5;

    /** Empty ones. */
    static Tables create() {
        return new Tables(
                SessionTable.create(SessionEntry.shape(Limits.MOST)),
                SessionTable.create(BindingTable.shape(Limits.MOST)),
                SessionTable.create(Clients.shape()),
                SessionTable.create(Permits.shape()),
                SessionTable.create(PortBlocks.shape()));
    }

    /** Those of the version before, from one of many on. */
    static Tables attach(final TableState[] taken, final int from) {
        return new Tables(
                SessionTable.attach(taken[from], SessionEntry.shape(Limits.MOST)),
                SessionTable.attach(taken[from + 1], BindingTable.shape(Limits.MOST)),
                SessionTable.attach(taken[from + 2], Clients.shape()),
                SessionTable.attach(taken[from + 3], Permits.shape()),
                SessionTable.attach(taken[from + 4], PortBlocks.shape()));
    }

    private Stream<SessionTable> all() {
        return Stream.of(sessions, bindings, clients, permits, blocks);
    }

    /** All of them, for the next version. */
    Stream<TableState> export() {
        return all().map(SessionTable::exportState);
    }

    /** Memory that they take. Any thread. */
    long bytes() {
        return all().mapToLong(SessionTable::bytes).sum();
    }
}
