package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.Unit;
import io.weir.memory.Buffer;
import io.weir.platform.os.EventFd;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.plugin.FileHandler;
import io.weir.plugin.Registrar;
import io.weir.plugin.WatchedFile;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces and plugins that come and go, descriptors, sleep, traces. */
@Timeout(60)
@Tag("production")
class LifeTest {
    private final Collector a = new Collector();
    private final Lab lab = new Lab(host -> {
        host.node("a", a);
        host.node("to", worker -> frame -> frame.sink()).nexts(host.next("a"));
        final Handoff over = host.handoff("over-handoff", host.next("a"));
        host.node("over", worker -> frame -> {
            final int size = frame.size();
            final int[] packets = java.util.Arrays.copyOf(frame.indices(), size);
            frame.takeAll();
            if (!over.on(worker).offer(0, packets, 0, size)) {
                worker.buffers().free(packets, 0, size);
            }
        });
        host.node("again", worker -> frame -> {
            final int size = frame.size();
            frame.takeAll();
            frame.sink().emit(frame.indices(), 0, size, host.next("a").target());
        });
    });

    private TestHost host(final int workers) {
        return TestHost.withWorkers(workers).plugin("lab", lab);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropAsDeletedAndReuseIndexWhenInterfacesComeAndGoUnderTraffic(final int workers) {
        try (TestHost host = host(workers)) {
            final int output = host.addInterface("eth").device().outputTarget();
            final int index = host.host().interfaces().byName("eth").swIfIndex();
            long sent = 0;
            long left = 0;
            for (int round = 0; round < 20; round++) {
                final TestInterface device =
                        (TestInterface) host.host().interfaces().byName("eth").deviceClass();
                assertThat(device.swIfIndex()).isEqualTo(index);
                assertThat(device.device().outputTarget()).isEqualTo(output);
                lab.send(lab.last(), 0, 300, 1, output);
                host.until(lab::done);
                host.host().interfaces().delete(device.device());
                left += device.received().size();
                lab.send(lab.last(), 0, 10, 1, output);
                lab.on(lab.last(), (worker, sink) -> {});
                host.until(lab::done);
                sent += 310;
                host.untilIdle();
                host.addInterface("eth");
            }
            assertThat(host.errors("interface-deleted", "interface-deleted") + left)
                    .isEqualTo(sent);
            assertThat(host.errors("interface-deleted")).isGreaterThanOrEqualTo(200);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropBothWaysWhenInterfaceIsDown(final int workers) {
        try (TestHost host = host(workers)) {
            final TestInterface port = host.addInterface("eth");
            host.host().interfaces().adminUp(port.device(), false);
            lab.send(lab.last(), 0, 5, 1, port.device().outputTarget());
            host.until(() -> host.errors("eth-output", "interface-down") == 5);
            port.send(new byte[60]);
            host.until(() -> host.errors("ethernet-input", "interface-down") == 1);
            host.host().interfaces().adminUp(port.device(), true);
            lab.send(lab.last(), 0, 5, 1, port.device().outputTarget());
            host.until(() -> port.waitingFrames() == 5);
            host.assertNoLeaks();
        }
    }

    /** Registers one of each, and fails where it is told to. */
    private static final class Everything extends WeirPlugin {
        private final Throwable inRegister;
        private final Throwable inStart;
        private final List<String> events = new ArrayList<>();
        private final EventFd event = new EventFd();

        Everything(final Throwable inRegister, final Throwable inStart) {
            this.inRegister = inRegister;
            this.inStart = inStart;
        }

        @Override
        public void register(final Registrar host) {
            final FeatureArc arc = new FeatureArc("every-arc");
            host.arc(arc, "every-node");
            host.node("every-node", worker -> frame -> frame.sink());
            host.node("every-feature", worker -> frame -> frame.sink()).feature(arc);
            host.input("every-input", worker -> out -> 0, null);
            host.process("every-process", context -> context.waitForEventOrClock(Long.MAX_VALUE));
            host.etherType(0x9999, host.next("every-node"));
            host.counter("every-counter", Unit.PACKETS);
            host.scratch("every-scratch", 8);
            host.command("every command", "For the test")
                    .run(call -> call.session().print("done"));
            host.export(Everything.class, consumer -> this);
            host.watch(event.fd(), host.workers().getFirst(), event::drain);
            host.interfaces()
                    .register(
                            new io.weir.iface.DeviceClass() {
                                @Override
                                public String name() {
                                    return "every";
                                }

                                @Override
                                public io.weir.graph.PacketNode tx(
                                        final io.weir.graph.Worker worker, final io.weir.iface.Interface device) {
                                    return frame -> frame.sink();
                                }
                            },
                            new io.weir.iface.Interfaces.Spec("every0", 0, 1_500));
            sneak(inRegister);
        }

        @Override
        public void start() {
            events.add("start");
            sneak(inStart);
        }

        @Override
        public void stop() {
            events.add("stop");
            throw new AssertionError("stop fails, and the rest is taken back all the same");
        }

        private static void sneak(final Throwable thrown) {
            if (thrown instanceof final Error error) {
                throw error;
            } else if (thrown != null) {
                throw (RuntimeException) thrown;
            }
        }
    }

    private static String inventory(final TestHost host) {
        final var graph = host.host().graph();
        return graph.nodes() + "\n"
                + graph.arcs().stream().map(arc -> arc.name() + arc.order()).toList() + "\n"
                + host.host().registries().counters().all().stream()
                        .map(c -> c.name())
                        .toList() + "\n"
                + host.host().interfaces().all() + "\n"
                + host.host().main().processes().stream()
                        .map(p -> p.node().name())
                        .toList() + "\n"
                + host.host().services().etherTypes().target(0x9999);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLeaveNothingWhenPluginFailsOrGoes(final int workers) {
        try (TestHost host = host(workers)) {
            final String before = inventory(host);
            for (final Throwable failure : List.of(new IllegalStateException("x"), new NoClassDefFoundError("x"))) {
                for (final Everything plugin : List.of(new Everything(failure, null), new Everything(null, failure))) {
                    assertThatThrownBy(() -> host.plugin("every", plugin))
                            .hasMessageStartingWith("plugin every: ")
                            .cause()
                            .isSameAs(failure);
                    assertThat(inventory(host)).isEqualTo(before);
                    assertThat(host.refused("every command")).isNotEmpty();
                    plugin.event.close();
                }
            }
            final Everything good = new Everything(null, null);
            final Ledger ledger = host.host().insert("every", good);
            assertThat(inventory(host)).isNotEqualTo(before).contains("every-node", "every-counter", "every0");
            assertThat(host.cli("every command")).contains("done");
            assertThat(lab.host().service(Everything.class)).isSameAs(good);
            host.host().remove(ledger);
            assertThat(good.events).containsExactly("start", "stop");
            assertThat(inventory(host)).isEqualTo(before);
            assertThatThrownBy(() -> lab.host().service(Everything.class)).isInstanceOf(IllegalStateException.class);
            // All of it can come again, the scratch bytes too.
            for (int i = 0; i < 20; i++) {
                host.host().remove(host.host().insert("every", new Everything(null, null)));
            }
            assertThat(inventory(host)).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseWhenNameOrEtherTypeIsTaken() {
        try (TestHost host = host(0)) {
            assertThatThrownBy(() -> host.plugin("two", new Lab(r -> {})))
                    .hasMessage("node lab-input is there already, from lab");
            final WeirPlugin plugin = new WeirPlugin() {
                @Override
                public void register(final Registrar registrar) {
                    registrar.etherType(0x9999, registrar.next("error-drop"));
                }
            };
            host.plugin("one", plugin);
            assertThatThrownBy(() -> host.plugin("two", plugin))
                    .hasMessageContaining("0x9999")
                    .hasMessageContaining("error-drop");
            assertThat(host.host().services().etherTypes().target(0x9999)).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCallHandlersAndContainThoseThatFail(final int workers) {
        try (TestHost host = host(workers)) {
            final AtomicInteger reads = new AtomicInteger();
            final AtomicInteger writes = new AtomicInteger();
            final EventFd bad = new EventFd();
            final EventFd good = new EventFd();
            final var worker = lab.host().workers().get(lab.last());
            final WatchedFile failing = lab.host().watch(bad.fd(), worker, () -> {
                throw new IllegalStateException("handler");
            });
            final WatchedFile file = lab.host().watch(good.fd(), worker, new FileHandler() {
                @Override
                public void readable() {
                    good.drain();
                    reads.incrementAndGet();
                }

                @Override
                public void writable() {
                    writes.incrementAndGet();
                }
            });
            bad.signal();
            good.signal();
            host.until(() -> reads.get() == 1);
            assertThat(writes.get()).isZero();
            failing.close();
            file.wantWrite(true);
            host.until(() -> writes.get() >= 3);
            file.wantWrite(false);
            file.wantRead(false);
            host.untilIdle();
            final int before = reads.get() + writes.get();
            good.signal();
            host.untilIdle();
            assertThat(reads.get() + writes.get()).isEqualTo(before);
            file.wantRead(true);
            host.until(() -> reads.get() == 2);
            file.close();
            good.signal();
            host.untilIdle();
            assertThat(reads.get()).isEqualTo(2);
            bad.close();
            good.close();
        }
    }

    @Test
    void shouldSleepWhenIdleAndSkipDescriptorsWhenBusy() {
        // The clock stands: descriptors that nobody looked at for a millisecond would be looked at too.
        try (TestHost host = TestHost.withWorkers(0, () -> 0).plugin("lab", lab)) {
            final var epoll = host.host().graph().node("unix-epoll-input").runtime(0);
            host.untilIdle();
            long calls = epoll.calls();
            final long startNs = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                host.host().turn();
            }
            assertThat(System.nanoTime() - startNs).isGreaterThan(40_000_000);
            assertThat(epoll.calls() - calls).isEqualTo(5);
            lab.input().polling(lab.host().workers().getFirst(), true);
            host.host().turn();
            calls = epoll.calls();
            for (int i = 0; i < 4_096; i++) {
                host.host().turn();
            }
            assertThat(epoll.calls() - calls).isEqualTo(4);
            lab.input().polling(lab.host().workers().getFirst(), false);
            host.host().turn();
            calls = epoll.calls();
            host.host().turn();
            assertThat(epoll.calls() - calls).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTraceMarkedPacketsThroughEveryNode(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("trace add lab-input 2");
            lab.send(5, "to");
            host.until(() -> a.packets() == 5);
            final String trace = host.cli("show trace");
            assertThat(trace).contains("Packet 2").doesNotContain("Packet 3");
            assertThat(trace.split(": to\n", -1)).hasSize(3);
            assertThat(trace.split(": a\n", -1)).hasSize(3);
            assertThat(trace).contains("length 64");
            host.cli("clear trace");
            assertThat(host.cli("show trace")).contains("No packets in trace buffer");
            lab.send(5, "to");
            host.until(() -> a.packets() == 10);
            assertThat(host.cli("show trace")).contains("No packets in trace buffer");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnTracingWhenPacketsAreHandedOverOrEmittedAgain(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("trace add lab-input 1");
            lab.send(3, "again");
            host.until(() -> a.packets() == 3);
            assertThat(host.cli("show trace")).containsSubsequence(": lab-input\n", ": again\n", ": a\n");
            host.cli("clear trace");
            host.cli("trace add lab-input 1");
            lab.send(3, "over");
            host.until(() -> a.packets() == 6);
            assertThat(host.cli("show trace")).contains(": over\n", ": a\n", ": over-handoff\n");
            if (workers > 0) {
                assertThat(host.cli("show trace")).contains("handoff: from weir_wk_" + (workers - 1) + " to weir_main");
                assertThat(host.cli("show trace"))
                        .contains(": handoff-trace\n", "HANDED-OFF: from thread " + workers + " trace index");
            }
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldLeaveNoRecordInAnothersTraceWhenTracesWereCleared() {
        final List<Integer> held = new ArrayList<>();
        try (TestHost host = host(0)) {
            host.cli("trace add lab-input 1");
            lab.on(0, (worker, sink) -> {
                final int packet = Lab.packet(worker, 1, 1);
                worker.buffers().share(packet);
                held.add(packet);
                sink.emit(packet, lab.host().next("a"));
            });
            host.until(() -> a.packets() == 1);
            assertThat(Buffer.has(Buffer.address(held.getFirst()), Buffer.TRACED))
                    .isTrue();
            host.cli("clear trace");
            host.cli("trace add lab-input 1");
            lab.send(1, "a");
            host.until(() -> a.packets() == 2);
            lab.on(0, (worker, sink) -> sink.emit(held.getFirst(), lab.host().next("to")));
            host.until(() -> a.packets() == 3);
            assertThat(host.cli("show trace")).contains("Packet 1").doesNotContain(": to\n");
            host.assertNoLeaks();
        }
    }
}
