package io.weir.platform.thread;

import io.weir.graph.Timers;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.graph.Dispatcher;
import io.weir.table.Wheel;
import java.util.Arrays;
import java.util.Objects;

/**
 * One thread's timers, each set through a view that names its owner. A timer is a place in arrays, given again when it is
 * over: nothing is allocated but when more are set than ever before. Only that thread calls, or main while it is parked.
 *
 * <pre>
 *   63                      24 23        0
 *   +-------------------------+-----------+   what a timer is known by: the place, and how often it was given before, so
 *   | given before            | place     |   that cancelling one that is over hits no other
 *   +-------------------------+-----------+
 * </pre>
 */
final class TimerWheel extends Wheel {
    /** Ticks of 65 us: what a timer may be late, as the wheel goes. */
    private static final int TICK_SHIFT = 16;

    private static final long TICK_NS = 1 << TICK_SHIFT;

    private static final long LONGEST_NS = Long.MAX_VALUE >> 2;
    private static final int PLACE_BITS = 24;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    private static final int FIRST_CAPACITY = FIRST_NODE + 64;
    /** What a turn does at most: timers that expire, or move within the wheel. */
    static final int STEPS_PER_TURN = 256;

    private final long[] state = new long[STATE_WORDS];
    private final long startNs;
    private final Dispatcher dispatcher;

    private int[] next = new int[FIRST_CAPACITY];
    private int[] previous = new int[FIRST_CAPACITY];
    private long[] deadlineNs = new long[FIRST_CAPACITY];
    private long[] given = new long[FIRST_CAPACITY];
    private Timers.Task[] task = new Timers.Task[FIRST_CAPACITY];
    private TimerView[] view = new TimerView[FIRST_CAPACITY];
    /** Neighbours in the list of those that were set through the same view; the first is linked to place 0. */
    private int[] nextOfView = new int[FIRST_CAPACITY];

    private int[] previousOfView = new int[FIRST_CAPACITY];
    /** The first of the places that were given back, linked by {@link #nextOfView}; 0 if there is none. */
    private int free;

    private int used = FIRST_NODE;
    private long nowNs;

    TimerWheel(final long startNs, final Dispatcher dispatcher) {
        this.startNs = startNs;
        this.dispatcher = dispatcher;
        nowNs = startNs;
        clear(0);
    }

    /** The wheel as one owner sees it. */
    TimerView of(final FaultSite owner) {
        return new TimerView(this, owner);
    }

    long nowNs() {
        return nowNs;
    }

    /** Sets a timer, for {@link TimerView}. */
    long set(final long atNs, final Timers.Task what, final TimerView through, final int after) {
        Objects.requireNonNull(what, "a timer needs a task");
        final int place = take();
        deadlineNs[place] = atNs;
        task[place] = what;
        view[place] = through;
        nextOfView[place] = after;
        previousOfView[place] = 0;
        if (after != 0) {
            previousOfView[after] = place;
        }
        detach(place);
        return given[place] << PLACE_BITS | place;
    }

    /** How many are set, running or not. */
    int set() {
        int set = 0;
        for (int place = FIRST_NODE; place < used; place++) {
            set += task[place] == null ? 0 : 1;
        }
        return set;
    }

    static int place(final long timer) {
        return (int) timer & PLACE_MASK;
    }

    /** When a timer that is set {@code delayNs} from {@code fromNs} is due; without a delay in a tick that has come. */
    static long due(final long fromNs, final long delayNs) {
        return delayNs > 0 ? fromNs + Math.min(delayNs, LONGEST_NS) : fromNs - TICK_NS;
    }

    private int take() {
        final int place = free;
        if (place != 0) {
            free = nextOfView[place];
            return place;
        }
        if (used == next.length) {
            grow();
        }
        return used++;
    }

    private void grow() {
        if (used > PLACE_MASK >> 1) {
            throw new IllegalStateException(used - FIRST_NODE + " timers are set: no more");
        }
        final int capacity = used * 2;
        next = Arrays.copyOf(next, capacity);
        previous = Arrays.copyOf(previous, capacity);
        deadlineNs = Arrays.copyOf(deadlineNs, capacity);
        given = Arrays.copyOf(given, capacity);
        task = Arrays.copyOf(task, capacity);
        view = Arrays.copyOf(view, capacity);
        nextOfView = Arrays.copyOf(nextOfView, capacity);
        previousOfView = Arrays.copyOf(previousOfView, capacity);
    }

    /** Takes a timer back; returns whether it had still to come. */
    boolean cancel(final long timer) {
        final int place = place(timer);
        if (place < FIRST_NODE || place >= used || task[place] == null || given[place] != timer >>> PLACE_BITS) {
            return false;
        }
        drop(place);
        return true;
    }

    private void giveBack(final int place) {
        final int before = previousOfView[place];
        final int after = nextOfView[place];
        if (before == 0) {
            view[place].first(after);
        } else {
            nextOfView[before] = after;
        }
        if (after != 0) {
            previousOfView[after] = before;
        }
        task[place] = null;
        view[place] = null;
        given[place]++;
        nextOfView[place] = free;
        free = place;
    }

    /** Takes back the timer in a place. */
    void drop(final int place) {
        unlink(place);
        giveBack(place);
    }

    /** Takes a timer off the wheel, but keeps its place; returns the next one of its view or 0. */
    int suspend(final int place) {
        unlink(place);
        return nextOfView[place];
    }

    /** Puts one back that was suspended, due later by so much; returns the next one of its view or 0. */
    int resume(final int place, final long laterNs) {
        deadlineNs[place] += laterNs;
        link(place);
        return nextOfView[place];
    }

    /** Runs what is due, {@value #STEPS_PER_TURN} at most, and leaves the rest for the next turns. */
    int advance(final long now) {
        nowNs = now;
        return advance(now - startNs >> TICK_SHIFT, STEPS_PER_TURN);
    }

    /** Time until the next timer may be due, in nanoseconds. */
    long untilNextNs(final long now) {
        final long tick = nextTick();
        return tick == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, startNs + (tick << TICK_SHIFT) - now);
    }

    @Override
    protected void due(final int place) {
        final Timers.Task what = task[place];
        final FaultSite owner = view[place].owner();
        giveBack(place);
        Throwable thrown = null;
        dispatcher.enter(owner);
        try {
            what.expired(nowNs);
        } catch (final Throwable fault) {
            thrown = fault;
        }
        dispatcher.leave(thrown, "the timer is over");
    }

    @Override
    protected long deadline(final int place) {
        return deadlineNs[place] - startNs + TICK_NS - 1 >> TICK_SHIFT;
    }

    @Override
    protected int next(final int node) {
        return next[node];
    }

    @Override
    protected int previous(final int node) {
        return previous[node];
    }

    @Override
    protected void next(final int node, final int after) {
        next[node] = after;
    }

    @Override
    protected void previous(final int node, final int before) {
        previous[node] = before;
    }

    @Override
    protected long state(final int word) {
        return state[word];
    }

    @Override
    protected void state(final int word, final long value) {
        state[word] = value;
    }
}
