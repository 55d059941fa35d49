package io.weir.platform.host;

import io.weir.graph.DropReason.Severity;
import io.weir.graph.FeatureArc;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.platform.cli.BasicCommands;
import io.weir.platform.cli.CommandTree;
import io.weir.platform.cli.Interpreter;
import io.weir.platform.cli.NamedType;
import io.weir.platform.config.Configuration;
import io.weir.platform.config.CoreSections;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.Quarantine;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeType;
import io.weir.platform.graph.Reasons;
import io.weir.platform.iface.CounterBlock;
import io.weir.platform.iface.EtherTypes;
import io.weir.platform.iface.InterfaceSupport;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.iface.LocalDevice;
import io.weir.platform.iface.OffloadNeeds;
import io.weir.platform.loopback.LoopbackPlugin;
import io.weir.platform.offload.SoftwareOffload;
import io.weir.platform.os.OsException;
import io.weir.platform.os.OsThread;
import io.weir.platform.pg.PacketGeneratorPlugin;
import io.weir.platform.plugin.PluginHost;
import io.weir.platform.plugin.RunningHost;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.plugin.ledger.ScratchHost;
import io.weir.platform.plugin.registry.Declarations;
import io.weir.platform.plugin.registry.Exports;
import io.weir.platform.plugin.registry.HeldBuffers;
import io.weir.platform.plugin.registry.InterfaceClaims;
import io.weir.platform.plugin.registry.Lasting;
import io.weir.platform.plugin.registry.ScratchSpace;
import io.weir.platform.punt.PuntPlugin;
import io.weir.platform.show.ShowPlugin;
import io.weir.platform.stats.CounterStore;
import io.weir.platform.stats.HostView;
import io.weir.platform.stats.StatisticsOptions;
import io.weir.platform.stats.StatisticsPlugin;
import io.weir.platform.stats.StatisticsSources;
import io.weir.platform.tap.TapPlugin;
import io.weir.platform.thread.Barrier;
import io.weir.platform.thread.FileWatch;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.Handoffs;
import io.weir.platform.thread.LoopParts;
import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.Process;
import io.weir.platform.thread.TurnQuiescence;
import io.weir.platform.thread.Watchdog;
import io.weir.platform.thread.WorkerLoop;
import io.weir.platform.trace.Tracer;
import io.weir.plugin.Quiescence;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host: threads, graph, buffers, interfaces, plugins and commands in one. The thread that constructs it is main: it
 * runs {@link #turn} over and over, and everything else here is for it alone.
 */
public final class Host implements RunningHost, InterfaceTable.Host, HostView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Host.class);
    private static final int SCRATCH_BUFFERS = 4_096;

    private final HostOptions options;
    private final BufferPool pool;
    private final Barrier barrier = new Barrier();
    private final Reasons reasons = new Reasons();
    private final FaultLog faults = new FaultLog();
    private final Quarantine quarantine;
    private final Watchdog watchdog;
    private final MainLoop main;
    private final List<WorkerLoop> workers = new ArrayList<>();
    private final List<GraphLoop> threads = new ArrayList<>();
    private final List<CounterBlock> counterBlocks = new ArrayList<>();
    private final CounterStore counters;
    private final Graph graph;
    private final InterfaceSupport interfaces;
    private final CommandTree commands = new CommandTree();
    private final Interpreter interpreter = new Interpreter(commands);
    private final ScratchSpace scratch = new ScratchSpace();
    private final Exports exports = new Exports();
    private final Map<String, Ledger> builtIns = new LinkedHashMap<>();
    private final long startedNs = System.nanoTime();
    private final SoftwareOffload.Reasons offloadReasons = new SoftwareOffload.Reasons(
            reasons.add(Reasons.CORE, "no-buffers", "no buffers for segments", Severity.ERROR),
            reasons.add(Reasons.CORE, "bad-offload", "offload asked of a malformed packet", Severity.ERROR),
            reasons.add(Reasons.CORE, "too-many-segments", "more segments than one turn may take", Severity.ERROR));
    private final PluginHost plugins;
    private final Quiescence quiescence;
    private final Lasting lasting = new Lasting();
    private final Handoffs handoffs = new Handoffs();
    private final HeldBuffers heldBuffers = new HeldBuffers();
    private final Declarations declarations = new Declarations();
    private final InterfaceClaims claims = new InterfaceClaims();
    private final StatisticsSources sources = new StatisticsSources();
    private final StatisticsPlugin statistics = new StatisticsPlugin(this);
    private Configuration configuration = new Configuration();

    /**
     * Builds a host whose workers don't run yet.
     *
     * @param clock what timers and process nodes go by.
     */
    public Host(final HostOptions options, final NanoClock clock) {
        this(options, clock, true);
    }

    private Host(final HostOptions options, final NanoClock clock, final boolean whole) {
        this.options = options;
        pool = new BufferPool("default-numa-0", options.buffers(), options.pages());
        main = new MainLoop(clock, parts(0), barrier, faults);
        main.adopt();
        quarantine = new Quarantine(faults, main::execute, main::atBarrier, reasons.quarantined());
        threads.add(main);
        for (int i = 0; i < options.workers(); i++) {
            final int cpu = options.workerCores().isEmpty()
                    ? -1
                    : options.workerCores().get(i % options.workerCores().size());
            final WorkerLoop worker = new WorkerLoop(i + 1, cpu, clock, parts(i + 1), barrier);
            workers.add(worker);
            threads.add(worker);
        }
        quiescence = new TurnQuiescence(threads);
        watchdog = new Watchdog(threads, faults, Watchdog.LIMIT, Watchdog.LIMIT);
        counters = new CounterStore(threads.size());
        graph = new Graph(threads, main::atBarrier, reasons);
        interfaces = InterfaceSupport.create(this, threads);
        plugins = new PluginHost(this, options.plugins());
        insertCore();
        if (whole) {
            insertBuiltIns();
        }
    }

    private LoopParts parts(final int thread) {
        final Buffers buffers = new Buffers(pool);
        final Tracer tracer = new Tracer(thread);
        final CounterBlock block = new CounterBlock();
        counterBlocks.add(block);
        final Dispatcher dispatcher = new Dispatcher(buffers, reasons, faults, tracer);
        return new LoopParts(dispatcher, buffers, block, new FileWatch(dispatcher), tracer);
    }

    private void insertCore() {
        final Node epoll = Node.input(
                "unix-epoll-input",
                NodeType.PRE_INPUT,
                "core",
                worker -> threads.get(worker.index()).files(),
                null);
        final Node requests = Node.process(MainLoop.REQUEST_PROCESS, "core");
        insert("core", interfaces.nodes());
        insert("punt", new PuntPlugin(reasons::print));
        graph.insert("core", List.of(epoll, requests));
        main.start(main.process(requests, main::serveRequests, main));
        commands.registerType(
                "interface",
                new NamedType<>(
                        "interface",
                        this::swIfIndex,
                        () -> names(interfaces.table().all(), Interface::name)));
        commands.registerType("node", new NamedType<>("node", graph::node, () -> names(graph.nodes(), Node::name)));
        commands.registerType("plugin", new NamedType<>("plugin", id -> id, () -> plugins.ids()));
        commands.registerType("arc", new NamedType<>("feature arc", this::arc, () -> names(graph.arcs(), Arc::name)));
        BasicCommands.register(interpreter, () -> {});
        interfaces.table().register(new LocalDevice(), new Interfaces.Spec("local0", 0, 0));
    }

    private void insertBuiltIns() {
        insert("pg", new PacketGeneratorPlugin(name -> graph.node(name) != null));
        insert("tap", new TapPlugin());
        insert("loopback", new LoopbackPlugin());
        insert("show", new ShowPlugin(this));
        insert("stats", statistics);
    }

    private static <T> List<String> names(final Collection<? extends T> named, final Function<T, String> name) {
        return named.stream().map(name).toList();
    }

    private Arc arc(final String name) {
        return graph.arc(new FeatureArc(name));
    }

    private Integer swIfIndex(final String name) {
        final Interface device = interfaces.table().byName(name);
        return device == null ? null : device.swIfIndex();
    }

    /**
     * Loads the plugins of the directory that the options name.
     *
     * @return a sentence about each that failed.
     */
    public List<String> loadPlugins() {
        return plugins.loadAll();
    }

    @Override
    public boolean hasPlugin(final String id) {
        return builtIns.containsKey(id) || plugins.plugin(id) != null;
    }

    @Override
    public PluginHost plugins() {
        return plugins;
    }

    /** Tells the host what it was configured with, to be shown. */
    public void configuration(final Configuration concluded) {
        configuration = concluded;
        faults.limits(owner -> CoreSections.quarantine(concluded.section(CoreSections.PLUGINS), owner));
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    /** Brings a part of the platform in that registers as plugins do. */
    public Ledger insert(final String id, final WeirPlugin plugin) {
        final Ledger ledger = new Ledger(this, id);
        LiveChange.bring(this, ledger, plugin);
        builtIns.put(id, ledger);
        return ledger;
    }

    /** Takes one out again. */
    public void remove(final Ledger builtIn) {
        builtIns.remove(builtIn.pluginId(), builtIn);
        LiveChange.take(this, builtIn);
    }

    /** A service that a plugin exports, as the host itself sees it. */
    public <T> T service(final Class<T> type) {
        return builtIns.get("core").service(type);
    }

    /** Starts the workers. */
    public void start() throws InterruptedException {
        for (final WorkerLoop worker : workers) {
            worker.start();
        }
        barrier.workers(workers);
        watchdog.start();
        keepOthersOffWorkerCores();
    }

    /** What the JVM's compilers and collector do must not take a worker's core while there are others. */
    private void keepOthersOffWorkerCores() {
        final BitSet others = OsThread.cpus();
        final Set<Integer> pinned = new HashSet<>();
        for (final WorkerLoop worker : workers) {
            if (worker.cpu() >= 0) {
                others.clear(worker.cpu());
                pinned.add(worker.lwp());
            }
        }
        if (!pinned.isEmpty() && !others.isEmpty()) {
            try {
                OsThread.confine(others, pinned);
            } catch (final OsException e) {
                LOG.warn("other threads may take cores of workers: {}", e.getMessage());
            }
        }
    }

    /** One turn of main's loop. */
    public void turn() {
        main.turnMain();
    }

    /** Stops the workers, takes everything back and gives the memory back, if no worker is stuck and may still use it. */
    @Override
    public void close() {
        watchdog.close();
        if (!stopWorkers()) {
            return;
        }
        interfaces.table().deleteAll();
        plugins.close();
        List.copyOf(builtIns.values()).reversed().forEach(this::remove);
        List.copyOf(main.processes()).forEach(main::end);
        main.buffers().flush();
        for (final GraphLoop thread : threads) {
            thread.files().close();
        }
        counterBlocks.forEach(CounterBlock::close);
        counters.close();
        pool.close();
    }

    private boolean stopWorkers() {
        barrier.workers(List.of());
        boolean stopped = true;
        try {
            for (final WorkerLoop worker : workers) {
                if (!worker.stop()) {
                    LOG.error("{} does not end; what it may use is left to the system", worker.name());
                    stopped = false;
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return stopped;
    }

    @Override
    public Graph graph() {
        return graph;
    }

    @Override
    public void atBarrier(final String why, final Runnable change) {
        main.atBarrier(why, change);
    }

    @Override
    public OffloadNeeds offload(final Interface device, final DeviceClass kind, final Worker worker) {
        final int needs = SoftwareOffload.needs(kind.takesPartialChecksums(device), kind.takesLargeSegments(device));
        return needs == 0 ? OffloadNeeds.NONE : new SoftwareOffload(worker.buffers(), needs, offloadReasons);
    }

    @Override
    public MainLoop main() {
        return main;
    }

    @Override
    public List<GraphLoop> threads() {
        return threads;
    }

    @Override
    public InterfaceTable interfaces() {
        return interfaces.table();
    }

    @Override
    public EtherTypes etherTypes() {
        return interfaces.etherTypes();
    }

    @Override
    public CommandTree commands() {
        return commands;
    }

    @Override
    public List<CounterBlock> counters() {
        return counterBlocks;
    }

    @Override
    public CounterStore declaredCounters() {
        return counters;
    }

    @Override
    public ScratchSpace scratch() {
        return scratch;
    }

    @Override
    public Exports exports() {
        return exports;
    }

    @Override
    public Handoffs handoffs() {
        return handoffs;
    }

    @Override
    public boolean isBuiltIn(final String id) {
        return builtIns.containsKey(id);
    }

    @Override
    public Quiescence quiescence() {
        return quiescence;
    }

    @Override
    public Lasting lasting() {
        return lasting;
    }

    @Override
    public HeldBuffers heldBuffers() {
        return heldBuffers;
    }

    @Override
    public Declarations declarations() {
        return declarations;
    }

    @Override
    public InterfaceClaims interfaceClaims() {
        return claims;
    }

    @Override
    public StatisticsSources statistics() {
        return sources;
    }

    /**
     * Makes the statistics segment.
     *
     * @throws IOException with a sentence when the file can't be made; the host runs as well without it.
     */
    public void openStatistics(final StatisticsOptions wanted) throws IOException {
        statistics.open(wanted);
    }

    @Override
    public ScratchHost scratchHost(final Configuration configured) {
        final Host scratch = new Host(HostOptions.workers(0).withBuffers(SCRATCH_BUFFERS), System::nanoTime, false);
        scratch.configuration = configured;
        return new ScratchHost() {
            @Override
            public HostServices services() {
                return scratch;
            }

            @Override
            public int buffersInUse() {
                return SCRATCH_BUFFERS
                        - scratch.pool().available()
                        - scratch.main().buffers().cached();
            }

            @Override
            public void close() {
                scratch.close();
            }
        };
    }

    @Override
    public Quarantine quarantine() {
        return quarantine;
    }

    /** Where threads report what goes wrong. */
    public FaultLog faults() {
        return faults;
    }

    /** Runs commands; on main. */
    public Interpreter interpreter() {
        return interpreter;
    }

    @Override
    public Barrier barrier() {
        return barrier;
    }

    @Override
    public BufferPool pool() {
        return pool;
    }

    @Override
    public List<WorkerLoop> workers() {
        return workers;
    }

    public HostOptions options() {
        return options;
    }

    @Override
    public int mainCore() {
        return options.mainCore();
    }

    @Override
    public String version() {
        return PluginHost.API_VERSION;
    }

    @Override
    public long startedNs() {
        return startedNs;
    }

    @Override
    public List<Process> processes() {
        return main.processes();
    }
}
