package io.weir.platform.host;

import io.weir.memory.BufferPool;
import io.weir.platform.cli.Interpreter;
import io.weir.platform.config.Configuration;
import io.weir.platform.config.CoreSections;
import io.weir.platform.config.CurrentConfiguration;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.gaps.GapWatch;
import io.weir.platform.graph.Graph;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.l2patch.L2PatchPlugin;
import io.weir.platform.loopback.LoopbackPlugin;
import io.weir.platform.pg.PacketGeneratorPlugin;
import io.weir.platform.plugin.BuiltIns;
import io.weir.platform.plugin.PluginHost;
import io.weir.platform.plugin.PluginSet;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.plugin.registry.Registries;
import io.weir.platform.reference.Reference;
import io.weir.platform.show.ShowPlugin;
import io.weir.platform.stats.SegmentInputs;
import io.weir.platform.stats.StatisticsOptions;
import io.weir.platform.stats.StatisticsPlugin;
import io.weir.platform.tap.TapPlugin;
import io.weir.platform.thread.Barrier;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.WorkerLoop;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/**
 * A host: threads, graph, buffers, interfaces, plugins and commands in one. The thread that constructs it is main: it
 * runs {@link #turn} over and over, and everything else here is for it alone.
 */
public final class Host implements AutoCloseable {
    private final HostOptions options;
    private final CurrentConfiguration configuration = new CurrentConfiguration();
    private final HostCore core;
    private final Engine engine;
    private final HostServices services;
    private final PluginHost plugins;
    private final StatisticsPlugin statistics;

    /**
     * Builds a host whose workers don't run yet.
     *
     * @param clock what timers and process nodes go by.
     */
    public Host(final HostOptions options, final NanoClock clock) {
        final long startedNs = System.nanoTime();
        this.options = options;
        core = new HostCore(options, clock, configuration);
        engine = core.engine();
        services = core.services();
        plugins = new PluginHost(services, core.plugins(), ScratchCore::new, options.plugins());
        final Graph graph = engine.graph();
        final Registries registries = services.registries();
        statistics = new StatisticsPlugin(new SegmentInputs(
                graph,
                engine.threads(),
                services.interfaces(),
                engine.counters(),
                registries.counters(),
                registries.indexed(),
                engine.pool(),
                registries.statistics(),
                engine.gaps()));
        final BuiltIns builtIns = core.builtIns();
        builtIns.insert("pg", new PacketGeneratorPlugin(name -> graph.node(name) != null));
        builtIns.insert("tap", new TapPlugin());
        builtIns.insert("loopback", new LoopbackPlugin());
        builtIns.insert("l2patch", new L2PatchPlugin());
        builtIns.insert("show", new ShowPlugin(services, core.plugins(), plugins, engine.gaps(), startedNs));
        builtIns.insert("stats", statistics);
    }

    /** Tells the host what it was configured with, before plugins come whose sections these are. */
    public void configuration(final Configuration concluded) {
        configuration.set(concluded);
        engine.faults().limits(owner -> CoreSections.quarantine(concluded.section(CoreSections.PLUGINS), owner));
    }

    /**
     * Loads the plugins of the directory that the options name.
     *
     * @return a sentence about each that failed.
     */
    public List<String> loadPlugins() {
        return plugins.loadAll();
    }

    /**
     * Makes the statistics segment.
     *
     * @throws IOException with a sentence when the file can't be made; the host runs as well without it.
     */
    public void openStatistics(final StatisticsOptions wanted) throws IOException {
        statistics.open(wanted);
    }

    /** What made turns of the threads long. */
    public GapWatch gaps() {
        return engine.gaps();
    }

    /** Starts the workers. */
    public void start() throws InterruptedException {
        engine.start();
    }

    /** One turn of main's loop, which waits a moment for something to do if there is nothing. */
    public void turn() {
        engine.main().turnMain();
    }

    /**
     * The same for a caller who has something to look at soon.
     *
     * @param maxWaitNs how long the turn waits at most for something to do, rounded up to milliseconds; 0 for not at all.
     */
    public void turn(final long maxWaitNs) {
        engine.main().turnMain(maxWaitNs);
    }

    /** Takes back what other processes see and the system doesn't take back when this one ends: the statistics' files. */
    public void withdraw() {
        statistics.stop();
    }

    /** Stops the workers, takes everything back and gives the memory back, if no worker is stuck and may still use it. */
    @Override
    public void close() {
        withdraw();
        if (engine.stop()) {
            services.interfaces().deleteAll();
            plugins.close();
            core.close();
        }
    }

    /** Brings a part in that registers as plugins do. */
    public Ledger insert(final String id, final WeirPlugin plugin) {
        return core.builtIns().insert(id, plugin);
    }

    /** Takes one out again. */
    public void remove(final Ledger builtIn) {
        core.builtIns().remove(builtIn);
    }

    /** A service that a plugin exports, as the host itself sees it. */
    public <T> T service(final Class<T> type) {
        return core.builtIns().find(HostCore.ID).service(type);
    }

    /** Runs a change while no worker runs. */
    public void atBarrier(final String why, final Runnable change) {
        engine.main().atBarrier(why, change);
    }

    /** What is registered now, for people. */
    public Reference reference() {
        return new Reference(services, core.plugins());
    }

    /** What plugins are brought into. */
    public HostServices services() {
        return services;
    }

    /** What plugins have brought besides nodes, commands and interfaces. */
    public Registries registries() {
        return services.registries();
    }

    /** Changes to the plugins that come from JARs. */
    public PluginHost plugins() {
        return plugins;
    }

    /** The plugins that came from JARs. */
    public PluginSet pluginSet() {
        return core.plugins();
    }

    /** Runs commands; on main. */
    public Interpreter interpreter() {
        return core.interpreter();
    }

    public InterfaceTable interfaces() {
        return services.interfaces();
    }

    public Graph graph() {
        return engine.graph();
    }

    public MainLoop main() {
        return engine.main();
    }

    public List<WorkerLoop> workers() {
        return engine.workers();
    }

    /** Main, then the workers. */
    public List<GraphLoop> threads() {
        return engine.threads();
    }

    public Barrier barrier() {
        return engine.barrier();
    }

    public BufferPool pool() {
        return engine.pool();
    }

    /** Where threads report what goes wrong. */
    public FaultLog faults() {
        return engine.faults();
    }

    public HostOptions options() {
        return options;
    }
}
