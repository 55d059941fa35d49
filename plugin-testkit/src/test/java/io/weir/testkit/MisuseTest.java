package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Handoff;
import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.platform.fault.QuarantineLimits;
import io.weir.platform.host.HostOptions;
import io.weir.platform.os.EventFd;
import io.weir.plugin.FileHandler;
import io.weir.plugin.Registrar;
import io.weir.plugin.WatchedFile;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins do wrong through the API costs their own packets and nobody else's. Runs with and without checked memory. */
@Timeout(60)
@Tag("production")
class MisuseTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final Collector a = new Collector();
    private final Collector b = new Collector();
    private final Lab lab = new Lab(host -> {
        host.node("a", a);
        host.node("b", b);
    });
    private Registrar faulty;
    /** What timers go by. */
    private final AtomicLong clock = new AtomicLong(1);

    private TestHost host(final int workers, final Consumer<Registrar> description) {
        final TestHost host = TestHost.of(HostOptions.workers(workers), clock::get)
                .plugin("lab", lab)
                .plugin("faulty", new WeirPlugin() {
                    @Override
                    public void register(final Registrar registrar) {
                        faulty = registrar;
                        description.accept(registrar);
                    }
                });
        host.host().faults().limits(owner -> QuarantineLimits.ofMillis(0, 1));
        return host;
    }

    private static long faults(final TestHost host, final String owner) {
        return host.host().services().quarantine().reports(owner).stream()
                .mapToLong(report -> report.faults())
                .sum();
    }

    /** Other traffic still comes through, whole and to the right place. */
    private void assertOthersUnharmed(final TestHost host) {
        final int a0 = a.packets();
        final int b0 = b.packets();
        for (int i = 0; i < 4; i++) {
            lab.send(256, "a");
            lab.send(256, "b");
        }
        host.until(lab::done);
        host.untilIdle();
        assertThat(a.packets() - a0).isEqualTo(1_024);
        assertThat(b.packets() - b0).isEqualTo(1_024);
        assertThat(host.host().services().quarantine().reports("lab")).isEmpty();
        // What nobody could be charged with yet stands there too.
        assertThat(host.host().services().quarantine().reports("core"))
                .allMatch(report -> report.part().equals("unknown"));
        host.assertNoLeaks();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropAsInvalidNextWhenTargetIsNone(final int workers) {
        final int[] wrong = {-1, -2, -3, -4, -77, 40_000, 65_537, 32_000, Integer.MIN_VALUE, 1 << 30};
        final AtomicInteger target = new AtomicInteger();
        try (TestHost host = host(workers, registrar -> {
            registrar
                    .node("one", worker -> frame -> frame.send(1, target.get()))
                    .nexts(registrar.next("a"));
            registrar.node("others", worker -> frame -> {
                frame.sendOthers(target.get());
                frame.send(0, registrar.next("a"));
            });
            registrar.node("emits", worker -> frame -> {
                final int size = frame.size();
                frame.takeAll();
                frame.sink().emit(frame.indices()[0], target.get());
                frame.sink().emit(frame.indices(), 1, size - 1, target.get());
            });
        })) {
            for (int round = 1; round <= wrong.length; round++) {
                target.set(wrong[round - 1]);
                final int before = a.packets();
                lab.send(10, "one");
                lab.send(10, "others");
                lab.send(10, "emits");
                host.until(() -> a.packets() - before == 10);
                host.untilIdle();
                assertThat(host.errors("one", "bad-next")).isEqualTo(round);
                assertThat(host.errors("others", "bad-next")).isEqualTo(9 * round);
                assertThat(host.errors("emits", "bad-next")).isEqualTo(10 * round);
                assertThat(faults(host, "faulty")).isGreaterThanOrEqualTo(4 * round);
            }
            assertThat(host.cli("show errors")).contains("invalid next");
            assertOthersUnharmed(host);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseDispositionsOfPacketsThatAreNotThere(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            registrar
                    .node("behind", worker -> frame -> frame.take(frame.size()))
                    .nexts(registrar.next("a"));
            registrar.node("late", worker -> frame -> {
                final int size = frame.size();
                frame.takeAll();
                worker.buffers().free(frame.indices(), 0, size);
                frame.take(0);
            });
            registrar.node("noBuffer", worker -> frame -> frame.sink().emit(-1, registrar.next("a")));
            registrar.node(
                    "beyond",
                    worker -> frame -> frame.sink()
                            .emit(frame.indices(), 250, 100, registrar.next("a").target()));
            registrar.node("reason", worker -> frame -> {
                frame.drop(0, new io.weir.graph.DropReason(-5, "x", "x", io.weir.graph.DropReason.Severity.ERROR));
                frame.drop(1, new io.weir.graph.DropReason(1 << 30, "x", "x", io.weir.graph.DropReason.Severity.ERROR));
            });
        })) {
            for (final String node : List.of("behind", "late", "noBuffer", "beyond")) {
                final long before = faults(host, "faulty");
                lab.send(10, node);
                host.until(() -> faults(host, "faulty") == before + 1);
            }
            lab.send(2, "reason");
            assertThat(a.packets()).isZero();
            assertOthersUnharmed(host);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldEndTheTurnWhenNodesSendInACircle(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            registrar.node("ping", worker -> frame -> frame.sink()).nexts(registrar.next("pong"));
            registrar.node("pong", worker -> frame -> frame.sink()).nexts(registrar.next("ping"));
        })) {
            lab.send(10, "ping");
            host.until(() -> host.errors("node-fault") == 10);
            assertThat(host.cli("plugin faults faulty")).contains("circle");
            assertOthersUnharmed(host);
        }
    }

    /** In checked memory the second free throws; else it does nothing, and whoever freed without taking is found when it does so again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldChargeTheNodeThatFreesTwice(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            registrar.node("twice", worker -> frame -> {
                final int size = frame.size();
                frame.takeAll();
                worker.buffers().free(frame.indices(), 0, size);
                worker.buffers().free(frame.indices()[3]);
            });
            registrar
                    .node("letsGo", worker -> frame -> worker.buffers().free(frame.index(2)))
                    .nexts(registrar.next("b"));
        })) {
            lab.send(10, "twice");
            host.until(() -> faults(host, "faulty") == 1);
            if (!Memory.CHECKED) {
                host.until(() -> {
                    lab.send(10, "letsGo");
                    host.untilIdle();
                    return faults(host, "faulty") >= 2;
                });
                assertThat(host.host().services().quarantine().reports("faulty"))
                        .anyMatch(report -> report.part().equals("letsGo"));
                assertThat(faults(host, "lab")).isZero();
            }
            assertOthersUnharmed(host);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCountWhatNobodyAnswersForWhenNodeNeverFrees(final int workers) {
        final AtomicInteger kept = new AtomicInteger();
        final AtomicInteger[] sample = {new AtomicInteger()};
        try (TestHost host = host(workers, registrar -> {
            registrar.holdsBuffers("keeper", kept::get);
            registrar.node("keeps", worker -> frame -> {
                sample[0].set(frame.index(0));
                kept.addAndGet(frame.size());
                frame.takeAll();
            });
            registrar.node("leaks", worker -> frame -> frame.takeAll());
        })) {
            lab.send(7, "keeps");
            lab.send(5, "leaks");
            host.until(lab::done);
            host.untilIdle();
            final String shown = host.cli("show buffers");
            assertThat(shown).contains("Unaccounted: 5").containsPattern("faulty +keeper +7");
            if (Memory.CHECKED) {
                assertThat(shown).contains("last in leaks");
            }
            assertThat(host.buffersInUse()).isEqualTo(12);
        }
    }

    /** A second of the test's clock is one look. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSayOnceAMinuteWhoHoldsBuffersWhenThereAreNoneLeft(final int workers) {
        final AtomicInteger kept = new AtomicInteger();
        try (TestHost host = host(workers, registrar -> {
            registrar.holdsBuffers("hoarder", kept::get);
            registrar.node("hoards", worker -> frame -> {
                kept.addAndGet(frame.size());
                frame.takeAll();
            });
        })) {
            final String complaint = "when there were none";
            final Predicate<Long> told = times -> host.cli("show logging").split(complaint, -1).length - 1 == times;
            lab.on(lab.last(), (worker, sink) -> {
                int buffer = worker.buffers().allocate();
                while (buffer >= 0) {
                    sink.emit(buffer, faulty.next("hoards").target());
                    buffer = worker.buffers().allocate();
                }
            });
            host.until(lab::done);
            host.untilIdle();
            clock.addAndGet(2_000_000_000L);
            host.until(() -> told.test(1L));
            assertThat(host.cli("show logging")).contains("are out, most with faulty (hoarder): " + kept);
            lab.on(lab.last(), (worker, sink) -> worker.buffers().allocate());
            host.until(lab::done);
            clock.addAndGet(2_000_000_000L);
            host.untilIdle();
            assertThat(told.test(1L)).isTrue();
            clock.addAndGet(60_000_000_000L);
            host.until(() -> told.test(2L));
        }
    }

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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseHandoffToNoThread(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            final Handoff hands = registrar.handoff("hands-handoff", registrar.next("a"));
            registrar.node("hands", worker -> {
                final WorkerHandoff out = hands.on(worker);
                return frame -> {
                    final int[] threads = new int[frame.size()];
                    threads[1] = Buffer.rxInterface(frame.buffer(0)) == 1 ? -7 : 30_000;
                    out.send(frame, threads);
                };
            });
        })) {
            lab.send(4, "hands");
            lab.send(lab.last(), 0, 4, 2, lab.host().next("hands").target());
            host.until(() -> host.errors("hands", "node-fault") == 8);
            assertOthersUnharmed(host);
        }
    }
}
