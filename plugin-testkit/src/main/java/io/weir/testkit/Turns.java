package io.weir.testkit;

import io.weir.iface.Interface;
import io.weir.platform.graph.Node;
import io.weir.platform.thread.GraphLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Turns a host's main loop until something has come about, and says what the host looked like when it doesn't. Main only. */
final class Turns {
    /** How long main waits at most for something to do before the test looks at its condition again. */
    private static final long MAX_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Between two looks at what workers do; those of a test may outnumber the cores. */
    static final long PAUSE_NS = 20_000;

    private final TestHost test;

    Turns(final TestHost test) {
        this.test = test;
    }

    void until(final BooleanSupplier condition, final long patienceNs) {
        final long deadline = System.nanoTime() + patienceNs;
        while (!condition.getAsBoolean()) {
            checkTime(deadline, () -> "the condition did not hold within " + seconds(patienceNs));
            once();
        }
    }

    /** Fails when it is too late, or the test is interrupted because it takes too long. */
    private void checkTime(final long deadline, final Supplier<String> complaint) {
        if (System.nanoTime() > deadline) {
            throw Failure.of(complaint.get() + "; the host then:\n" + HostPicture.of(test));
        }
        if (Thread.interrupted()) {
            throw Failure.of("interrupted while it waited; the host then:\n" + HostPicture.of(test));
        }
    }

    /** Turns main's loop once. What the test waits for comes on other threads, if there are any: it leaves the cores to them. */
    void once() {
        if (test.host().workers().isEmpty()) {
            test.host().turn(MAX_WAIT_NS);
        } else {
            test.host().turn(0);
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private static String seconds(final long ns) {
        return TimeUnit.NANOSECONDS.toMillis(ns) / 1e3 + " seconds";
    }

    void untilIdle(final long patienceNs) {
        final long deadline = System.nanoTime() + patienceNs;
        final String late = "the host was not idle within " + seconds(patienceNs) + ": ";
        for (int quiet = 0; quiet < 3; ) {
            final Map<String, Long> before = moved();
            final List<String> waiting = waiting();
            final long[] turns =
                    test.host().threads().stream().mapToLong(GraphLoop::turns).toArray();
            while (!stuck(turns).isEmpty()) {
                checkTime(deadline, () -> late + stuck(turns) + " did not end their turn");
                once();
            }
            test.host().turn(0);
            final List<String> moving = moved().entrySet().stream()
                    .filter(each -> !each.getValue().equals(before.get(each.getKey())))
                    .map(Map.Entry::getKey)
                    .toList();
            if (waiting.isEmpty() && moving.isEmpty()) {
                quiet++;
            } else {
                quiet = 0;
                checkTime(
                        deadline,
                        () -> late + "nodes " + moving + " had packets, frames waited at interfaces " + waiting);
            }
        }
    }

    /** Workers that have not begun and ended a turn since; those that sleep are woken, so that they do. */
    private List<String> stuck(final long... turns) {
        return test.host().workers().stream()
                .filter(worker -> worker.turns() <= turns[worker.index()] + 1)
                .peek(GraphLoop::wake)
                .map(GraphLoop::name)
                .toList();
    }

    /** Interfaces of the test whose frames the host has not taken yet. */
    private List<String> waiting() {
        return test.host().interfaces().all().stream()
                .filter(each -> each.deviceClass() instanceof TestInterface port && port.waiting())
                .map(Interface::name)
                .toList();
    }

    /** Vectors that each node was given, those of input nodes apart. */
    private Map<String, Long> moved() {
        final Map<String, Long> moved = new HashMap<>();
        for (final Node node : test.host().graph().nodes()) {
            if (!node.name().endsWith("-input")) {
                moved.put(
                        node.name(),
                        test.host().threads().stream()
                                .map(thread -> node.runtime(thread.index()))
                                .mapToLong(runtime -> runtime == null ? 0 : runtime.vectors())
                                .sum());
            }
        }
        return moved;
    }
}
