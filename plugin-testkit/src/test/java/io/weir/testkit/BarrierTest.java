package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.Next;
import io.weir.platform.thread.BarrierTimeoutException;
import io.weir.platform.thread.ThreadProbe;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets the barrier, who doesn't, and what becomes of a change that a worker doesn't come for. */
@Timeout(60)
class BarrierTest {
    private static final class Described extends WeirPlugin {
        private final Consumer<Registrar> description;

        Described(final Consumer<Registrar> description) {
            this.description = description;
        }

        @Override
        public void register(final Registrar host) {
            description.accept(host);
        }
    }

    /** How long a worker that is stuck is waited for, */
    private static final long LIMIT_NS = 500_000_000;
    /** and one that isn't. */
    private static final long LONG_NS = 10_000_000_000L;

    private final Collector a = new Collector();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private Lab lab;
    private Handoff toA;

    private TestHost host(final int workers) {
        lab = new Lab(host -> {
            final Next to = host.next("a");
            host.node("a", a);
            toA = host.handoff("to-a", to);
            host.node("jam", worker -> frame -> {
                        stuck.countDown();
                        try {
                            go.await();
                        } catch (final InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .nexts(to);
            host.node("asker", worker -> frame -> ask(host)).nexts(to);
        });
        return TestHost.withWorkers(workers).plugin("lab", lab);
    }

    private void ask(final Registrar host) {
        try {
            host.atBarrier("by a node", () -> {});
        } catch (final IllegalStateException e) {
            thrown.set(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRunNestedChangesAtOneBarrierWhenAskedInside(final int workers) {
        try (TestHost host = host(workers)) {
            final List<String> order = new ArrayList<>();
            final long before = host.host().barrier().stats().closed().getTotalCount();
            lab.host().atBarrier("outer", () -> {
                order.add("outer");
                lab.host().atBarrier("inner", () -> order.add("inner"));
                order.add("end");
            });
            assertThat(order).containsExactly("outer", "inner", "end");
            assertThat(host.host().barrier().stats().closed().getTotalCount() - before)
                    .isEqualTo(workers == 0 ? 0 : 1);
            if (workers > 0) {
                assertThat(host.host().barrier().stats().lastWhy()).isEqualTo("outer");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldReleaseWorkersWhenChangeThrows(final int workers) {
        try (TestHost host = host(workers)) {
            assertThatThrownBy(() -> lab.host().atBarrier("bad", () -> {
                        throw new IllegalArgumentException("bad change");
                    }))
                    .hasMessage("bad change");
            lab.send(10, "a");
            host.until(() -> a.packets() == 10);
            lab.host().atBarrier("good", () -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldStandWhileChangeRuns(final int workers) {
        try (TestHost host = host(workers)) {
            for (int round = 0; round < 50; round++) {
                lab.host().atBarrier("look", () -> {
                    final List<Long> turns = turns(host);
                    for (int i = 0; i < 2_000; i++) {
                        Thread.onSpinWait();
                    }
                    assertThat(turns(host)).isEqualTo(turns);
                });
            }
        }
    }

    private static List<Long> turns(final TestHost host) {
        return host.host().threads().stream().map(thread -> thread.turns()).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldRefuseWhenWorkerAsks(final int workers) {
        try (TestHost host = host(workers)) {
            lab.send(1, "asker");
            host.until(() -> a.packets() == 1);
            assertThat(thrown.get()).hasMessageContaining("only main asks").hasMessageContaining("weir_wk_");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseWhenNodeOnMainAsks(final int workers) {
        try (TestHost host = host(workers)) {
            lab.send(0, 0, 1, 1, lab.host().next("asker").target());
            host.until(() -> a.packets() == 1);
            assertThat(thrown.get()).hasMessageContaining("from within node asker");
            thrown.set(null);
            lab.on(0, (worker, sink) -> ask(lab.host()));
            host.until(lab::done);
            assertThat(thrown.get()).hasMessageContaining("from within node lab-input");
        }
    }

    /** A command that comes in the turn in which packets were handed to main is not refused for their sake. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDispatchWhatWaitsAndCloseWhenDescriptorHandlerAsks(final int workers) {
        try (TestHost host = host(workers)) {
            final List<Integer> arrived = new ArrayList<>();
            final var event = new io.weir.platform.os.EventFd();
            host.host().main().files().watch(event.fd(), () -> {
                event.drain();
                try {
                    lab.host().atBarrier("by a handler", () -> arrived.add(a.packets()));
                } catch (final IllegalStateException e) {
                    thrown.set(e);
                    arrived.add(-1);
                }
            });
            lab.on(0, (worker, sink) -> {
                final int[] packets = {Lab.packet(worker, 0, 1)};
                assertThat(toA.on(worker).offer(0, packets, 0, 1)).isTrue();
                event.signal();
            });
            host.until(() -> !arrived.isEmpty());
            assertThat(thrown.get()).isNull();
            assertThat(arrived).containsExactly(1);
            event.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldGiveUpWithNothingChangedWhenWorkerDoesNotCome(final int workers) throws InterruptedException {
        final Described late = new Described(registrar -> {
            registrar.node("late", worker -> frame -> frame.sink()).feature(FeatureArc.DEVICE_INPUT);
            registrar.counter("count", io.weir.graph.Unit.PACKETS);
            registrar.command("late command", "Never there").run(call -> {});
        });
        try (TestHost host = host(workers)) {
            ThreadProbe.patience(host.host(), LIMIT_NS);
            lab.send(3, "jam");
            stuck.await();
            final boolean[] ran = new boolean[1];
            assertThatThrownBy(() -> lab.host().atBarrier("change", () -> ran[0] = true))
                    .isInstanceOf(BarrierTimeoutException.class)
                    .hasMessageContaining("change: given up")
                    .hasMessageContaining("weir_wk_" + (workers - 1))
                    .hasMessageContaining("node jam");
            assertThat(ran[0]).isFalse();
            assertThat(host.host().barrier().stats().timeouts()).isOne();
            assertThatThrownBy(() -> host.plugin("late", late))
                    .isInstanceOf(BarrierTimeoutException.class)
                    .hasMessageContaining("weir_wk_" + (workers - 1))
                    .hasMessageContaining("node jam of plugin lab, for ")
                    .hasMessageContaining("at io.weir.testkit.BarrierTest")
                    .hasMessageContaining("one that never returns can't be taken out");
            assertThat(host.host().barrier().stats().timeouts()).isEqualTo(2);
            assertThat(host.host().graph().node("late")).isNull();
            assertThat(host.host().graph().arc(FeatureArc.DEVICE_INPUT).order()).doesNotContain("late");
            assertThat(host.refused("late command")).isNotEmpty();
            go.countDown();
            ThreadProbe.patience(host.host(), LONG_NS);
            host.until(() -> a.packets() == 3);
            host.plugin("late", late);
            assertThat(host.host().graph().node("late")).isNotNull();
            lab.send(5, "a");
            host.until(() -> a.packets() == 8);
            host.assertNoLeaks();
        } finally {
            go.countDown();
        }
    }

    /** One barrier that is given up must not leave half a change for the next to publish. */
    @ParameterizedTest
    @ValueSource(ints = {1})
    void shouldNotCountFeatureWhenWorkerDoesNotCome(final int workers) throws InterruptedException {
        try (TestHost host = host(workers).plugin("feature", new Described(registrar -> registrar
                .node("drops", worker -> frame -> {
                    worker.buffers().free(frame.indices(), 0, frame.size());
                    frame.takeAll();
                })
                .feature(FeatureArc.DEVICE_INPUT)))) {
            ThreadProbe.patience(host.host(), LIMIT_NS);
            lab.send(1, "jam");
            stuck.await();
            assertThatThrownBy(() -> lab.host().features().enable(FeatureArc.DEVICE_INPUT, "drops", 1, true))
                    .isInstanceOf(BarrierTimeoutException.class);
            assertThat(lab.host().features().enabled(FeatureArc.DEVICE_INPUT, "drops", 1))
                    .isFalse();
            go.countDown();
            ThreadProbe.patience(host.host(), LONG_NS);
            host.until(() -> a.packets() == 1);
            lab.host().features().enable(FeatureArc.DEVICE_INPUT, "drops", 1, true);
            lab.host().features().enable(FeatureArc.DEVICE_INPUT, "drops", 1, false);
            assertThat(lab.host().features().enabled(FeatureArc.DEVICE_INPUT, "drops", 1))
                    .isFalse();
        } finally {
            go.countDown();
        }
    }
}
