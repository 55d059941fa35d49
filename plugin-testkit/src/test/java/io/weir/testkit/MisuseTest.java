package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Handoff;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins do wrong with packets costs their own packets and nobody else's. */
class MisuseTest extends Misuse {
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
