package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.plugin.Registrar;
import io.weir.testkit.Lab.Collector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the packets of a frame: handed on, split, merged, dropped, taken, emitted, lost to an exception. */
@Timeout(60)
@Tag("production")
class DispatchTest {
    private final Collector a = new Collector();
    private final Collector b = new Collector();
    private DropReason odd;
    private DropReason strange;
    private Lab lab;

    private TestHost host(final int workers, final Consumer<Registrar> description) {
        lab = new Lab(host -> {
            odd = host.dropReason("odd");
            strange = host.dropReason("strange");
            host.node("a", this.a);
            host.node("b", this.b);
            description.accept(host);
        });
        return TestHost.withWorkers(workers).plugin("lab", lab);
    }

    private static List<Integer> numbers(final int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHandOnFrameItselfWhenNoPacketIsMentioned(final int workers) {
        final AtomicReference<Frame> seen = new AtomicReference<>();
        try (TestHost host = host(workers, registrar -> registrar
                .node("pass", worker -> frame -> seen.set(frame))
                .nexts(registrar.next("a")))) {
            lab.send(200, "pass");
            host.until(() -> a.packets() == 200);
            assertThat(a.numbers()).isEqualTo(numbers(200));
            assertThat(a.sizes()).containsExactly(200);
            assertThat(a.calls().getFirst().frame()).isSameAs(seen.get());
            assertThat(a.calls().getFirst().thread()).isEqualTo(workers);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHandOnFrameItselfWhenAllGoToAnotherTarget(final int workers) {
        final AtomicReference<Frame> seen = new AtomicReference<>();
        try (TestHost host = host(workers, registrar -> {
            final Next to = registrar.next("b");
            registrar
                    .node("others", worker -> frame -> {
                        seen.set(frame);
                        frame.sendOthers(to.target());
                    })
                    .nexts(registrar.next("a"));
            registrar
                    .node("each", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i++) {
                            frame.send(i, to);
                        }
                    })
                    .nexts(registrar.next("others"));
        })) {
            lab.send(7, "others");
            host.until(() -> b.packets() == 7);
            assertThat(b.calls().getFirst().frame()).isSameAs(seen.get());
            lab.send(256, "each");
            host.until(() -> b.packets() == 263);
            assertThat(b.sizes()).containsExactly(7, 256);
            // What was said about the first frame is forgotten when its memory carries the next.
            lab.send(256, "others");
            host.until(() -> b.packets() == 519);
            assertThat(a.packets()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepOrderPerWayWhenFrameSplits(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            final Next to = registrar.next("b");
            registrar
                    .node("split", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i++) {
                            if (Lab.number(frame.buffer(i)) % 3 == 0) {
                                frame.send(i, to);
                            }
                        }
                    })
                    .nexts(registrar.next("a"));
        })) {
            lab.send(256, "split");
            host.until(() -> a.packets() + b.packets() == 256);
            assertThat(a.numbers())
                    .isEqualTo(numbers(256).stream().filter(n -> n % 3 != 0).toList());
            assertThat(b.numbers())
                    .isEqualTo(numbers(256).stream().filter(n -> n % 3 == 0).toList());
            assertThat(a.sizes()).hasSize(1);
            assertThat(b.sizes()).hasSize(1);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldMeetInFullFramesWhenPathsPartAndJoin(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            final Next right = registrar.next("right");
            registrar
                    .node("fork", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i += 2) {
                            frame.send(i, right);
                        }
                    })
                    .nexts(registrar.next("left"));
            registrar.node("left", worker -> frame -> frame.sink()).nexts(registrar.next("a"));
            registrar.node("right", worker -> frame -> frame.sink()).nexts(registrar.next("a"));
        })) {
            lab.send(100, "fork");
            host.until(() -> a.packets() == 100);
            assertThat(a.sizes()).containsExactly(100);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldFillFramesAndBeginAnotherWhenMoreThanAFrameGoesToOneNode(final int workers) {
        try (TestHost host = host(workers, registrar -> registrar
                .node("pass", worker -> frame -> frame.sink())
                .nexts(registrar.next("a")))) {
            lab.send(1_000, "pass");
            host.until(() -> a.packets() == 1_000);
            assertThat(a.numbers()).isEqualTo(numbers(1_000));
            assertThat(a.sizes()).containsExactly(256, 256, 256, 232);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCountReasonsAtTheNodeThatGaveThemWhenPacketsAreDroppedAndPunted(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            registrar
                    .node("judge", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i++) {
                            switch (Lab.number(frame.buffer(i)) % 4) {
                                case 1 -> frame.drop(i, odd);
                                case 2 -> frame.drop(i, strange);
                                case 3 -> frame.punt(i, odd);
                                default -> {}
                            }
                        }
                    })
                    .nexts(registrar.next("second"));
            registrar.node("second", worker -> frame -> {
                for (int i = 0; i < frame.size(); i++) {
                    frame.drop(i, odd);
                }
            });
        })) {
            lab.send(400, "judge");
            host.until(() -> host.errors("odd") == 300);
            host.untilIdle();
            assertThat(host.errors("judge", "odd")).isEqualTo(200);
            assertThat(host.errors("judge", "strange")).isEqualTo(100);
            assertThat(host.errors("second", "odd")).isEqualTo(100);
            assertThat(host.errors("second", "strange")).isZero();
            assertThat(host.host()
                            .graph()
                            .node("error-punt")
                            .runtime(lab.last())
                            .vectors())
                    .isEqualTo(100);
            assertThat(host.host()
                            .graph()
                            .node("error-drop")
                            .runtime(lab.last())
                            .vectors())
                    .isEqualTo(300);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLeavePacketsToTheNodeWhenItTakesThem(final int workers) {
        final List<Integer> held = Collections.synchronizedList(new ArrayList<>());
        try (TestHost host = host(workers, registrar -> {
            registrar
                    .node("some", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i += 2) {
                            held.add(frame.index(i));
                            frame.take(i);
                        }
                    })
                    .nexts(registrar.next("a"));
            registrar
                    .node("all", worker -> frame -> {
                        frame.drop(0, odd);
                        for (int i = 0; i < frame.size(); i++) {
                            held.add(frame.index(i));
                        }
                        frame.takeAll();
                    })
                    .nexts(registrar.next("a"));
        })) {
            lab.send(10, "some");
            lab.send(10, "all");
            host.until(() -> held.size() == 15 && a.packets() == 5);
            host.untilIdle();
            assertThat(a.numbers()).containsExactly(1, 3, 5, 7, 9);
            assertThat(host.errors("odd")).isZero();
            assertThat(host.buffersInUse()).isEqualTo(15);
            lab.on(lab.last(), (worker, sink) -> held.forEach(worker.buffers()::free));
            host.until(lab::done);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendCopiesOnWhenNodeEmits(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            final Next to = registrar.next("b");
            registrar
                    .node("copy", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i++) {
                            frame.sink().emit(worker.buffers().copy(frame.index(i)), to);
                        }
                        frame.sink().count(strange, 3);
                        frame.sink().drop(worker.buffers().copy(frame.index(0)), odd);
                    })
                    .nexts(registrar.next("a"));
        })) {
            lab.send(256, "copy");
            host.until(() -> a.packets() == 256 && b.packets() == 256);
            host.untilIdle();
            assertThat(b.numbers()).isEqualTo(numbers(256));
            assertThat(host.errors("copy", "odd")).isOne();
            assertThat(host.errors("copy", "strange")).isEqualTo(3);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLoseOnlyItsFrameWhenNodeThrows(final int workers) {
        try (TestHost host = host(workers, registrar -> {
            final Next to = registrar.next("b");
            registrar
                    .node("bomb", worker -> frame -> {
                        if (Lab.number(frame.buffer(0)) == 0) {
                            worker.buffers().free(frame.index(1));
                            frame.take(1);
                            frame.send(2, to);
                            frame.drop(3, odd);
                            throw new AssertionError("bomb");
                        }
                    })
                    .nexts(registrar.next("a"));
        })) {
            lab.send(256, "bomb");
            host.until(() -> host.errors("bomb", "node-fault") == 255);
            assertThat(host.faults()).isOne();
            lab.send(lab.last(), 1, 256, 1, lab.host().next("bomb").target());
            host.until(() -> a.packets() == 256);
            assertThat(b.packets()).isZero();
            assertThat(host.errors("odd")).isZero();
            assertThat(host.cli("show errors")).contains("node failed");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnWhenInputNodeThrows(final int workers) {
        try (TestHost host = host(workers, registrar -> {})) {
            lab.on(lab.last(), (worker, sink) -> {
                sink.emit(Lab.packet(worker, 5, 1), lab.host().next("a"));
                throw new IllegalStateException("input");
            });
            host.until(() -> a.packets() == 1);
            lab.send(3, "a");
            host.until(() -> a.packets() == 4);
            assertThat(host.faults()).isOne();
            host.assertNoLeaks();
        }
    }

    /** A handle that is asked for while the host runs names a node that no thread has a place for yet. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSayThatThereIsNoSuchNodeWhenItWasNeverThere(final int workers) {
        final AtomicReference<Next> nowhere = new AtomicReference<>();
        try (TestHost host = host(workers, registrar -> {
            registrar
                    .node("one", worker -> frame -> frame.send(0, nowhere.get()))
                    .nexts(registrar.next("a"));
            registrar.node(
                    "all", worker -> frame -> frame.sendOthers(nowhere.get().target()));
        })) {
            for (int i = 0; i < 100; i++) {
                nowhere.set(lab.host().next("nowhere-" + i));
            }
            lab.send(4, "one");
            host.until(() -> a.packets() == 3 && host.errors("one", "no-such-node") == 1);
            lab.send(4, "all");
            host.until(() -> host.errors("all", "no-such-node") == 4);
            lab.send(4, nowhere.get().node());
            host.until(() -> host.errors("lab-input", "no-such-node") == 4);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }
}
