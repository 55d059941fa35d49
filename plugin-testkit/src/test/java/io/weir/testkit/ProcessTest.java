package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.platform.host.HostOptions;
import io.weir.platform.thread.Process;
import io.weir.testkit.Lab.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Process nodes, requests to main and timers, by a clock that the test turns. */
@Timeout(60)
class ProcessTest {
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final List<String> seen = new ArrayList<>();
    private final Collector a = new Collector();
    private ProcessHandle handle;

    private TestHost host(final int workers, final Lab lab) {
        return TestHost.of(HostOptions.workers(workers), clock::get).plugin("lab", lab);
    }

    private void turns(final TestHost host) {
        for (int i = 0; i < 3; i++) {
            host.host().turn();
        }
    }

    private Process.State state(final TestHost host, final String name) {
        return host.host().main().processes().stream()
                .filter(process -> process.node().name().equals(name))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldWaitForEventsAndTheClock(final int workers) {
        final Lab lab = new Lab(registrar -> handle = registrar.process("proc", context -> {
            while (true) {
                final int type = context.waitForEventOrClock(1_000);
                seen.add(type + ":" + context.eventData() + "@" + context.nowNs());
            }
        }));
        try (TestHost host = host(workers, lab)) {
            turns(host);
            assertThat(seen).isEmpty();
            assertThat(state(host, "proc")).isEqualTo(Process.State.ANY_WAIT);
            clock.set(1_000_999);
            turns(host);
            assertThat(seen).isEmpty();
            clock.set(1_001_000);
            turns(host);
            assertThat(seen).containsExactly("-1:0@1001000");
            handle.signal(7, 70);
            handle.signal(8, 80);
            turns(host);
            assertThat(seen).containsExactly("-1:0@1001000", "7:70@1001000", "8:80@1001000");
            clock.set(1_002_000);
            turns(host);
            assertThat(seen).last().isEqualTo("-1:0@1002000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldEmitAndEndWithItsFinallyWhenPluginGoes(final int workers) {
        final Lab sink = new Lab(registrar -> registrar.node("a", a));
        final var plugin = new io.weir.plugin.WeirPlugin() {
            @Override
            public void register(final io.weir.plugin.Registrar registrar) {
                registrar.process("proc", context -> {
                    try {
                        context.sink().emit(Lab.packet(context.worker(), 3, 1), registrar.next("a"));
                        context.waitForEventOrClock(ProcessContext.FOREVER);
                        seen.add("never");
                    } finally {
                        seen.add("end");
                    }
                });
            }
        };
        try (TestHost host = host(workers, sink)) {
            final int before = host.host().main().processes().size();
            final var ledger = host.host().insert("p", plugin);
            turns(host);
            assertThat(a.numbers()).containsExactly(3);
            assertThat(a.calls().getFirst().thread()).isZero();
            assertThat(state(host, "proc")).isEqualTo(Process.State.EVENT_WAIT);
            host.host().remove(ledger);
            assertThat(seen).containsExactly("end");
            assertThat(host.host().main().processes()).hasSize(before);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldBeDoneAndCountedWhenProcessThrows(final int workers) {
        final Lab lab = new Lab(registrar -> handle = registrar.process("proc", context -> {
            context.waitForEventOrClock(ProcessContext.FOREVER);
            throw new IllegalStateException("process");
        }));
        try (TestHost host = host(workers, lab)) {
            turns(host);
            handle.signal(0, 0);
            turns(host);
            assertThat(state(host, "proc")).isEqualTo(Process.State.DONE);
            assertThat(host.faults()).isOne();
            handle.signal(1, 0);
            turns(host);
            assertThat(host.faults()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldServeRequestsOfOtherThreadsWhenMainSleeps(final int workers) throws InterruptedException {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final AtomicInteger served = new AtomicInteger();
            // One at a time: a wake-up that is missed costs 10 ms, five hundred of them the time limit.
            final Thread other = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 500; i++) {
                    final int due = i + 1;
                    host.host().main().execute(served::incrementAndGet);
                    while (served.get() < due) {
                        Thread.onSpinWait();
                    }
                }
            });
            host.until(() -> served.get() == 500);
            other.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnServingWhenRequestFails(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final AtomicInteger served = new AtomicInteger();
            host.host().main().execute(() -> {
                throw new IllegalStateException("request");
            });
            host.host().main().execute(() -> {
                throw new AssertionError("request");
            });
            host.host().main().execute(served::incrementAndGet);
            host.until(() -> served.get() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTurnTheLoopBetweenRequestsWhenRequestAsksAgain(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final AtomicInteger asked = new AtomicInteger();
            final Runnable[] again = new Runnable[1];
            final long first = host.host().main().turns();
            again[0] = () -> {
                if (asked.incrementAndGet() < 1_000_000 && host.host().main().turns() < first + 20) {
                    host.host().main().execute(again[0]);
                }
            };
            host.host().main().execute(again[0]);
            host.until(() -> host.host().main().turns() >= first + 20);
            assertThat(asked.get()).isLessThan(50);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldExpireInOrderUnlessCancelled(final int workers) {
        final Lab lab = new Lab(registrar -> {});
        final List<String> expired = java.util.Collections.synchronizedList(new ArrayList<>());
        final long[] timers = new long[1];
        try (TestHost host = host(workers, lab)) {
            lab.on(lab.last(), (worker, sink) -> {
                worker.timers().schedule(3_600_000_000_000L, now -> expired.add("hour"));
                worker.timers().schedule(30_000_000, now -> expired.add("30"));
                worker.timers().schedule(10_000_000, now -> {
                    expired.add("10");
                    throw new IllegalStateException("timer");
                });
                timers[0] = worker.timers().schedule(20_000_000, now -> expired.add("20"));
                worker.timers().schedule(40_000_000, now -> expired.add("40"));
            });
            host.until(lab::done);
            clock.addAndGet(9_000_000);
            host.untilIdle();
            assertThat(expired).isEmpty();
            clock.addAndGet(2_000_000);
            host.until(() -> expired.size() == 1);
            lab.on(lab.last(), (worker, sink) -> {
                assertThat(worker.timers().cancel(timers[0])).isTrue();
                assertThat(worker.timers().cancel(timers[0])).isFalse();
            });
            host.until(lab::done);
            clock.addAndGet(100_000_000);
            host.until(() -> expired.size() == 3);
            assertThat(expired).containsExactly("10", "30", "40");
            clock.addAndGet(3_600_000_000_000L);
            host.until(() -> expired.size() == 4);
            assertThat(expired).last().isEqualTo("hour");
            assertThat(host.faults()).isZero();
        }
    }
}
