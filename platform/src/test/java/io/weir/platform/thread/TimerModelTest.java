package io.weir.platform.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.graph.Reasons;
import io.weir.platform.trace.Tracer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Timers against a map of deadlines: what is set, cancelled, stopped and resumed at random expires when it should. */
class TimerModelTest {
    private static final long TICK_NS = 1 << 16;
    private static final Buffers BUFFERS = new Buffers(new BufferPool("timers", 256, PageSize.SMALL));

    /** A timer as the model has it. */
    private static final class Due {
        private final int view;
        private long deadlineNs;

        Due(final int view, final long deadlineNs) {
            this.view = view;
            this.deadlineNs = deadlineNs;
        }
    }

    private final FaultLog faults = new FaultLog();
    private final Random random = new Random();
    private final TimerView[] views = new TimerView[3];
    private final boolean[] stopped = new boolean[views.length];
    private final long[] stoppedNs = new long[views.length];
    private final Map<Long, Due> model = new HashMap<>();
    private final List<Long> over = new ArrayList<>();
    private TimerWheel wheel;
    private long nowNs;

    @Property(tries = 300)
    void shouldExpireWhatTheModelExpires(@ForAll final long seed) {
        random.setSeed(seed);
        nowNs = random.nextLong() >> 3;
        wheel = new TimerWheel(nowNs, new Dispatcher(BUFFERS, new Reasons(), faults, new Tracer(1)));
        model.clear();
        over.clear();
        for (int i = 0; i < views.length; i++) {
            views[i] = wheel.of(OwnedWorker.site("owner" + i, "timers"));
            stopped[i] = false;
        }
        for (int step = 0; step < 400; step++) {
            act();
        }
        for (int view = 0; view < views.length; view++) {
            resume(view);
        }
        // What expires may have set others.
        for (int i = 0; i < 100 && !model.isEmpty(); i++) {
            pass(1L << 50);
        }
        assertThat(model).isEmpty();
        // What was cancelled may have it look once more.
        pass(1L << 50);
        assertThat(wheel.untilNextNs(nowNs)).isEqualTo(Long.MAX_VALUE);
        assertThat(faults.sites()).isEmpty();
    }

    private void act() {
        final int view = random.nextInt(views.length);
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5 -> schedule(view);
            case 6, 7, 8 -> cancel(view);
            case 9 -> stop(view);
            case 10 -> resume(view);
            case 11 -> cancelAll(view);
            default -> pass(anyDelayNs());
        }
    }

    private long anyDelayNs() {
        return random.nextInt(8) == 0 ? 0 : random.nextLong() >>> 20 + random.nextInt(40);
    }

    private void schedule(final int view) {
        final long delayNs = anyDelayNs();
        final long[] number = new long[1];
        number[0] = views[view].schedule(delayNs, now -> expire(number[0]));
        final Due due = new Due(view, (stopped[view] ? stoppedNs[view] : nowNs) + delayNs);
        assertThat(model.put(number[0], due)).isNull();
    }

    private void expire(final long number) {
        final Due due = model.remove(number);
        assertThat(due).as("still to come").isNotNull();
        assertThat(stopped[due.view]).isFalse();
        assertThat(due.deadlineNs).isLessThanOrEqualTo(nowNs);
        over.add(number);
        if (random.nextInt(4) == 0) {
            schedule(due.view);
        }
        if (random.nextInt(4) == 0) {
            cancel(due.view);
        }
    }

    private void cancel(final int view) {
        final boolean gone = random.nextBoolean();
        final List<Long> from = gone ? over : List.copyOf(model.keySet());
        if (!from.isEmpty()) {
            final long number = from.get(random.nextInt(from.size()));
            assertThat(views[view].cancel(number)).isEqualTo(model.remove(number) != null);
            over.add(number);
        }
    }

    private void stop(final int view) {
        views[view].stop();
        stoppedNs[view] = stopped[view] ? stoppedNs[view] : nowNs;
        stopped[view] = true;
    }

    private void resume(final int view) {
        views[view].resume();
        if (stopped[view]) {
            stopped[view] = false;
            model.values().stream()
                    .filter(due -> due.view == view)
                    .forEach(due -> due.deadlineNs += nowNs - stoppedNs[view]);
        }
    }

    private void cancelAll(final int view) {
        final long before = model.size();
        model.values().removeIf(due -> due.view == view);
        assertThat(views[view].cancelAll()).isEqualTo((int) (before - model.size()));
    }

    private void pass(final long ns) {
        nowNs += ns;
        int steps;
        int turns = 0;
        do {
            steps = wheel.advance(nowNs);
            assertThat(steps).isLessThanOrEqualTo(TimerWheel.STEPS_PER_TURN);
        } while (steps > 0 && ++turns < 100);
        assertThat(model.values()).allSatisfy(due -> assertThat(stopped[due.view] || due.deadlineNs > nowNs - TICK_NS)
                .isTrue());
    }
}
