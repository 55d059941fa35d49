package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.ProcessHandle;
import io.weir.platform.fault.FaultReport;
import io.weir.platform.fault.QuarantineLimits;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of a plugin that keeps its thread busy is named; one that waits, and a host that is idle, are not. */
@Timeout(60)
class WatchdogTest {
    private static final long LOOP_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /** So long a node may wait, though it ought not to. */
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final AtomicInteger blocked = new AtomicInteger();
    private final Collector a = new Collector();
    private final AtomicBoolean loops = new AtomicBoolean(true);
    private volatile long blockMs = 200;
    private ProcessHandle process;
    private final Lab lab = new Lab(host -> {
        host.node("a", a);
        host.node("looping", worker -> frame -> loop()).nexts(host.next("a"));
        host.node("waiting", worker -> frame -> LockSupport.parkNanos(WAIT_NS)).nexts(host.next("a"));
        host.node("blocking", worker -> frame -> block()).nexts(host.next("a"));
        process = host.process("looping-process", context -> {
            while (true) {
                context.waitForEventOrClock(Long.MAX_VALUE);
                loop();
            }
        });
    });

    private void loop() {
        final long until = System.nanoTime() + LOOP_NS;
        while (loops.get() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private void block() {
        blocked.incrementAndGet();
        try {
            Thread.sleep(blockMs);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers).plugin("lab", lab);
        host.host().faults().limits(owner -> QuarantineLimits.ofMillis(3, 60_000));
        return host;
    }

    private static List<FaultReport> reports(final TestHost host) {
        return host.host().services().quarantine().reports("lab");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNameAndQuarantineNodeThatLoopsForFiftyMilliseconds(final int workers) {
        try (TestHost host = host(workers)) {
            int sent = 0;
            // On a machine with too few cores 50 ms may pass without the thread having had a core for long.
            while (host.host().services().quarantine().quarantined("lab").isEmpty()) {
                lab.send(1, "looping");
                host.until(lab::done);
                host.untilIdle();
                sent++;
            }
            assertThat(sent).isGreaterThanOrEqualTo(3);
            assertThat(reports(host)).hasSize(1);
            final FaultReport report = reports(host).getFirst();
            assertThat(report.part()).isEqualTo("looping");
            assertThat(report.thread()).isEqualTo(lab.last());
            assertThat(report.stalls()).isGreaterThanOrEqualTo(3);
            assertThat(report.text())
                    .contains(workers == 0 ? "weir_main" : "weir_wk_", "looping of plugin lab", "WatchdogTest");
            assertThat(a.packets()).isGreaterThanOrEqualTo(3);
            loops.set(false);
            host.cli("plugin release lab");
            final int before = a.packets();
            lab.send(1, "looping");
            host.until(() -> a.packets() == before + 1);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNameProcessThatKeepsMain(final int workers) {
        try (TestHost host = host(workers)) {
            while (reports(host).isEmpty()) {
                process.signal(0, 0);
                host.untilIdle();
            }
            assertThat(reports(host).getFirst().part()).isEqualTo("looping-process");
            assertThat(reports(host).getFirst().thread()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNameTimerThatKeepsItsThread(final int workers) {
        try (TestHost host = host(workers)) {
            while (reports(host).isEmpty()) {
                lab.on(lab.last(), (worker, sink) -> worker.timers().schedule(0, now -> loop()));
                host.until(lab::done);
                host.untilIdle();
            }
            assertThat(reports(host).getFirst().part()).isEqualTo("timers");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNameNobodyWhoDoesNotUseTheCore(final int workers) {
        try (TestHost host = host(workers)) {
            for (int i = 0; i < 5; i++) {
                lab.send(1, "waiting");
                host.until(lab::done);
            }
            host.until(() -> a.packets() == 5);
            assertThat(reports(host)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNameNodeThatBlocksAsBlocked(final int workers) {
        try (TestHost host = host(workers)) {
            while (reports(host).isEmpty()) {
                lab.send(1, "blocking");
                host.until(lab::done);
                host.untilIdle();
            }
            final FaultReport report = reports(host).getFirst();
            assertThat(report.part()).isEqualTo("blocking");
            assertThat(report.stalls()).isPositive();
            assertThat(report.text())
                    .contains("has been blocked in node blocking of plugin lab", "sleep", "WatchdogTest");
            host.untilIdle();
            host.assertNoLeaks();
        }
    }

    /** The frame in which it blocks for seconds is its last, and what changes then need not wait for another. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldQuarantineAtReturnAndLetChangesThroughWhenNodeBlocksForSeconds(final int workers) {
        blockMs = 2_000;
        try (TestHost host = host(workers)) {
            lab.send(1, "blocking");
            host.until(() -> blocked.get() == 1);
            host.plugin("other", new WeirPlugin() {
                @Override
                public void register(final Registrar registrar) {
                    registrar.node("other", worker -> frame -> frame.sink());
                }
            });
            assertThat(host.host().graph().node("other")).isNotNull();
            assertThat(host.host().services().quarantine().quarantined("lab")).hasSize(1);
            lab.send(10, "blocking");
            host.until(lab::done);
            host.untilIdle();
            assertThat(blocked.get()).isOne();
            assertThat(host.errors("blocking", "node-quarantined")).isEqualTo(10);
            host.assertNoLeaks();
        }
    }
}
