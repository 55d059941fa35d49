package io.weir.nat64.internal.state;

import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.table.TableCursor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Goes through what a worker remembers, a bounded part in each of its turns, and ends what one of its tests means; bindings end with
 * their last session. What is asked for meanwhile is done in another round. Only that worker calls, but for what is said to be
 * main's.
 */
public final class Sweep implements Timers.Task, AutoCloseable {
    /** Steps of the cursor a turn, at most; each looks at up to a thousand places, or comes to an entry. */
    private static final int STEPS = 128;

    /** For how long it goes on in a turn: what it does is not compiled at first. */
    private static final long LONGEST_NS = 100_000;

    /** Steps from one look at the clock to the next. */
    private static final int STEPS_A_LOOK = 8;

    private final Worker worker;
    private final ClientState state;
    private final LongSupplier clock;
    private final Set<SessionTest> asked = new LinkedHashSet<>();
    private final List<SessionTest> tests = new ArrayList<>();
    private TableCursor cursor;
    /** Whether the operator's bindings are to go, and whether the cursor is going through bindings by now. */
    private boolean release;

    private boolean releasing;
    /** How often main has asked, how often the worker was told, and what of it is done. */
    private int wanted;

    private int told;
    private int taken;
    private volatile int done;

    /**
     * Of a worker.
     *
     * @param clock how it tells how long it has been at it, in nanoseconds.
     */
    Sweep(final Worker worker, final ClientState state, final LongSupplier clock) {
        this.worker = worker;
        this.state = state;
        this.clock = clock;
    }

    /** What is to be done on the worker to have sessions end. Main only. */
    Runnable ending(final SessionTest gone) {
        wanted++;
        return () -> ask(gone, false);
    }

    /** The same for all that there is, the operator's bindings too. Main only. */
    Runnable endingAll() {
        wanted++;
        return () -> ask(SessionTest.ALL, true);
    }

    /** Whether something that was asked for isn't done. Main only. */
    boolean busy() {
        return done != wanted;
    }

    private void ask(final SessionTest gone, final boolean all) {
        told++;
        asked.add(gone);
        release |= all;
        if (cursor == null) {
            begin();
        }
    }

    private void begin() {
        taken = told;
        tests.clear();
        tests.addAll(asked);
        asked.clear();
        releasing = false;
        cursor = state.sessions().cursor();
        worker.timers().schedule(0, this);
    }

    @Override
    public void expired(final long nowNs) {
        final long begunNs = clock.getAsLong();
        for (int i = 0; i < STEPS && !cursor.done(); i++) {
            if (i % STEPS_A_LOOK == 0 && clock.getAsLong() - begunNs > LONGEST_NS) {
                break;
            }
            if (cursor.next()) {
                look(cursor.entry());
            } else if (i > 0) {
                break;
            }
        }
        if (!cursor.done()) {
            worker.timers().schedule(0, this);
            return;
        }
        close();
        if (release && !releasing) {
            releasing = true;
            release = false;
            cursor = state.bindings().cursor();
            worker.timers().schedule(0, this);
            return;
        }
        done = taken;
        if (!asked.isEmpty()) {
            begin();
        }
    }

    private void look(final int entry) {
        if (releasing) {
            state.given().releaseStatic(entry);
            return;
        }
        final long key = state.sessions().key(entry);
        final long value = state.sessions().value(entry);
        for (int i = 0; i < tests.size(); i++) {
            if (tests.get(i).fits(key, value)) {
                state.end(entry);
                return;
            }
        }
    }

    /** Gives the table's memory back, wherever it stands. */
    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
