package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.FeatureArc;
import io.weir.graph.NodeBuilder;
import io.weir.graph.PacketNode;
import io.weir.graph.ProcessHandle;
import io.weir.graph.Timers;
import io.weir.platform.fault.FaultReport;
import io.weir.platform.fault.QuarantineLimits;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of a plugin that keeps failing is put out of action, costs nobody else's packets, and comes back when told to. */
@Timeout(60)
class QuarantineTest {
    private static final FeatureArc ARC = new FeatureArc("lab-arc");

    private final Collector a = new Collector();
    private final Collector b = new Collector();
    private final AtomicInteger calls = new AtomicInteger();
    /** Whether the faulty plugin fails. */
    private final AtomicBoolean broken = new AtomicBoolean(true);

    private final Lab lab = new Lab(host -> {
        host.node("a", a);
        host.node("b", b);
        host.arc(ARC, "a");
        host.node("start", worker -> frame -> frame.sink()).startsArc(ARC);
    });

    private TestHost host(final int workers, final Consumer<Registrar> faulty) {
        final TestHost host = TestHost.withWorkers(workers).plugin("lab", lab).plugin("faulty", new WeirPlugin() {
            @Override
            public void register(final Registrar registrar) {
                faulty.accept(registrar);
            }
        });
        host.host().faults().limits(owner -> QuarantineLimits.ofMillis(5, 10_000));
        return host;
    }

    private PacketNode bomb() {
        return frame -> {
            calls.incrementAndGet();
            if (broken.get()) {
                throw new IllegalStateException("bomb");
            }
        };
    }

    private static boolean quarantined(final TestHost host, final String owner) {
        return !host.host().services().quarantine().quarantined(owner).isEmpty();
    }

    /** Sends frames of one packet each until the faulty plugin is in quarantine; returns how many. */
    private int provoke(final TestHost host, final String node) {
        int sent = 0;
        while (!quarantined(host, "faulty")) {
            lab.send(1, node);
            host.until(lab::done);
            sent++;
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropAndComeBackWhenNodeOfNoArcKeepsFailing(final int workers) {
        try (TestHost host = host(
                workers, registrar -> registrar.node("bomb", worker -> bomb()).nexts(registrar.next("a")))) {
            final int sent = provoke(host, "bomb");
            assertThat(calls.get()).isGreaterThanOrEqualTo(5);
            final int before = calls.get();
            lab.send(100, "bomb");
            lab.send(100, "b");
            host.until(() -> b.packets() == 100);
            host.untilIdle();
            assertThat(calls.get()).isEqualTo(before);
            assertThat(a.packets()).isZero();
            assertThat(host.errors("bomb", "node-fault") + host.errors("bomb", "node-quarantined"))
                    .isEqualTo(sent + 100);
            assertThat(host.errors("bomb", "node-quarantined")).isGreaterThanOrEqualTo(100);
            assertThat(host.cli("show errors")).contains("node quarantined");
            assertThat(host.cli("plugin faults faulty"))
                    .contains("bomb", "IllegalStateException: bomb", "since ", "QuarantineTest");
            assertReport(host);
            broken.set(false);
            assertThat(host.cli("plugin release faulty")).contains("bomb");
            lab.send(100, "bomb");
            host.until(() -> a.packets() == 100);
            assertThat(host.host().services().quarantine().reports("faulty")).isEmpty();
            assertThat(host.refused("plugin release faulty")).contains("nothing of plugin `faulty' is quarantined");
            assertThat(host.refused("plugin release nonesuch")).contains("plugin `nonesuch' is not loaded");
            host.assertNoLeaks();
        }
    }

    private void assertReport(final TestHost host) {
        final List<FaultReport> reports = host.host().services().quarantine().reports("faulty");
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().part()).isEqualTo("bomb");
        assertThat(reports.getFirst().thread()).isEqualTo(lab.last());
        assertThat(reports.getFirst().faults()).isEqualTo(calls.get());
        assertThat(reports.getFirst().stalls()).isZero();
        assertThat(reports.getFirst().first())
                .isBeforeOrEqualTo(reports.getFirst().last());
        assertThat(host.host().services().quarantine().reports("lab")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldStepOverFeatureThatFailsOpenAndDropAtOneThatDoesNot(final int workers) {
        for (final boolean open : List.of(true, false)) {
            broken.set(true);
            final Collector end = new Collector();
            final Lab own = new Lab(host -> {
                host.node("end", end);
                host.arc(ARC, "end");
                host.node("start", worker -> frame -> frame.sink()).startsArc(ARC);
                final NodeBuilder node = host.node("bomb", worker -> bomb()).feature(ARC);
                if (open) {
                    node.failOpen();
                }
            });
            try (TestHost host = TestHost.withWorkers(workers).plugin("faulty", own)) {
                host.host().faults().limits(owner -> QuarantineLimits.ofMillis(5, 10_000));
                own.host().features().enable(ARC, "bomb", 1, true);
                final int start = own.host().next("start").target();
                while (!quarantined(host, "faulty")) {
                    own.send(own.last(), 0, 1, 1, start);
                    host.until(own::done);
                }
                host.untilIdle();
                end.clear();
                own.send(own.last(), 0, 100, 1, start);
                own.send(own.last(), 0, 100, 2, start);
                host.until(() -> end.packets() == (open ? 200 : 100));
                host.untilIdle();
                assertThat(end.packets()).isEqualTo(open ? 200 : 100);
                assertThat(host.errors("bomb", "node-quarantined") >= 100).isEqualTo(!open);
                broken.set(false);
                host.cli("plugin release faulty");
                final int before = calls.get();
                own.send(own.last(), 0, 1, 1, start);
                host.until(() -> calls.get() == before + 1);
                host.assertNoLeaks();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLoseOneFrameInAThousandPacketsWhenNodeThrowsSoOften(final int workers) {
        try (TestHost host = host(workers, registrar -> registrar
                .node("rarely", worker -> frame -> {
                    for (int i = 0; i < frame.size(); i++) {
                        if (Lab.number(frame.buffer(i)) % 1_000 == 999) {
                            throw new IllegalStateException("every thousandth");
                        }
                    }
                })
                .nexts(registrar.next("a")))) {
            host.host().faults().limits(owner -> QuarantineLimits.ofMillis(0, 1));
            final int target = lab.host().next("rarely").target();
            for (int i = 0; i < 40; i++) {
                lab.send(lab.last(), i * 250, 250, 1, target);
                lab.send(250, "b");
                host.until(lab::done);
            }
            host.until(() -> a.packets() == 7_500 && b.packets() == 10_000);
            host.untilIdle();
            assertThat(host.errors("rarely", "node-fault")).isEqualTo(2_500);
            assertThat(host.faults()).isEqualTo(10);
            assertThat(quarantined(host, "faulty")).isFalse();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCallInputNodeNoMoreWhenItKeepsFailing(final int workers) {
        final InputHandle[] handle = new InputHandle[1];
        try (TestHost host = host(
                workers,
                registrar -> handle[0] = registrar.input(
                        "bad-input",
                        worker -> out -> {
                            calls.incrementAndGet();
                            if (broken.get()) {
                                throw new IllegalStateException("input");
                            }
                            return 0;
                        },
                        null))) {
            handle[0].polling(lab.host().workers().get(lab.last()), true);
            host.until(() -> quarantined(host, "faulty"));
            final int before = calls.get();
            handle[0].interrupt(lab.host().workers().get(lab.last()));
            lab.send(100, "a");
            host.until(() -> a.packets() == 100);
            host.untilIdle();
            assertThat(calls.get()).isEqualTo(before);
            broken.set(false);
            host.cli("plugin release faulty");
            host.until(() -> calls.get() > before + 100);
            handle[0].polling(lab.host().workers().get(lab.last()), false);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldStopTimersWhenTheyKeepFailing(final int workers) {
        final Timers.Task[] again = new Timers.Task[1];
        broken.set(false);
        try (TestHost host = host(
                workers,
                registrar -> registrar.process("timing-process", context -> {
                    again[0] = now -> {
                        calls.incrementAndGet();
                        context.worker().timers().schedule(1_000_000, again[0]);
                        if (broken.get()) {
                            throw new IllegalStateException("timer");
                        }
                    };
                    again[0].expired(0);
                }))) {
            host.until(() -> calls.get() > 0);
            broken.set(true);
            host.until(() -> quarantined(host, "faulty"));
            final int before = calls.get();
            lab.send(100, "a");
            host.until(() -> a.packets() == 100);
            final long enoughNs = host.host().main().nowNs() + 50_000_000;
            host.until(() -> host.host().main().nowNs() > enoughNs);
            assertThat(calls.get()).isEqualTo(before);
            broken.set(false);
            host.cli("plugin release faulty");
            host.until(() -> calls.get() > before + 10);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldShowProcessThatThrewAndGoOn(final int workers) {
        final ProcessHandle[] handle = new ProcessHandle[1];
        try (TestHost host = host(
                workers,
                registrar -> handle[0] = registrar.process("bad-process", context -> {
                    context.waitForEventOrClock(Long.MAX_VALUE);
                    throw new AssertionError("process");
                }))) {
            handle[0].signal(0, 0);
            host.until(
                    () -> !host.host().services().quarantine().reports("faulty").isEmpty());
            assertThat(host.cli("plugin faults faulty"))
                    .contains("process node", "bad-process", "AssertionError: process");
            assertThat(host.cli("show runtime bad-process")).contains("done");
            lab.send(100, "a");
            host.until(() -> a.packets() == 100);
            assertThat(host.refused("plugin release faulty")).contains("nothing of plugin");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefusePluginAndGoOnWhenFactoryThrows(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final WeirPlugin bad = new WeirPlugin() {
                @Override
                public void register(final Registrar registrar) {
                    registrar.node("good", worker -> frame -> frame.sink());
                    registrar.node("bad", worker -> {
                        throw new IllegalStateException("factory");
                    });
                }
            };
            assertThatThrownBy(() -> host.plugin("bad", bad)).hasMessageContaining("factory");
            assertThat(host.host().graph().node("good")).isNull();
            lab.send(100, "a");
            host.until(() -> a.packets() == 100);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForgetFaultsWhenPluginGoes(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            host.host().faults().limits(owner -> QuarantineLimits.ofMillis(5, 10_000));
            final WeirPlugin plugin = new WeirPlugin() {
                @Override
                public void register(final Registrar registrar) {
                    registrar.node("bomb", worker -> bomb()).nexts(registrar.next("a"));
                }
            };
            final var ledger = host.host().insert("faulty", plugin);
            provoke(host, "bomb");
            host.host().remove(ledger);
            assertThat(host.host().services().quarantine().reports("faulty")).isEmpty();
            host.host().insert("faulty", plugin);
            broken.set(false);
            final int before = calls.get();
            lab.send(1, "bomb");
            host.until(() -> calls.get() == before + 1);
            host.assertNoLeaks();
        }
    }

    /** What is thrown may itself fail when it is asked what it is; and checked exceptions can be thrown too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldContainThrowablesThatFailThemselves(final int workers) {
        final class Unprintable extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("message");
            }
        }
        try (TestHost host = host(workers, registrar -> registrar
                .node("strange", worker -> frame -> {
                    if (Lab.number(frame.buffer(0)) == 0) {
                        throw new Unprintable();
                    }
                    QuarantineTest.<RuntimeException>sneak(new Exception("checked"));
                })
                .nexts(registrar.next("a")))) {
            lab.send(2, "strange");
            lab.send(lab.last(), 1, 2, 1, lab.host().next("strange").target());
            host.until(() -> host.errors("strange", "node-fault") == 4);
            lab.send(1, "a");
            host.until(() -> a.packets() == 1);
            assertThat(host.cli("plugin faults faulty")).contains("strange");
            host.assertNoLeaks();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(final Throwable thrown) throws T {
        throw (T) thrown;
    }
}
