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
import io.weir.platform.fault.QuarantineLimits;
import io.weir.platform.os.EventFd;
import io.weir.plugin.FileHandler;
import io.weir.plugin.Registrar;
import io.weir.plugin.WatchedFile;
import io.weir.plugin.WeirPlugin;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues, handlers and timers of a plugin that fail, or are given twice, keep nobody else's from being called. */
class MisusedCallsTest extends Misuse {
    private static final long HOUR_NS = 3_600_000_000_000L;

    /** Queues of one device class: one that throws, one that works. */
    private final class Wires implements DeviceClass {
        private final AtomicBoolean broken = new AtomicBoolean(true);
        private final AtomicInteger badPolls = new AtomicInteger();
        private final AtomicInteger waiting = new AtomicInteger();

        @Override
        public String name() {
            return "wires";
        }

        @Override
        public PacketNode tx(final Worker worker, final Interface device) {
            return frame -> frame.sink();
        }

        RxQueue bad() {
            return (worker, out) -> {
                badPolls.incrementAndGet();
                if (broken.get()) {
                    throw new IllegalStateException("queue");
                }
                return 0;
            };
        }

        RxQueue good() {
            return new RxQueue() {
                @Override
                public int poll(final Worker worker, final Sink out) {
                    final int taken = waiting.getAndSet(0);
                    for (int i = 0; i < taken; i++) {
                        out.emit(Lab.packet(worker, i, 1), lab.host().next("a"));
                    }
                    return taken;
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPollTheOtherQueuesWhenOneThrows(final int workers) {
        final Wires wires = new Wires();
        try (TestHost host = host(workers, registrar -> {})) {
            host.host().faults().limits(owner -> QuarantineLimits.ofMillis(5, 10_000));
            final Interface device = faulty.interfaces().register(wires, new Interfaces.Spec("wire0", 0, 1_500));
            faulty.interfaces().addRxQueue(device, wires.bad(), RxMode.POLLING);
            faulty.interfaces().addRxQueue(device, wires.good(), RxMode.POLLING);
            host.cli("set interface rx-placement wire0 queue 1 " + (workers == 0 ? "main" : "worker 0"));
            host.until(() ->
                    !host.host().services().quarantine().quarantined("faulty").isEmpty());
            final int polls = wires.badPolls.get();
            wires.waiting.set(50);
            host.until(() -> a.packets() == 50);
            host.untilIdle();
            assertThat(wires.badPolls.get()).isEqualTo(polls);
            assertThat(host.cli("show interface rx-placement"))
                    .contains("wire0 queue 0 (polling, quarantined)", "wire0 queue 1 (polling)");
            assertThat(host.cli("plugin faults faulty")).contains("receive queue", "wire0 queue 0");
            wires.broken.set(false);
            host.cli("plugin release faulty");
            host.until(() -> wires.badPolls.get() > polls + 100);
            assertThat(host.cli("show interface rx-placement")).doesNotContain("quarantined");
            wires.broken.set(true);
            host.until(() ->
                    !host.host().services().quarantine().quarantined("faulty").isEmpty());
            faulty.interfaces().delete(device);
            assertThat(host.host().services().quarantine().reports("faulty")).isEmpty();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCallHandlerNoMoreWhenItKeepsFailing(final int workers) {
        final AtomicInteger bad = new AtomicInteger();
        final AtomicInteger good = new AtomicInteger();
        final AtomicBoolean broken = new AtomicBoolean(true);
        try (TestHost host = host(workers, registrar -> {});
                EventFd one = new EventFd();
                EventFd two = new EventFd()) {
            host.host().faults().limits(owner -> QuarantineLimits.ofMillis(5, 10_000));
            final Worker worker = faulty.workers().getLast();
            final WatchedFile file = faulty.watch(one.fd(), worker, () -> {
                bad.incrementAndGet();
                if (broken.get()) {
                    throw new IllegalStateException("handler");
                }
                one.drain();
            });
            lab.host().watch(two.fd(), worker, () -> {
                two.drain();
                good.incrementAndGet();
            });
            one.signal();
            host.until(() ->
                    !host.host().services().quarantine().quarantined("faulty").isEmpty());
            final int calls = bad.get();
            two.signal();
            host.until(() -> good.get() == 1);
            host.untilIdle();
            assertThat(bad.get()).isEqualTo(calls);
            assertThat(host.cli("plugin faults faulty")).contains("file handler", "descriptor " + one.fd());
            broken.set(false);
            host.cli("plugin release faulty");
            host.until(() -> bad.get() == calls + 1);
            file.close();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTakeADescriptorOverWhenItIsWatchedAlready(final int workers) {
        final AtomicInteger first = new AtomicInteger();
        final AtomicInteger second = new AtomicInteger();
        try (TestHost host = host(workers, registrar -> {});
                EventFd event = new EventFd()) {
            final Worker worker = faulty.workers().getLast();
            final FileHandler counting = first::incrementAndGet;
            final WatchedFile older = faulty.watch(event.fd(), worker, counting);
            final WatchedFile newer = lab.host().watch(event.fd(), worker, () -> {
                event.drain();
                second.incrementAndGet();
            });
            older.wantWrite(true);
            older.close();
            event.signal();
            host.until(() -> second.get() == 1);
            assertThat(first.get()).isZero();
            newer.close();
            event.signal();
            host.untilIdle();
            assertThat(second.get()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldChargeTimersAndTakeThemBackWithThePlugin(final int workers) {
        final AtomicInteger expired = new AtomicInteger();
        final AtomicLong failing = new AtomicLong();
        final WeirPlugin other = new WeirPlugin() {
            @Override
            public void register(final Registrar registrar) {
                registrar
                        .node("sets", worker -> frame -> {
                            worker.timers().schedule(Long.MAX_VALUE, now -> expired.incrementAndGet());
                            worker.timers().schedule(HOUR_NS, now -> expired.incrementAndGet());
                        })
                        .nexts(registrar.next("b"));
            }
        };
        try (TestHost host = host(workers, registrar -> registrar
                .node(
                        "fails",
                        worker -> frame -> failing.set(worker.timers().schedule(0, now -> {
                            throw new IllegalStateException("timer");
                        })))
                .nexts(registrar.next("a")))) {
            final var ledger = host.host().insert("other", other);
            lab.send(1, "fails");
            lab.send(1, "sets");
            host.until(() -> faults(host, "faulty") == 1 && b.packets() == 1);
            assertThat(host.cli("plugin faults faulty")).contains("timers", "IllegalStateException: timer");
            // The number of a timer that is over is never another's: cancelling it hits nothing.
            final AtomicBoolean cancelled = new AtomicBoolean(true);
            final AtomicInteger later = new AtomicInteger();
            lab.on(lab.last(), (worker, sink) -> {
                worker.timers().schedule(0, now -> later.incrementAndGet());
                cancelled.set(worker.timers().cancel(failing.get()));
            });
            host.until(() -> later.get() == 1);
            assertThat(cancelled.get()).isFalse();
            host.host().remove(ledger);
            clock.addAndGet(2 * HOUR_NS);
            host.untilIdle();
            host.untilIdle();
            assertThat(expired.get()).isZero();
            assertOthersUnharmed(host);
        }
    }
}
