package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.thread.FlowHandoff;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets from thread to thread. */
@Timeout(60)
@Tag("production")
class HandoffTest {
    private static final int BUDGET = 8;
    private static final int WAKE_UPS = 200;
    /** Twice as many as would come so early by chance. */
    private static final int MANY = WAKE_UPS * 2 / 5;

    private static final int ROUNDS = 10;
    private static final long SLEEP_NS = 10_000_000;

    private final Collector a = new Collector();
    private final Collector b = new Collector();
    private final AtomicLong arrivedNs = new AtomicLong();
    private Handoff toA;
    private Handoff toB;
    private Handoff toTimed;
    private final Lab lab = new Lab(host -> {
        host.node("a", a);
        host.node("b", b);
        toA = host.handoff("to-a", host.next("a"), BUDGET);
        toB = host.handoff("to-b", host.next("b"), BUDGET);
        toTimed = host.handoff("to-timed", host.next("timed"), BUDGET);
        host.node("timed", worker -> frame -> {
                    arrivedNs.set(System.nanoTime());
                    frame.sink();
                })
                .nexts(host.next("a"));
        host.node("flows", worker -> new FlowsTo(worker, toA)).nexts(host.next("a"));
    });

    /** Sends each packet to the thread that owns its number; those above a thousand stay. */
    private static final class FlowsTo implements PacketNode {
        private final Handoff handoff;
        private final WorkerHandoff out;
        private final int[] threads = new int[Frame.CAPACITY];

        FlowsTo(final Worker worker, final Handoff handoff) {
            this.handoff = handoff;
            out = handoff.on(worker);
        }

        @Override
        public void process(final Frame frame) {
            for (int i = 0; i < frame.size(); i++) {
                final int number = Lab.number(frame.buffer(i));
                threads[i] = number > 1_000 ? WorkerHandoff.STAYS : handoff.owner(hash(number));
            }
            out.send(frame, threads);
        }
    }

    private static int hash(final int number) {
        return number * 0x9e3779b1;
    }

    /** A plugin whose own node is slow to take what comes. */
    private static final class Jam extends WeirPlugin {
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private Handoff handoff;
        private Registrar host;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            handoff = host.handoff("to-jam", host.next("jam"));
            host.node("jam", worker -> frame -> frame.sink()).nexts(host.next("error-drop"));
        }
    }

    private long sent(final int thread) {
        return ((FlowHandoff) toA).packets(thread) + ((FlowHandoff) toA).congested(thread);
    }

    private boolean hand(final Handoff handoff, final Worker from, final int to, final int first, final int count) {
        final int[] packets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            packets[i + 1] = Lab.packet(from, first + i, 1);
        }
        if (handoff.on(from).offer(to, packets, 1, count)) {
            return true;
        }
        from.buffers().free(packets, 1, count);
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldArriveInOrderOnTheOtherThreadWhenHandedOver(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            lab.on(0, (worker, sink) -> {
                for (int i = 0; i < BUDGET; i++) {
                    assertThat(hand(toA, worker, lab.last(), i * 7, 7)).isTrue();
                }
            });
            host.until(() -> a.packets() == 7 * BUDGET);
            assertThat(a.numbers())
                    .isEqualTo(IntStream.range(0, 7 * BUDGET).boxed().toList());
            assertThat(a.calls()).allMatch(call -> call.thread() == lab.last());
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoToTheThreadThatOwnsTheFlow(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final int rounds = 20;
            for (int round = 0; round < rounds; round++) {
                final int due = (round + 1) * 2 * 200;
                lab.send(0, 0, 200, 1, lab.host().next("flows").target());
                lab.send(lab.last(), 0, 200, 1, lab.host().next("flows").target());
                host.until(() -> a.packets() == due);
            }
            for (final Lab.Call call : a.calls()) {
                assertThat(call.packets()).allMatch(number -> toA.owner(hash(number)) == call.thread());
            }
            final List<Integer> used =
                    a.calls().stream().map(Lab.Call::thread).distinct().sorted().toList();
            assertThat(used)
                    .isEqualTo(
                            workers == 0
                                    ? List.of(0)
                                    : IntStream.rangeClosed(1, workers).boxed().toList());
            // What stays goes the node's way.
            lab.send(0, 1_001, 5, 1, lab.host().next("flows").target());
            host.until(() -> a.packets() == rounds * 400 + 5);
            assertThat(a.calls().getLast().thread()).isZero();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseAndCountWhenQueueIsFullAndLeaveOthersAlone(final int workers) throws InterruptedException {
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final AtomicInteger taken = new AtomicInteger();
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            if (workers > 0) {
                lab.on(lab.last(), (worker, sink) -> {
                    held.countDown();
                    await(go);
                });
                held.await();
            }
            lab.on(0, (worker, sink) -> {
                for (int i = 0; i < BUDGET + 5; i++) {
                    taken.addAndGet(hand(toA, worker, lab.last(), i, 1) ? 1 : 0);
                }
                assertThat(hand(toB, worker, lab.last(), 0, 1)).isTrue();
            });
            host.until(() -> ((FlowHandoff) toA).congested(lab.last()) == 5);
            assertThat(taken.get()).isEqualTo(BUDGET);
            if (workers > 0) {
                assertThat(host.cli("show handoff"))
                        .containsPattern("to-a +lab +a +weir_wk_" + (workers - 1) + " +8 +8 +8 +8 +5\n")
                        .containsPattern("to-b +lab +b +weir_wk_" + (workers - 1) + " +8 +1 +1 +1 +0\n");
            }
            go.countDown();
            host.until(() -> a.packets() == BUDGET && b.packets() == 1);
            assertThat(a.numbers()).isEqualTo(IntStream.range(0, BUDGET).boxed().toList());
            // It takes vectors again once it was emptied, many times around the ring.
            for (int round = 1; round <= 5; round++) {
                final int due = BUDGET * (round + 1);
                lab.on(0, (worker, sink) -> {
                    for (int i = 0; i < BUDGET; i++) {
                        assertThat(hand(toA, worker, lab.last(), i, 1)).isTrue();
                    }
                });
                host.until(() -> a.packets() == due);
            }
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        } finally {
            go.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldDropAsCongestionWhenAFrameFindsTheQueueFull(final int workers) throws InterruptedException {
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            lab.on(lab.last(), (worker, sink) -> {
                held.countDown();
                await(go);
            });
            held.await();
            final int mine = IntStream.range(0, 1_000)
                    .filter(number -> toA.owner(hash(number)) == lab.last())
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < BUDGET + 3; i++) {
                final int due = i + 1;
                lab.on(
                        0,
                        (worker, sink) -> sink.emit(
                                Lab.packet(worker, mine, 1), lab.host().next("flows")));
                host.until(() -> sent(lab.last()) == due);
            }
            assertThat(host.errors("flows", "handoff-congestion")).isEqualTo(3);
            go.countDown();
            host.until(() -> a.packets() == BUDGET);
            host.assertNoLeaks();
        } finally {
            go.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldWakeSleeperWhenVectorArrives(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            // Whoever isn't woken sleeps for the rest of 10 ms; on a busy machine one who is may wait for a core as
            // long.
            int quick = 0;
            for (int round = 0; round < ROUNDS && quick <= MANY; round++) {
                quick = quickWakeUps(host);
            }
            assertThat(quick).isGreaterThan(MANY);
            host.assertNoLeaks();
        }
    }

    /** How many of {@link #WAKE_UPS} sleepers came at once. */
    private int quickWakeUps(final TestHost host) {
        int quick = 0;
        for (int i = 0; i < WAKE_UPS; i++) {
            final int due = a.packets() + 1;
            final long[] sentNs = new long[1];
            lab.on(0, (worker, sink) -> {
                sentNs[0] = System.nanoTime();
                assertThat(hand(toTimed, worker, lab.last(), due, 1)).isTrue();
            });
            host.until(() -> a.packets() == due);
            quick += arrivedNs.get() - sentNs[0] < SLEEP_NS / 5 ? 1 : 0;
        }
        return quick;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDispatchWhatWaitsWhenThePluginGoes(final int workers) throws InterruptedException {
        final Jam jam = new Jam();
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final Ledger ledger = host.host().insert("jam", jam);
            final Handoff handoff = jam.handoff;
            final Worker from = jam.host.workers().getFirst();
            if (workers > 0) {
                lab.on(lab.last(), (worker, sink) -> {
                    jam.held.countDown();
                    await(jam.go);
                });
                jam.held.await();
            }
            for (int i = 0; i < 10; i++) {
                assertThat(hand(handoff, from, lab.last(), i, 3)).isTrue();
            }
            jam.go.countDown();
            host.host().remove(ledger);
            assertThat(host.cli("show handoff")).doesNotContain("to-jam");
            // Each came to its node, or was counted as sent to one that had gone: none is lost.
            host.untilIdle();
            host.assertNoLeaks();
            // Nothing is taken from then on.
            assertThat(hand(handoff, from, lab.last(), 0, 1)).isFalse();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        } finally {
            jam.go.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropWhenThereIsNoNodeOnArrival(final int workers) {
        final Handoff[] nowhere = new Handoff[1];
        final WeirPlugin plugin = new WeirPlugin() {
            @Override
            public void register(final Registrar host) {
                nowhere[0] = host.handoff("to-nowhere", host.next("gone"));
            }
        };
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab).plugin("nowhere", plugin)) {
            lab.on(0, (worker, sink) -> assertThat(hand(nowhere[0], worker, lab.last(), 0, 2))
                    .isTrue());
            host.until(() -> host.errors("no-such-node") == 2);
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldRefuseALimitThatIsNone() {
        final WeirPlugin plugin = new WeirPlugin() {
            @Override
            public void register(final Registrar host) {
                host.handoff("wide", host.next("a"), 10_000);
            }
        };
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThatThrownBy(() -> host.plugin("wide", plugin))
                    .hasMessageContaining("handoff wide: 2 to 4096 vectors may wait, not 10000");
            assertThat(host.cli("show handoff")).doesNotContain("wide");
        }
    }

    @Test
    void shouldNameTheThreadWhenANodeIsRunAlone() {
        try (TestNode test = new TestNode()) {
            final Handoff handoff = test.handoff("to-session", test.next("session"), 2);
            final int[] threads = {0, 2, WorkerHandoff.STAYS};
            final NodeRun run = test.run(
                    frame -> handoff.on(test.worker()).send(frame, threads), new byte[60], new byte[60], new byte[60]);
            assertThat(run.ways()).containsExactly("session", "session@2", "default");
            test.assertNoLeaks();
        }
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
