package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.thread.HandoffQueue;
import io.weir.testkit.Lab.Collector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors from thread to thread. */
@Timeout(30)
class HandoffTest {
    private final Collector a = new Collector();
    private final Lab lab = new Lab(host -> host.node("a", a));

    private boolean hand(final io.weir.graph.Worker from, final int to, final int first, final int count) {
        final int[] packets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            packets[i + 1] = Lab.packet(from, first + i, 1);
        }
        final int target = lab.host().next("a").target();
        if (lab.host().handoff().offer(from, to, packets, 1, count, target)) {
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
                for (int i = 0; i < 10; i++) {
                    assertThat(hand(worker, lab.last(), i * 7, 7)).isTrue();
                }
            });
            host.until(() -> a.packets() == 70);
            assertThat(a.numbers()).isEqualTo(IntStream.range(0, 70).boxed().toList());
            assertThat(a.calls()).allMatch(call -> call.thread() == lab.last());
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseAndCountWhenQueueIsFull(final int workers) throws InterruptedException {
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
                for (int i = 0; i < HandoffQueue.SLOTS + 5; i++) {
                    taken.addAndGet(hand(worker, lab.last(), i, 1) ? 1 : 0);
                }
            });
            host.until(() -> host.host().threads().get(lab.last()).inbox().congested() == 5);
            assertThat(taken.get()).isEqualTo(HandoffQueue.SLOTS);
            go.countDown();
            host.until(() -> a.packets() == HandoffQueue.SLOTS);
            assertThat(a.numbers())
                    .isEqualTo(IntStream.range(0, HandoffQueue.SLOTS).boxed().toList());
            // It takes vectors again once it was emptied, many times around the ring.
            for (int round = 1; round <= 5; round++) {
                final int due = HandoffQueue.SLOTS * (round + 1);
                lab.on(0, (worker, sink) -> {
                    for (int i = 0; i < HandoffQueue.SLOTS; i++) {
                        assertThat(hand(worker, lab.last(), i, 1)).isTrue();
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
    void shouldWakeSleeperWhenVectorArrives(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            // Each wake-up that is missed costs a sleep of 10 ms: a thousand of them would not pass the time limit.
            for (int i = 0; i < 1_000; i++) {
                final int due = i + 1;
                final int number = i;
                lab.on(0, (worker, sink) -> assertThat(hand(worker, lab.last(), number, 1))
                        .isTrue());
                host.until(() -> a.packets() == due);
            }
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropAsRemovedWhenNodeIsGoneOnArrival(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            lab.on(0, (worker, sink) -> {
                final int[] packets = {Lab.packet(worker, 0, 1), Lab.packet(worker, 1, 1)};
                final int target = lab.host().next("gone").target();
                assertThat(lab.host().handoff().offer(worker, lab.last(), packets, 0, 2, target))
                        .isTrue();
            });
            host.until(() -> host.errors("node-removed") == 2);
            host.assertNoLeaks();
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
