package io.weir.nat64.internal.file;

import io.weir.fib.Forwarding;
import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.nat64.internal.node.SessionTimer;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.TcpState;
import io.weir.table.TableCursor;

/**
 * Takes from a file what belongs to one worker, a bounded part in each of its turns: bindings, then sessions; then bindings end that have
 * none. Each worker goes through the whole file, so it doesn't matter how many there were. Only that worker calls, but for what is
 * said to be main's.
 */
final class Restore implements Timers.Task {
    /** Tables that there are at most. */
    static final int TABLES = Forwarding.MAX_TABLES;

    static final int LAST_STATE = TcpState.TRANSIENT;
    private static final int STEPS = 256;

    /**
     * What a file is to this host.
     *
     * @param prefixes by the file's number of a prefix, this host's, or below 0.
     * @param tables by the file's index of a table, this host's, or below 0.
     */
    record Names(int[] prefixes, int[] tables) {}

    /** Whose a client is. */
    @FunctionalInterface
    interface OwnerOf {
        int worker(long high, long low);
    }

    private final Worker worker;
    private final ClientState state;
    private final SessionTimer expiry;
    private final SavedFile file;
    private final Names names;
    private final OwnerOf owners;
    private int pass = SavedEntry.BINDING;
    private long next;
    private TableCursor settled;
    private long bindings;
    private long sessions;
    private long refused;
    private volatile boolean reads;
    private volatile boolean cancelled;
    private volatile boolean done;

    Restore(
            final Worker worker,
            final ClientState state,
            final SessionTimer expiry,
            final SavedFile file,
            final Names names,
            final OwnerOf owners) {
        this.worker = worker;
        this.state = state;
        this.expiry = expiry;
        this.file = file;
        this.names = names;
        this.owners = owners;
    }

    /** Begins. */
    void begin() {
        reads = true;
        if (cancelled) {
            reads = false;
            done = true;
            return;
        }
        worker.timers().schedule(0, this);
    }

    @Override
    public void expired(final long nowNs) {
        expiry.turn();
        if (cancelled && settled == null) {
            settle();
        } else if (settled != null) {
            stepOfSettling();
        } else {
            step();
        }
        if (!done) {
            worker.timers().schedule(0, this);
        }
    }

    private void step() {
        final long end = Math.min(file.count(), next + STEPS);
        for (; next < end; next++) {
            final long at = file.entry(next);
            if (SavedEntry.kind(at) == pass
                    && owners.worker(SavedEntry.high(at), SavedEntry.low(at)) == worker.index()) {
                restore(at);
            }
        }
        if (next == file.count()) {
            next = 0;
            if (pass == SavedEntry.BINDING) {
                pass = SavedEntry.SESSION;
            } else {
                settle();
            }
        }
    }

    private void restore(final long at) {
        final int where = SavedEntry.where(at);
        final int name = pass == SavedEntry.BINDING ? names.tables[where] : names.prefixes[where];
        boolean restored = false;
        if (name >= 0 && pass == SavedEntry.BINDING) {
            restored = state.given()
                    .restoreBinding(
                            SavedEntry.high(at),
                            SavedEntry.low(at),
                            SavedEntry.port(at),
                            SavedEntry.protocol(at),
                            name,
                            SavedEntry.pool(at),
                            SavedEntry.poolPort(at));
            bindings += restored ? 1 : 0;
        } else if (name >= 0) {
            restored = state.given()
                    .restoreSession(
                            SavedEntry.high(at),
                            SavedEntry.low(at),
                            SavedEntry.port(at),
                            name,
                            SavedEntry.server(at),
                            SavedEntry.serverPort(at),
                            SavedEntry.protocol(at),
                            SavedEntry.pool(at),
                            SavedEntry.poolPort(at),
                            SavedEntry.age(at),
                            SavedEntry.state(at));
            sessions += restored ? 1 : 0;
        }
        refused += restored ? 0 : 1;
    }

    private void settle() {
        reads = false;
        settled = state.bindings().cursor();
    }

    private void stepOfSettling() {
        for (int i = 0; i < STEPS && !settled.done(); i++) {
            if (settled.next()) {
                state.given().settle(settled.entry());
            } else {
                break;
            }
        }
        if (settled.done()) {
            settled.close();
            expiry.tick();
            done = true;
        }
    }

    /** Has it end with what it has. Main only. */
    void cancel() {
        cancelled = true;
    }

    /** Whether it reads the file. */
    boolean reads() {
        return reads;
    }

    boolean done() {
        return done;
    }

    long bindings() {
        return bindings;
    }

    long sessions() {
        return sessions;
    }

    /** Those for which there is no place, prefix or table any more. */
    long refused() {
        return refused;
    }
}
