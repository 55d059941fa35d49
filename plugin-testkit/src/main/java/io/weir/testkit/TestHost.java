package io.weir.testkit;

import io.weir.graph.Counter;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.memory.Memory;
import io.weir.platform.cli.Outcome;
import io.weir.platform.config.ConfigException;
import io.weir.platform.config.Configuration;
import io.weir.platform.graph.Node;
import io.weir.platform.host.Host;
import io.weir.platform.host.HostOptions;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.WeirPlugin;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A host under test. The thread that makes it is main and turns its loop in {@link #untilIdle} and {@link #until}; with 0
 * workers everything happens there, one turn after the other.
 */
public final class TestHost implements AutoCloseable {
    /** What comes at all comes sooner, also on a machine that has other work for its cores. */
    private static final int PATIENCE_S = 30;

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(PATIENCE_S);

    /** No worker of a test is given up because the machine has other work. */
    private static final long BARRIER_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Host host;
    private final int initiallyFree;
    private final Set<String> inserted = new HashSet<>();
    /** How far timers and processes are ahead of their clock. */
    private final AtomicLong skippedNs = new AtomicLong();

    private final Turns turns = new Turns(this);

    private TestHost(final HostOptions options, final LongSupplier clock) {
        JvmFlags.require();
        host = new Host(options, () -> clock.getAsLong() + skippedNs.get());
        initiallyFree = options.buffers();
        host.barrier().timeoutNs(BARRIER_PATIENCE_NS);
    }

    /** A running host with so many workers and no plugin but the platform's own. */
    public static TestHost withWorkers(final int workers) {
        return of(HostOptions.workers(workers));
    }

    /** The same, with timers and processes that go by a clock of the test's, in nanoseconds. */
    public static TestHost withWorkers(final int workers, final LongSupplier clock) {
        return of(HostOptions.workers(workers), clock);
    }

    /** A running host with these options. */
    public static TestHost of(final HostOptions options) {
        return of(options, System::nanoTime);
    }

    /** The same, with timers and processes that go by a clock of the test's, in nanoseconds. */
    public static TestHost of(final HostOptions options, final LongSupplier clock) {
        final TestHost test = new TestHost(options, clock);
        try {
            test.host.start();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while workers started", e);
        }
        return test;
    }

    /**
     * Configures the host, in the syntax of startup.conf, before the plugins come whose sections these are.
     *
     * @param sections such as {@code "rate-meter { interval-ms 100 }"}.
     */
    public TestHost configure(final String... sections) {
        try {
            host.configuration(
                    new Configuration().readArguments(List.of(sections)).conclude());
            return this;
        } catch (final ConfigException e) {
            throw new IllegalArgumentException(String.join("; ", e.sentences()), e);
        }
    }

    /** Inserts a plugin under an id, without a JAR: it shares the test's classes. */
    public TestHost plugin(final String id, final WeirPlugin plugin) {
        host.insert(id, plugin);
        inserted.add(id);
        return this;
    }

    /**
     * Inserts a plugin that is a dependency of the tests, found by the {@code Plugin-Id} of its JAR: {@code ip4} with
     * {@code io.weir:weir-ip4}. What it depends on is inserted before, if it isn't there.
     */
    public TestHost plugin(final String id) {
        PluginJar.dependenciesOnClassPath(id).stream()
                .filter(each -> !inserted.contains(each))
                .forEach(this::plugin);
        try {
            return plugin(
                    id, PluginJar.classOnClassPath(id).getDeclaredConstructor().newInstance());
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("plugin " + id + " can't be made", e);
        }
    }

    /** Loads a plugin from its JAR, as {@code plugin load} does, with a class loader of its own. */
    public String load(final Path jar, final String... options) {
        return cli(words("plugin load " + jar.toAbsolutePath(), options));
    }

    /** Puts another version in the place of a plugin that was loaded. */
    public String upgrade(final Path jar, final String... options) {
        return cli(words("plugin upgrade " + jar.toAbsolutePath(), options));
    }

    /** Loads a plugin anew from where it came from. */
    public String reload(final String id, final String... options) {
        return cli(words("plugin reload " + id, options));
    }

    /** Takes a plugin out that was loaded. */
    public String unload(final String id, final String... options) {
        return cli(words("plugin unload " + id, options));
    }

    private static String words(final String command, final String... options) {
        return options.length == 0 ? command : command + " " + String.join(" ", options);
    }

    /** Enables a feature on an interface. */
    public TestHost enable(final FeatureArc arc, final String feature, final TestInterface port) {
        cli("set interface feature " + port.device().name() + " " + feature + " arc " + arc.name());
        return this;
    }

    /** Disables a feature on an interface. */
    public TestHost disable(final FeatureArc arc, final String feature, final TestInterface port) {
        cli("set interface feature " + port.device().name() + " " + feature + " arc " + arc.name() + " disable");
        return this;
    }

    /** Makes an interface of the test's own, up, whose packets the test sends and collects. */
    public TestInterface addInterface(final String name) {
        return addInterface(name, false);
    }

    /** The same; {@code offloads} says whether it takes partial checksums and large segments. */
    public TestInterface addInterface(final String name, final boolean offloads) {
        final TestInterface port = new TestInterface(host, offloads);
        final Interface device = host.interfaces().register(port, new Interfaces.Spec(name, 0, 1_500));
        port.attach(device);
        host.interfaces().addRxQueue(device, port, RxMode.POLLING);
        host.interfaces().adminUp(device, true);
        return port;
    }

    /** Runs a command; returns what it printed. Fails if it is refused. */
    public String cli(final String command) {
        final StringBuilder out = new StringBuilder();
        final Outcome outcome = host.interpreter().execute(command, new TurningSession(this, out));
        if (!outcome.isDone()) {
            throw Failure.of("`" + command + "' was refused: " + outcome.sentence());
        }
        return out.toString();
    }

    /** Runs a command that must be refused; returns the sentence. */
    public String refused(final String command) {
        final Outcome outcome = host.interpreter().execute(command, new TurningSession(this, new StringBuilder()));
        if (outcome.isDone()) {
            throw Failure.of("`" + command + "' was not refused");
        }
        return outcome.sentence();
    }

    /**
     * Turns main's loop until a condition holds; fails after half a minute, and says what the host had counted, dropped and lost
     * by then.
     */
    public void until(final BooleanSupplier condition) {
        until(condition, PATIENCE_NS);
    }

    /** The same for what timers and processes bring about: for them a tenth of a second passes with each turn. */
    public void untilInTime(final BooleanSupplier condition) {
        until(() -> {
            final boolean holds = condition.getAsBoolean();
            if (!holds) {
                skippedNs.addAndGet(STEP_NS);
            }
            return holds;
        });
    }

    void until(final BooleanSupplier condition, final long patienceNs) {
        turns.until(condition, patienceNs);
    }

    /** Turns main's loop once. */
    void turn() {
        turns.once();
    }

    /** Turns main's loop until so many packets have left by an interface, and takes them. */
    public List<PacketView> receive(final TestInterface port, final int packets) {
        try {
            until(() -> port.waitingFrames() >= packets);
        } catch (final AssertionError e) {
            throw Failure.of(port.waitingFrames() + " of " + packets + " packets left by "
                    + port.device().name() + "; " + e.getMessage());
        }
        return port.received().stream().map(PacketView::of).toList();
    }

    /**
     * Turns main's loop until all that was sent has gone through the graph; fails after half a minute, and says what still
     * moved or waited, and what the host looked like.
     */
    public void untilIdle() {
        untilIdle(PATIENCE_NS);
    }

    void untilIdle(final long patienceNs) {
        turns.untilIdle(patienceNs);
    }

    /** Packets that a node dropped or counted under a reason, by the reason's name. */
    public long errors(final String node, final String reason) {
        final Node found = host.graph().node(node);
        long packets = 0;
        for (int id = 0; id < host.graph().reasons().count(); id++) {
            if (host.graph().reasons().byId(id).name().equals(reason)) {
                for (final GraphLoop thread : host.threads()) {
                    packets += found.runtime(thread.index()).errors(id);
                }
            }
        }
        return packets;
    }

    /** Packets that all nodes together dropped or counted under a reason. */
    public long errors(final String reason) {
        return host.graph().nodes().stream()
                .mapToLong(node -> node.runtime(0) == null ? 0 : errors(node.name(), reason))
                .sum();
    }

    /**
     * Sum of a plugin's counter over all threads.
     *
     * @param name the plugin's id, a slash, and the name that it registered.
     */
    public long counter(final String name) {
        return host.registries().counters().all().stream()
                .filter(counter -> counter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no counter " + name + ", there are "
                        + host.registries().counters().all().stream()
                                .map(Counter::name)
                                .toList()))
                .sum();
    }

    /** The same of one number of a counter that a plugin brought by {@code counters}. */
    public long counter(final String name, final int index) {
        return host.registries().indexed().all().stream()
                .filter(counter -> counter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no counter by number " + name))
                .sum(index);
    }

    /** How often a node threw. */
    public long faults() {
        return host.graph().nodes().stream()
                .mapToLong(node -> host.threads().stream()
                        .mapToLong(thread -> node.runtime(thread.index()).faults())
                        .sum())
                .sum();
    }

    /** Buffers that are neither free nor in a thread's cache. */
    public int buffersInUse() {
        int free = host.pool().available();
        for (final GraphLoop thread : host.threads()) {
            free += thread.buffers().cached();
        }
        return initiallyFree - free;
    }

    /** Fails if a buffer is out that no plugin says it holds, naming the node that last had it. */
    public void assertNoLeaks() {
        untilIdle();
        final int[] lost = new int[1];
        host.atBarrier(
                "leak check",
                () -> lost[0] = buffersInUse() - host.registries().heldBuffers().total());
        if (lost[0] != 0) {
            throw Failure.of(lost[0] + " buffers leak\n"
                    + (Memory.CHECKED
                            ? host.pool().leakReport(id -> host.graph().targetName(id))
                            : ""));
        }
    }

    /** The host itself. */
    public Host host() {
        return host;
    }

    @Override
    public void close() {
        host.close();
    }
}
