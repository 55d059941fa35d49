package io.weir.platform.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.weir.graph.Timers;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.graph.Reasons;
import io.weir.platform.trace.Tracer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The timers of one thread, by a clock that the test turns. */
class TimerWheelTest {
    private static final long TICK_NS = 1 << 16;
    private static final long HOUR_NS = 3_600_000_000_000L;
    /** Clocks of the kind of {@link System#nanoTime} may begin anywhere. */
    private static final long START_NS = -7 * HOUR_NS + 12_345;

    private final Buffers buffers = new Buffers(new BufferPool("timers", 256, PageSize.SMALL));
    private final FaultLog faults = new FaultLog();
    private final TimerWheel wheel =
            new TimerWheel(START_NS, new Dispatcher(buffers, new Reasons(), faults, new Tracer(1)));
    private final FaultSite siteOfA = OwnedWorker.site("a", "timers");
    private final FaultSite siteOfB = OwnedWorker.site("b", "timers");
    private final TimerView view = wheel.of(siteOfA);
    private final TimerView other = wheel.of(siteOfB);
    private final List<String> expired = new ArrayList<>();
    private long nowNs = START_NS;

    @BeforeEach
    void begin() {
        wheel.advance(nowNs);
    }

    private int pass(final long ns) {
        nowNs += ns;
        return wheel.advance(nowNs);
    }

    private long set(final TimerView through, final long delayNs, final String name) {
        return through.schedule(delayNs, now -> expired.add(name));
    }

    @Test
    void shouldExpireInTheOrderOfDeadlinesWhenTimeJumps() {
        set(view, 40_000_000, "40");
        set(other, HOUR_NS, "hour");
        set(view, 30_000_000, "30");
        set(view, 5_000_000_000L, "5000");
        pass(30_000_000 - 1);
        assertThat(expired).isEmpty();
        pass(TICK_NS + 1);
        assertThat(expired).containsExactly("30");
        pass(2 * HOUR_NS);
        assertThat(expired).containsExactly("30", "40", "5000", "hour");
        assertThat(wheel.untilNextNs(nowNs)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldNotExpireForDecadesWhenTheDelayIsForever() {
        set(view, Long.MAX_VALUE, "never");
        for (int i = 0; i < 500; i++) {
            pass(1_000 * HOUR_NS);
        }
        assertThat(expired).isEmpty();
    }

    @Test
    void shouldTakeNoStepsForWhatIsNotDue() {
        for (int i = 0; i < 1_000; i++) {
            set(view, HOUR_NS, "hour");
        }
        int steps = 0;
        for (int i = 0; i < 1_000_000; i++) {
            steps += pass(1_000_000);
        }
        assertThat(steps).as("in a thousand seconds, a turn each millisecond").isLessThan(4_000);
        assertThat(expired).isEmpty();
        assertThat(wheel.untilNextNs(nowNs)).isGreaterThan(60_000_000_000L);
    }

    @Test
    void shouldSpreadExpiriesOverTurnsWhenTooManyAreDue() {
        for (int i = 0; i < 1_000; i++) {
            set(i % 2 == 0 ? view : other, 1_000_000, "due");
        }
        final int first = pass(10_000_000);
        assertThat(first).isLessThanOrEqualTo(TimerWheel.STEPS_PER_TURN);
        assertThat(wheel.untilNextNs(nowNs)).as("the thread must not sleep").isZero();
        for (int i = 0; i < 20; i++) {
            assertThat(pass(0)).isLessThanOrEqualTo(TimerWheel.STEPS_PER_TURN);
        }
        assertThat(expired).hasSize(1_000);
    }

    @Test
    void shouldRunOnceATurnWhenATimerSetsItselfWithoutDelay() {
        final Timers.Task[] again = new Timers.Task[1];
        again[0] = now -> {
            expired.add("again");
            view.schedule(0, again[0]);
        };
        view.schedule(0, again[0]);
        for (int i = 1; i <= 10; i++) {
            pass(0);
            assertThat(expired).hasSize(i);
        }
        pass(HOUR_NS);
        assertThat(expired.size()).isBetween(11, 12);
    }

    @Test
    void shouldHitNoOtherWhenCancelledTwice() {
        final Set<Long> numbers = new HashSet<>();
        final long first = set(view, 1_000, "first");
        assertThat(view.cancel(first)).isTrue();
        for (int i = 0; i < 1_000; i++) {
            final long later = set(view, 1_000, "later");
            assertThat(numbers.add(later)).isTrue();
            assertThat(view.cancel(first)).isFalse();
            assertThat(view.cancel(later)).isTrue();
        }
        for (final long nonsense : new long[] {0, -1, 1, Long.MAX_VALUE, 600, 1 << 23}) {
            assertThat(view.cancel(nonsense)).isFalse();
        }
        pass(HOUR_NS);
        assertThat(expired).isEmpty();
    }

    @Test
    void shouldChargeTheOwnerAndGoOnWhenATimerThrows() {
        other.schedule(1_000, now -> {
            throw new IllegalStateException("timer");
        });
        set(view, 2_000, "next");
        pass(HOUR_NS);
        assertThat(expired).containsExactly("next");
        assertThat(siteOfB.faults()).isEqualTo(1);
        assertThat(siteOfA.faults()).isZero();
    }

    @Test
    void shouldRefuseANullTaskAndKeepNothing() {
        assertThatThrownBy(() -> view.schedule(1_000, null)).hasMessage("a timer needs a task");
        assertThat(wheel.untilNextNs(nowNs)).isEqualTo(Long.MAX_VALUE);
        assertThat(view.cancelAll()).isZero();
    }

    @Test
    void shouldTakeBackWhatOneOwnerSetOnly() {
        set(view, 1_000_000, "mine");
        set(other, 1_000_000, "theirs");
        set(view, HOUR_NS, "mine");
        assertThat(view.cancelAll()).isEqualTo(2);
        assertThat(view.cancelAll()).isZero();
        pass(2 * HOUR_NS);
        assertThat(expired).containsExactly("theirs");
    }

    @Test
    void shouldGoOnWithTheTimeLeftWhenStoppedAndResumed() {
        set(view, 10_000_000, "10");
        final long cancelled = set(view, 20_000_000, "20");
        set(other, 10_000_000, "other");
        pass(4_000_000);
        view.stop();
        view.stop();
        pass(HOUR_NS);
        assertThat(expired).containsExactly("other");
        set(view, 5_000_000, "set while stopped");
        assertThat(view.cancel(cancelled)).isTrue();
        final long kept = set(view, 1_000_000_000, "kept");
        pass(HOUR_NS);
        view.resume();
        view.resume();
        pass(5_000_000 - 1);
        assertThat(expired).containsExactly("other");
        pass(TICK_NS + 1);
        assertThat(expired).containsExactly("other", "set while stopped");
        pass(1_000_000);
        assertThat(expired).containsExactly("other", "set while stopped", "10");
        assertThat(view.cancel(kept)).isTrue();
        pass(HOUR_NS);
        assertThat(expired).hasSize(3);
    }

    @Test
    void shouldForgetStoppedTimersWhenTheirOwnerGoes() {
        final long timer = set(view, 10_000_000, "gone");
        view.stop();
        assertThat(view.cancelAll()).isEqualTo(1);
        view.resume();
        assertThat(view.cancel(timer)).isFalse();
        pass(HOUR_NS);
        assertThat(expired).isEmpty();
    }

    @Test
    void shouldAllocateNothingOnceItHasGrown() {
        final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final Timers.Task task = now -> {};
        final long[] timers = new long[1_000];
        final Random random = new Random(1);
        long before = 0;
        for (int round = 0; round < 2_000; round++) {
            if (round == 1_000) {
                before = memory.getCurrentThreadAllocatedBytes();
            }
            for (int i = 0; i < timers.length; i++) {
                timers[i] = view.schedule(random.nextInt(50_000_000), task);
            }
            for (int i = 0; i < timers.length; i += 2) {
                view.cancel(timers[i]);
            }
            for (int i = 0; i < 10; i++) {
                pass(6_000_000);
            }
        }
        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .as("bytes, in a million timers")
                .isLessThan(10_000);
    }
}
