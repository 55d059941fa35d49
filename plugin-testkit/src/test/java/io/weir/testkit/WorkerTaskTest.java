package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.Worker;
import io.weir.platform.host.Host;
import io.weir.platform.host.HostOptions;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.thread.ThreadProbe;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins have the threads of the graph do between their turns, and at their start and end. */
@Timeout(60)
class WorkerTaskTest {
    /** Longer than a host waits if it isn't told otherwise. */
    private static final long LATE_NS = 1_300_000_000;

    private final Collector a = new Collector();
    private final Lab lab = new Lab(host -> host.node("a", a));

    /** A plugin made of what a test describes. */
    private static final class Described extends WeirPlugin {
        private final Consumer<Registrar> description;

        Described(final Consumer<Registrar> description) {
            this.description = description;
        }

        @Override
        public void register(final Registrar registrar) {
            description.accept(registrar);
        }
    }

    private static List<Integer> indices(final int workers) {
        return IntStream.rangeClosed(0, workers).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCollectOnMainWhatEachThreadReturns(final int workers) {
        final List<Integer> collected = new ArrayList<>();
        final Queue<String> ran = new ConcurrentLinkedQueue<>();
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final Thread main = Thread.currentThread();
            lab.host()
                    .onEachWorker(
                            worker -> {
                                ran.add(worker.name() + " on "
                                        + Thread.currentThread().getName());
                                return worker.index();
                            },
                            results -> {
                                assertThat(Thread.currentThread()).isSameAs(main);
                                collected.addAll(results);
                            });
            host.until(() -> !collected.isEmpty());
            assertThat(collected).isEqualTo(indices(workers));
            for (int i = 0; i < workers; i++) {
                assertThat(ran).contains("weir_wk_" + i + " on weir_wk_" + i);
            }
            assertThat(lab.host().<Integer>fromEachWorker(Worker::index)).isEqualTo(indices(workers));
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGiveResultsToACommandWhilePacketsFlow(final int workers) {
        final Described asks = new Described(host -> host.command("show asked", "For the test")
                .run(call -> call.println("%s", host.fromEachWorker(worker -> worker.index() * 2))));
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab).plugin("asks", asks)) {
            for (int round = 1; round <= 20; round++) {
                final int due = round * 100;
                lab.send(100, "a");
                assertThat(host.cli("show asked"))
                        .startsWith(indices(workers).stream()
                                .map(i -> i * 2)
                                .toList()
                                .toString());
                host.until(() -> a.packets() == due);
            }
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCountAFaultAndGoOnWhenATaskThrows(final int workers) {
        final List<List<Integer>> collected = new ArrayList<>();
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            lab.host()
                    .<Integer>onEachWorker(
                            worker -> {
                                if (worker.index() == lab.last()) {
                                    throw new IllegalStateException("task");
                                }
                                return worker.index();
                            },
                            collected::add);
            host.until(() -> !collected.isEmpty());
            assertThat(collected.getFirst()).hasSize(workers + 1).last().isNull();
            assertThat(host.cli("plugin faults lab")).contains("IllegalStateException: task");
            lab.send(10, "a");
            host.until(() -> a.packets() == 10);
        }
    }

    /** Asks for something that a thread can't do before the plugin's nodes have left, and for more when it is stopped. */
    private static final class Late extends WeirPlugin {
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicInteger ran = new AtomicInteger();
        private Registrar host;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
        }

        /** Keeps the last thread until main waits for it, at a barrier or before. */
        void ask() {
            final Worker last = host.workers().getLast();
            host.onWorker(last, () -> {
                held.countDown();
                await(go);
            });
            await(held);
            // Comes to the thread after its turn, and by then main may have the barrier.
            host.onWorker(last, ran::incrementAndGet);
            host.onEachWorker(Worker::index, results -> ran.incrementAndGet());
            final Thread main = Thread.currentThread();
            Thread.ofPlatform().start(() -> {
                while (!waitsAtBarrier(main)) {
                    Thread.onSpinWait();
                }
                go.countDown();
            });
        }

        @Override
        public void stop() {
            host.onWorker(host.workers().getLast(), ran::incrementAndGet);
        }

        private static boolean waitsAtBarrier(final Thread main) {
            return Arrays.stream(main.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().endsWith(".Latecomers")
                            || frame.getClassName().endsWith(".Barrier")
                                    && frame.getMethodName().equals("await"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldNotRunWhenThePluginHasGone(final int workers) {
        final Late plugin = new Late();
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final Ledger ledger = host.host().insert("late", plugin);
            plugin.ask();
            host.host().remove(ledger);
            assertThat(plugin.go.getCount()).isZero();
            // What the thread came to before the barrier ran, what it would come to after never does.
            final int ranBefore = plugin.ran.get();
            lab.on(lab.last(), (worker, sink) -> {});
            host.until(lab::done);
            host.untilIdle();
            assertThat(plugin.ran.get()).isEqualTo(ranBefore);
        } finally {
            plugin.go.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldRunAfterAllWhenTheNextVersionDoesNotStart(final int workers) {
        final Late plugin = new Late();
        final AtomicInteger ranBefore = new AtomicInteger(-1);
        final WeirPlugin next = new WeirPlugin() {
            @Override
            public void register(final Registrar host) {}

            @Override
            public void start() {
                ranBefore.set(plugin.ran.get());
                throw new IllegalStateException("not today");
            }
        };
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final Ledger old = host.host().insert("late", plugin);
            final LiveChange change = new LiveChange(host.host().services(), "upgrade late");
            change.comes(old, new Ledger(host.host().services(), "late"), next, true);
            plugin.ask();
            assertThatThrownBy(change::apply).hasMessageContaining("not today");
            // Once the change has been undone the threads are free to run what waited.
            assertThat(ranBefore.get()).isZero();
            host.until(() -> plugin.ran.get() == 2);
        } finally {
            plugin.go.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRunHooksOnEachThreadAroundThePluginsNodes(final int workers) {
        final Queue<String> seen = new ConcurrentLinkedQueue<>();
        final Described plugin = new Described(host -> {
            host.workerHooks(
                    worker -> seen.add("start " + worker.index() + " "
                            + Thread.currentThread().threadId()),
                    worker -> seen.add("end " + worker.index() + " "
                            + Thread.currentThread().threadId()));
            host.node("own", worker -> frame -> seen.add("node")).nexts(host.next("a"));
        });
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final Ledger ledger = host.host().insert("hooked", plugin);
            assertThat(seen).hasSize(workers + 1).allMatch(text -> text.startsWith("start "));
            lab.send(1, "own");
            host.until(() -> a.packets() == 1);
            host.host().remove(ledger);
            assertThat(seen).hasSize(2 * workers + 3);
            for (int i = 0; i <= workers; i++) {
                final Thread thread = host.host().threads().get(i).thread();
                assertThat(seen).contains("start " + i + " " + thread.threadId(), "end " + i + " " + thread.threadId());
            }
            assertThat(List.copyOf(seen).indexOf("node")).isEqualTo(workers + 1);
            host.untilIdle();
            assertThat(host.faults()).isZero();
        }
        assertThat(seen).hasSize(2 * workers + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldRunHooksWhenTheThreadsThemselvesBeginAndEnd(final int workers) throws InterruptedException {
        final Queue<String> seen = new ConcurrentLinkedQueue<>();
        final Described plugin = new Described(host -> host.workerHooks(
                worker -> seen.add("start " + worker.index()),
                worker -> seen.add(
                        "end " + worker.index() + " " + Thread.currentThread().getName())));
        try (Host host = new Host(HostOptions.workers(workers), System::nanoTime)) {
            host.insert("hooked", plugin);
            assertThat(seen).containsExactly("start 0");
            host.start();
            while (seen.size() < workers + 1) {
                host.turn();
            }
        }
        for (int i = 1; i <= workers; i++) {
            assertThat(seen).contains("end " + i + " weir_wk_" + (i - 1));
        }
        assertThat(seen).hasSize(2 * workers + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseThePluginWhenAHookThrows(final int workers) {
        final Queue<Integer> ended = new ConcurrentLinkedQueue<>();
        final Described plugin = new Described(host -> {
            host.workerHooks(
                    worker -> {
                        if (worker.index() == workers) {
                            throw new IllegalStateException("no memory for it");
                        }
                    },
                    worker -> ended.add(worker.index()));
            host.node("own", worker -> frame -> {});
        });
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            assertThatThrownBy(() -> host.host().insert("hooked", plugin))
                    .hasMessageContaining("plugin hooked: its start on a thread failed")
                    .hasMessageContaining("no memory for it");
            assertThat(host.host().graph().node("own")).isNull();
            assertThat(ended).hasSize(workers + 1);
            lab.send(10, "a");
            host.until(() -> a.packets() == 10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldNotBeginHooksOfAPluginThatWasRefusedAsAThreadDidNotCome(final int workers) {
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final Described plugin = new Described(host -> {
            host.workerHooks(
                    worker -> begun.addAndGet(worker.index() == workers ? 1 : 0),
                    worker -> ended.addAndGet(worker.index() == workers ? 1 : 0));
            lab.host().onWorker(lab.host().workers().getLast(), () -> {
                held.countDown();
                await(go);
            });
            await(held);
        });
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            ThreadProbe.patience(host.host(), LATE_NS);
            assertThatThrownBy(() -> host.host().insert("hooked", plugin))
                    .hasMessageContaining("its hook did not begin on weir_wk_" + (workers - 1));
            go.countDown();
            host.cli("show version");
            assertThat(lab.host().<Integer>fromEachWorker(Worker::index)).isEqualTo(indices(workers));
            assertThat(begun.get()).isZero();
            assertThat(ended.get()).isZero();
        } finally {
            go.countDown();
        }
    }

    /** On a busy machine a thread may come late to what it is asked for as it may to the barrier. */
    @Test
    void shouldWaitForAThreadAsLongAsForTheBarrier() {
        final Described plugin = new Described(host -> {
            host.workerHooks(worker -> beLate(worker.index()), worker -> {});
            host.command("show asked", "For the test")
                    .run(call -> call.println("%s", host.fromEachWorker(worker -> beLate(worker.index()))));
        });
        try (TestHost host = TestHost.withWorkers(1).plugin("late", plugin)) {
            assertThat(host.cli("show asked")).isEqualTo("[0, 1]\n");
        }
    }

    private static int beLate(final int thread) {
        if (thread > 0) {
            LockSupport.parkNanos(LATE_NS);
        }
        return thread;
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
