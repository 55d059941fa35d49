package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.PageSize;
import io.weir.platform.gaps.Cause;
import io.weir.platform.gaps.Gap;
import io.weir.platform.gaps.GapSummary;
import io.weir.platform.host.HostOptions;
import io.weir.platform.os.OsThread;
import io.weir.platform.plugin.PluginOptions;
import io.weir.platform.thread.GraphLoop;
import io.weir.testkit.Lab.Collector;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keeps a worker from its next turn is told: each thing that can is done to it. The machine may be busy. */
@Timeout(120)
class LoopGapsTest {
    private static final long LONG_NS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final int PAGES = 4_096;
    private static final int FILE_PAGES = 64;

    private final Collector a = new Collector();
    private volatile MemorySegment forgotten;
    private final Lab lab = new Lab(host -> {
        host.node("a", a);
        host.node("spinning", worker -> frame -> spin()).nexts(host.next("a"));
        host.node("sleeping", worker -> frame -> LockSupport.parkNanos(LONG_NS)).nexts(host.next("a"));
        host.node("touching", worker -> frame -> FreshPages.touch(PAGES)).nexts(host.next("a"));
        host.node("reading", worker -> frame -> FreshPages.read(forgotten)).nexts(host.next("a"));
    });

    private static void spin() {
        for (final long until = System.nanoTime() + LONG_NS; System.nanoTime() < until; ) {
            Thread.onSpinWait();
        }
    }

    /** A host whose workers turn all the time. */
    private TestHost host(final HostOptions options) {
        final TestHost host = TestHost.of(options).plugin("lab", lab);
        host.host().workers().forEach(worker -> lab.input().polling(worker, true));
        host.until(host.host().gaps()::isReady);
        return host;
    }

    private TestHost host() {
        return host(HostOptions.workers(1));
    }

    private static GapSummary worker(final TestHost host) {
        return host.host().gaps().summaries().get(1);
    }

    /** Does something again and again until a long turn was found to be long for that. */
    private static Gap provoke(final TestHost host, final Cause cause, final String detail, final Runnable what) {
        for (int i = 0; ; i++) {
            what.run();
            host.untilIdle();
            final List<Gap> found = found(host, cause, detail);
            if (!found.isEmpty()) {
                assertThat(worker(host).count(cause)).isPositive();
                assertThat(worker(host).worst(cause)).isNotNull();
                return found.getFirst();
            }
            if (i > 200) {
                throw new AssertionError(host.cli("show loop-gaps verbose"));
            }
        }
    }

    private static List<Gap> found(final TestHost host, final Cause cause, final String detail) {
        final GapSummary summary = worker(host);
        return Stream.concat(summary.last().stream(), summary.worst().stream())
                .filter(gap -> gap.cause() == cause && gap.detail().contains(detail))
                .toList();
    }

    private void send(final TestHost host, final String node) {
        lab.send(1, node);
        host.until(lab::done);
    }

    @Test
    void shouldTellCollections() {
        try (TestHost host = host()) {
            final Gap gap = provoke(host, Cause.COLLECTION, "System.gc()", System::gc);
            assertThat(gap.turn().lengthNs()).isGreaterThan(host.host().gaps().thresholdNs());
            assertThat(host.cli("show loop-gaps")).containsPattern("collection +\\d+ .*System.gc\\(\\)");
        }
    }

    @Test
    void shouldTellOperationsOfJvm() {
        try (TestHost host = host()) {
            provoke(host, Cause.SAFEPOINT, "GC_HeapInspection", LoopGapsTest::inspect);
        }
    }

    /** Without a collection before it. */
    private static void inspect() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[] {"-all"}},
                            new String[] {String[].class.getName()});
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldTellWhoAskedForBarrier() {
        try (TestHost host = host()) {
            final Gap gap = provoke(host, Cause.BARRIER, "a slow change", () -> host.host()
                    .atBarrier("a slow change", LoopGapsTest::spin));
            assertThat(gap.turn().heldNs()).isGreaterThanOrEqualTo(LONG_NS);
            assertThat(host.cli("show loop-gaps verbose")).contains("barrier (a slow change)");
        }
    }

    @Test
    void shouldTellNodeThatTakesLong() {
        try (TestHost host = host()) {
            final Gap gap = provoke(host, Cause.NODE, "spinning", () -> send(host, "spinning"));
            assertThat(gap.turn().callNs()).isGreaterThanOrEqualTo(LONG_NS);
            assertThat(gap.turn().lengthNs()).isGreaterThanOrEqualTo(gap.turn().callNs());
        }
    }

    @Test
    void shouldTellTimerThatTakesLong() {
        try (TestHost host = host()) {
            provoke(host, Cause.NODE, "timers", () -> {
                lab.on(1, (worker, sink) -> worker.timers().schedule(0, now -> spin()));
                host.until(lab::done);
            });
        }
    }

    @Test
    void shouldTellNodeThatWaits() {
        try (TestHost host = host()) {
            final Gap gap = provoke(host, Cause.BLOCKED, "sleeping", () -> send(host, "sleeping"));
            assertThat(gap.turn().offCoreNs()).isGreaterThan(LONG_NS / 2);
            assertThat(gap.turn().waits()).isPositive();
        }
    }

    @Test
    void shouldTellFreshPages() {
        try (TestHost host = host()) {
            final Gap gap = provoke(host, Cause.MINOR_FAULTS, "touching", () -> send(host, "touching"));
            assertThat(gap.turn().minorFaults()).isGreaterThanOrEqualTo(PAGES);
        }
    }

    @Test
    void shouldTellPagesThatAreReadFromDevice() throws IOException {
        // Not under /tmp, which may be memory.
        final Path file = Files.createTempFile(Path.of("target"), "pages", null);
        FreshPages.write(file, FILE_PAGES);
        try (TestHost host = host()) {
            final Gap gap = provoke(host, Cause.MAJOR_FAULT, "reading", () -> {
                // The kernel forgets no page that is mapped.
                try (Arena arena = Arena.ofShared()) {
                    forgotten = FreshPages.forgotten(file, arena);
                    send(host, "reading");
                    host.untilIdle();
                } catch (final IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(gap.turn().majorFaults()).isPositive();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void shouldTellLossOfCore() throws InterruptedException {
        final int core = OsThread.cpus().nextSetBit(0);
        final HostOptions options = new HostOptions(
                1, -1, List.of(core), HostOptions.DEFAULT_BUFFERS, PageSize.DEFAULT, PluginOptions.NONE);
        final AtomicBoolean over = new AtomicBoolean();
        try (TestHost host = host(options)) {
            // A host that starts keeps all threads that there are off the cores of its workers.
            final Thread rival = Thread.ofPlatform().daemon().start(() -> {
                OsThread.pin(core);
                while (!over.get()) {
                    spin();
                }
            });
            try {
                final Gap gap = provoke(host, Cause.LOST_CORE, "", () -> LockSupport.parkNanos(LONG_NS));
                assertThat(gap.turn().preemptions()).isPositive();
                assertThat(gap.turn().offCoreNs()).isPositive();
            } finally {
                over.set(true);
                rival.join();
            }
        }
    }

    @Test
    void shouldLookOnlyIntoTurnsAboveThreshold() {
        try (TestHost host = host()) {
            host.cli("set loop-gaps threshold 10000000");
            host.cli("clear loop-gaps");
            for (int i = 0; i < 10; i++) {
                send(host, "spinning");
            }
            host.until(() -> a.packets() == 10);
            host.until(() -> worker(host).times().maxNs() >= LONG_NS * 99 / 100);
            assertThat(worker(host).count()).isZero();
            host.cli("set loop-gaps threshold 1000");
            provoke(host, Cause.NODE, "spinning", () -> send(host, "spinning"));
            send(host, "spinning");
            host.untilIdle();
            final GraphLoop worker = host.host().workers().getFirst();
            final long turns = worker.turns();
            host.until(() -> worker.turns() > turns);
            // What ended before this and wasn't judged yet counts as before it.
            host.cli("clear loop-gaps");
            LockSupport.parkNanos(100 * LONG_NS);
            assertThat(worker(host).count(Cause.NODE)).isZero();
            assertThat(worker(host).everCount(Cause.NODE)).isPositive();
            assertThat(found(host, Cause.NODE, "spinning")).isEmpty();
            assertThat(host.refused("set loop-gaps threshold 1")).contains("20..10000000");
        }
    }

    @Test
    void shouldCountEachTurnOfThreadThatSleepsInBetween() {
        try (TestHost host = TestHost.withWorkers(1).plugin("lab", lab)) {
            host.until(host.host().gaps()::isReady);
            final Gap gap = provoke(host, Cause.NODE, "spinning", () -> send(host, "spinning"));
            // Its sleep of up to 10 ms before is no part of it, nor of what was called.
            host.cli("set loop-gaps threshold 20");
            host.until(() -> worker(host).last().size() > 20);
            assertThat(worker(host).last())
                    .allMatch(each -> each.turn().callNs() <= each.turn().lengthNs());
            assertThat(gap.turn().callNs()).isBetween(LONG_NS, gap.turn().lengthNs());
        }
    }
}
