package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.platform.os.EventFd;
import io.weir.testkit.Lab.Collector;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receive queue with a descriptor, in each mode and on each thread. */
@Timeout(60)
class RxModeTest {
    /** Packets wait as a number; the descriptor is readable while there are some. */
    private final class Wire implements DeviceClass, RxQueue, AutoCloseable {
        private final EventFd event = new EventFd();
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger polls = new AtomicInteger();
        private volatile int lastThread = -1;

        void send(final int packets) {
            waiting.addAndGet(packets);
            event.signal();
        }

        @Override
        public int poll(final Worker worker, final Sink out) {
            polls.incrementAndGet();
            lastThread = worker.index();
            final int taken = Math.min(waiting.get(), 32);
            for (int i = 0; i < taken; i++) {
                out.emit(Lab.packet(worker, i, 1), lab.host().next("a"));
            }
            if (waiting.addAndGet(-taken) == 0) {
                event.drain();
                if (waiting.get() > 0) {
                    event.signal();
                }
            }
            return taken;
        }

        @Override
        public int interruptFd() {
            return event.fd();
        }

        @Override
        public String name() {
            return "wire";
        }

        @Override
        public PacketNode tx(final Worker worker, final Interface device) {
            return frame -> frame.sink();
        }

        @Override
        public void close() {
            event.close();
        }
    }

    private final Collector a = new Collector();
    private final Lab lab = new Lab(host -> host.node("a", a));
    private final Wire wire = new Wire();

    private TestHost host(final int workers, final RxMode mode) {
        final TestHost host = TestHost.withWorkers(workers).plugin("lab", lab);
        final Interface device = host.host().interfaces().register(wire, new Interfaces.Spec("wire0", 0, 1_500));
        host.host().interfaces().addRxQueue(device, wire, mode);
        return host;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPollOnlyAfterInterruptsWhenInInterruptMode(final int workers) {
        try (wire;
                TestHost host = host(workers, RxMode.INTERRUPT)) {
            host.untilIdle();
            final int idle = wire.polls.get();
            host.untilIdle();
            assertThat(wire.polls.get()).isEqualTo(idle);
            wire.send(100);
            host.until(() -> a.packets() == 100);
            host.untilIdle();
            final int after = wire.polls.get();
            assertThat(after - idle).isBetween(4, 8);
            host.untilIdle();
            assertThat(wire.polls.get()).isEqualTo(after);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPollInEveryTurnOnceToldSo(final int workers) {
        try (wire;
                TestHost host = host(workers, RxMode.INTERRUPT)) {
            host.untilIdle();
            host.cli("set interface rx-mode wire0 polling");
            final int before = wire.polls.get();
            host.until(() -> wire.polls.get() > before + 1_000);
            wire.send(70);
            host.until(() -> a.packets() == 70);
            host.cli("set interface rx-mode wire0 interrupt");
            host.untilIdle();
            final int quiet = wire.polls.get();
            host.untilIdle();
            assertThat(wire.polls.get()).isEqualTo(quiet);
            wire.send(1);
            host.until(() -> a.packets() == 71);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoPollingUnderLoadAndBackWhenAdaptive(final int workers) {
        try (wire;
                TestHost host = host(workers, RxMode.ADAPTIVE)) {
            host.untilIdle();
            wire.send(32 * 40);
            host.until(() -> a.packets() == 32 * 40);
            // It polls on for a window without packets, then waits.
            final int before = wire.polls.get();
            host.untilIdle();
            host.until(() -> {
                final int seen = wire.polls.get();
                host.untilIdle();
                return wire.polls.get() == seen;
            });
            assertThat(wire.polls.get() - before).isLessThan(600);
            assertThat(wire.polls.get()).isGreaterThan(40 + 64);
            wire.send(1);
            host.until(() -> a.packets() == 32 * 40 + 1);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldBePolledOnTheThreadItIsMovedTo(final int workers) {
        try (wire;
                TestHost host = host(workers, RxMode.INTERRUPT)) {
            int due = 0;
            for (int round = 0; round < 3; round++) {
                for (int worker = 0; worker < workers; worker++) {
                    host.cli("set interface rx-placement wire0 queue 0 worker " + worker);
                    wire.send(10);
                    due += 10;
                    final int expected = due;
                    host.until(() -> a.packets() == expected);
                    assertThat(wire.lastThread).isEqualTo(worker + 1);
                }
                host.cli("set interface rx-placement wire0 main");
                wire.send(10);
                due += 10;
                final int expected = due;
                host.until(() -> a.packets() == expected);
                assertThat(wire.lastThread).isZero();
            }
            host.assertNoLeaks();
            host.host().interfaces().delete(host.host().interfaces().byName("wire0"));
            final int gone = wire.polls.get();
            wire.send(1);
            host.untilIdle();
            assertThat(wire.polls.get()).isEqualTo(gone);
        }
    }
}
