package io.weir.platform.thread;

import io.weir.plugin.Quiescence;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Quiescent states seen from the threads' turn counters. Time is cut into periods, one at a time and only while somebody
 * waits for one; a period ends when every thread has begun a turn since it began. A mark passes after two whole periods: by
 * the end of the first no thread holds what was taken out before, by the end of the second nor do packets that a thread
 * had handed to another's queue in the first, since a turn empties the queue and dispatches what was in it. Main only.
 *
 * <p>The fence after a table's store and before the counters are read pairs with the volatile store that begins a turn: a
 * thread whose counter has moved since reads the table as it is after the store.
 */
public final class TurnQuiescence implements Quiescence {
    private static final int PERIODS = 2;

    private final List<? extends GraphLoop> threads;
    private final long[] turns;
    private long ended;
    private boolean running;

    public TurnQuiescence(final List<? extends GraphLoop> threads) {
        this.threads = List.copyOf(threads);
        turns = new long[threads.size()];
    }

    @Override
    public long mark() {
        // A period that runs began too early to count.
        return ended + PERIODS + (running ? 1 : 0);
    }

    @Override
    public boolean passed(final long mark) {
        while (ended < mark) {
            if (!running) {
                begin();
            }
            if (!allBegunAnew()) {
                return false;
            }
            running = false;
            ended++;
        }
        return true;
    }

    private void begin() {
        VarHandle.fullFence();
        for (int i = 0; i < turns.length; i++) {
            turns[i] = threads.get(i).turns();
        }
        running = true;
    }

    private boolean allBegunAnew() {
        for (int i = 0; i < turns.length; i++) {
            if (threads.get(i).turns() == turns[i] && threads.get(i).turning()) {
                return false;
            }
        }
        return true;
    }
}
