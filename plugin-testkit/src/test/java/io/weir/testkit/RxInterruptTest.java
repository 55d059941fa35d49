package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxInterrupt;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.testkit.Lab.Collector;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A receive queue without a descriptor, which raises its interrupt itself, from any thread. */
@Timeout(60)
class RxInterruptTest {
    private final class Ring implements DeviceClass, RxQueue {
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger polls = new AtomicInteger();
        private volatile RxInterrupt interrupt;
        private volatile boolean fails;

        void send(final int packets) {
            waiting.addAndGet(packets);
            interrupt.raise();
        }

        @Override
        public int poll(final Worker worker, final Sink out) {
            polls.incrementAndGet();
            if (fails) {
                fails = false;
                throw new IllegalStateException("once");
            }
            final int taken = Math.min(waiting.get(), 32);
            for (int i = 0; i < taken; i++) {
                out.emit(Lab.packet(worker, i, 1), lab.host().next("a"));
            }
            waiting.addAndGet(-taken);
            return taken;
        }

        @Override
        public boolean raisesInterrupts() {
            return true;
        }

        @Override
        public void interrupts(final RxInterrupt given) {
            interrupt = given;
        }

        @Override
        public String name() {
            return "ring";
        }

        @Override
        public PacketNode tx(final Worker worker, final Interface device) {
            return frame -> frame.sink();
        }
    }

    private final Collector a = new Collector();
    private final Lab lab = new Lab(host -> host.node("a", a));
    private final Ring ring = new Ring();

    private TestHost host(final int workers, final RxMode mode) {
        final TestHost host = TestHost.withWorkers(workers).plugin("lab", lab);
        final Interface device = host.host().interfaces().register(ring, new Interfaces.Spec("ring0", 0, 1_500));
        host.host().interfaces().addRxQueue(device, ring, mode);
        return host;
    }

    @ParameterizedTest
    @CsvSource({"0, INTERRUPT", "1, INTERRUPT", "4, INTERRUPT", "0, ADAPTIVE", "1, ADAPTIVE", "1, POLLING"})
    void shouldBePolledForAllThatComes(final int workers, final RxMode mode) throws InterruptedException {
        try (TestHost host = host(workers, mode)) {
            final Thread wire = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    ring.send(1 + i % 3);
                    if (i % 50 == 0) {
                        Thread.onSpinWait();
                    }
                }
            });
            wire.start();
            host.until(() -> a.packets() == 3_999);
            wire.join();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotBePolledWhileNothingComes(final int workers) {
        try (TestHost host = host(workers, RxMode.INTERRUPT)) {
            host.untilIdle();
            final int idle = ring.polls.get();
            host.untilIdle();
            assertThat(ring.polls.get()).isEqualTo(idle);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    @Timeout(180)
    void shouldLoseNoInterruptWhileItMovesFromThreadToThread(final int workers) throws InterruptedException {
        try (TestHost host = host(workers, RxMode.INTERRUPT)) {
            final int packets = Boolean.getBoolean("weir.slow") ? 3_000 : 1_000;
            final Thread wire = new Thread(() -> {
                for (int i = 0; i < packets; i++) {
                    ring.send(1);
                    final int sent = i + 1;
                    // Each by itself: a later interrupt would make up for one that was lost.
                    final long giveUp = System.nanoTime() + 20_000_000_000L;
                    while (a.packets() < sent && System.nanoTime() < giveUp) {
                        LockSupport.parkNanos(10_000);
                    }
                }
            });
            wire.start();
            int moves = 0;
            while (wire.isAlive()) {
                host.cli("set interface rx-placement ring0 worker " + moves++ % workers);
            }
            assertThat(a.packets()).isEqualTo(packets);
            assertThat(moves).isGreaterThan(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldBePolledAgainWhenAPollFailed(final int workers) {
        try (TestHost host = host(workers, RxMode.INTERRUPT)) {
            host.untilIdle();
            ring.fails = true;
            ring.send(5);
            host.until(() -> a.packets() == 5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldStandRaisingAfterTheInterfaceHasGone(final int workers) {
        try (TestHost host = host(workers, RxMode.INTERRUPT)) {
            host.host().interfaces().delete(host.host().interfaces().byName("ring0"));
            ring.send(1);
            host.untilIdle();
            assertThat(a.packets()).isZero();
        }
    }
}
