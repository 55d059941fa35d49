package io.weir.platform.plugin.ledger;

import io.weir.cli.Command;
import io.weir.cli.CommandException;
import io.weir.cli.CommandSpec;
import io.weir.config.ConfigSection;
import io.weir.config.LiveSetting;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.InputNode;
import io.weir.graph.Next;
import io.weir.graph.NodeBuilder;
import io.weir.graph.PacketNode;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import io.weir.graph.TraceFormat;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.platform.cli.Registration;
import io.weir.platform.config.ConfigException;
import io.weir.platform.config.LiveValue;
import io.weir.platform.graph.ArcSpec;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeType;
import io.weir.platform.plugin.registry.HeldBuffers;
import io.weir.platform.plugin.state.PluginStates;
import io.weir.platform.thread.FlowHandoff;
import io.weir.platform.thread.OwnedErrands;
import io.weir.platform.thread.OwnedWorker;
import io.weir.platform.thread.Process;
import io.weir.platform.thread.WorkerHooks;
import io.weir.plugin.Features;
import io.weir.plugin.FileHandler;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Quiescence;
import io.weir.plugin.Registrar;
import io.weir.plugin.ScratchField;
import io.weir.plugin.ServiceConsumer;
import io.weir.plugin.StatisticsSource;
import io.weir.plugin.WatchedFile;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one plugin has registered: described first, then brought into the host and taken out again by a live change.
 * Main only.
 */
public final class Ledger implements Registrar, ServiceConsumer {
    private final HostServices host;
    private final String id;
    private final Logger log;
    private final List<Node> nodes = new ArrayList<>();
    private final List<ArcSpec> arcs = new ArrayList<>();
    private final Map<Integer, Next> etherTypes = new LinkedHashMap<>();
    private final List<CommandSpec> commands = new ArrayList<>();
    private final List<Registration> published = new ArrayList<>();
    private final List<DeviceClass> deviceClasses = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Map<String, LiveSetting<?>> settings = new LinkedHashMap<>();
    private final List<String> counters = new ArrayList<>();
    private final Map<String, LongSupplier> memory = new LinkedHashMap<>();
    private final Map<SectionSpec, Runnable> sections = new LinkedHashMap<>();
    private final PluginStates states = new PluginStates();
    /** What takes back the registrations that took effect at once. */
    private final Deque<Runnable> undo = new ArrayDeque<>();
    /** What gives back to the version before what this one took from it; forgotten once this one stands. */
    private final Deque<Runnable> giveBack = new ArrayDeque<>();

    private final OwnedInterfaces interfaces;
    private WeirPlugin plugin;
    private Ledger before;
    private boolean describesOnly;
    private final List<OwnedWorker> workers;
    private final OwnedErrands errands;
    private final List<WorkerHooks> hooks = new ArrayList<>();
    private final OwnedFiles files = new OwnedFiles();
    private boolean inserted;
    private boolean starting;
    private boolean started;
    /** The version that has taken this one's state over, or null. */
    private Ledger successor;

    public Ledger(final HostServices host, final String id) {
        this.host = host;
        this.id = id;
        interfaces = new OwnedInterfaces(id, host.interfaces());
        workers = OwnedWorker.all(host.threads(), id);
        errands = new OwnedErrands(id, host.main(), host.threads(), workers);
        undo.push(() -> host.quarantine().forget(id));
        undo.push(files::closeAll);
        undo.push(() -> host.exports().forget(this));
        log = LoggerFactory.getLogger("plugin." + id);
    }

    /** The plugin and its processes are not to be started. */
    public void describeOnly() {
        describesOnly = true;
    }

    /**
     * Has the plugin describe itself.
     *
     * @param old the version whose place it is to take, or null.
     * @param state whether it takes over what that one exports.
     */
    public void describe(final WeirPlugin described, final Ledger old, final boolean state) {
        plugin = described;
        before = old;
        try {
            plugin.register(this);
            if (old != null && state && states.takeFirst(old.states)) {
                old.successor = this;
            }
        } catch (final RuntimeException | Error e) {
            // Errors too: a JAR that was built against other classes fails with a LinkageError.
            abandon();
            throw e;
        }
    }

    /**
     * Runs what the plugin does on each thread before its nodes run there.
     *
     * @throws CommandException when it fails, or a thread doesn't come.
     */
    public void prepare() {
        for (final WorkerHooks hook : hooks) {
            undo.push(hook::end);
            try {
                hook.begin();
            } catch (final IllegalStateException e) {
                throw new CommandException("plugin " + id + ": " + e.getMessage(), e);
            }
        }
    }

    /** Its nodes are in the graph: brings the rest, and starts the plugin. */
    public void start() {
        inserted = true;
        commands.forEach(this::publish);
        if (!describesOnly) {
            processes.forEach(process -> host.main().start(process));
            starting = true;
            plugin.start();
            starting = false;
            started = true;
        }
        giveBack.clear();
        before = null;
        host.statistics().changed();
    }

    /** Whether the plugin threw when it was to start. */
    public boolean failedToStart() {
        return starting;
    }

    /** Keeps its processes from running, or lets them run again. */
    public void hold(final boolean on) {
        processes.forEach(process -> host.main().hold(process, on));
    }

    /** Takes its commands back. */
    public void withdraw() {
        published.forEach(Registration::close);
        published.clear();
    }

    /** It stays after all. */
    public void resume() {
        successor = null;
        commands.forEach(this::publish);
        hold(false);
    }

    /** Takes interfaces over from another version. */
    public void adopt(final Ledger other, final List<Interface> devices) {
        if (other != null) {
            interfaces.adopt(other.interfaces, devices);
        }
    }

    /** Stops what may still send packets, before its nodes leave or after others took their places. */
    public void retire() {
        if (started) {
            attempt(plugin::stop);
            started = false;
        }
        attempt(interfaces::retract);
        processes.forEach(process -> attempt(() -> host.main().end(process)));
        withdraw();
        inserted = false;
    }

    /** Its nodes have left the graph: takes the rest back. */
    public void finish() {
        while (!undo.isEmpty()) {
            attempt(undo.pop());
        }
        attempt(plugin::removed);
        attempt(interfaces::retract);
        host.statistics().changed();
    }

    /** A version has taken its place. */
    public void succeeded() {
        if (successor != null) {
            attempt(() -> successor.states.takeLast(states));
            attempt(plugin::handedOver);
        }
        retire();
        finish();
    }

    /** It never came to stand in the host. */
    public void abandon() {
        attempt(interfaces::retract);
        withdraw();
        finish();
        while (!giveBack.isEmpty()) {
            attempt(giveBack.pop());
        }
        if (before != null) {
            before.successor = null;
        }
    }

    /** Takes its timers and errands back on all threads; while they are parked. */
    public void cancelTimers() {
        workers.forEach(OwnedWorker::cancelTimers);
        errands.cancelAll();
    }

    private void attempt(final Runnable step) {
        try {
            step.run();
        } catch (final RuntimeException | Error e) {
            log.warn("taking back a registration failed", e);
        }
    }

    private void publish(final CommandSpec spec) {
        published.add(host.commands().register(id, spec));
    }

    @Override
    public String pluginId() {
        return id;
    }

    @Override
    public Logger log() {
        return log;
    }

    @Override
    public NodeBuilder node(final String name, final Function<Worker, PacketNode> factory) {
        return note(Node.internal(name, id, worker -> factory.apply(workers.get(worker.index()))));
    }

    private Node note(final Node node) {
        if (inserted) {
            throw new IllegalStateException("node " + node.name() + ": nodes are described in register() only");
        }
        nodes.add(node);
        return node;
    }

    @Override
    public InputHandle input(final String name, final Function<Worker, InputNode> factory, final TraceFormat format) {
        final Node node = note(
                Node.input(name, NodeType.INPUT, id, worker -> factory.apply(workers.get(worker.index())), format));
        return new InputHandle() {
            @Override
            public void polling(final Worker worker, final boolean on) {
                host.graph().polling(node, worker.index(), on);
            }

            @Override
            public void interrupt(final Worker worker) {
                if (node.runtime(worker.index()) instanceof InputRuntime runtime && runtime.raise()) {
                    host.threads().get(worker.index()).interruptRaised();
                }
            }

            @Override
            public InputHandle unshadowed() {
                node.unshadowed();
                return this;
            }
        };
    }

    @Override
    public ProcessHandle process(final String name, final ProcessNode body) {
        final Process process = host.main().process(note(Node.process(name, id)), body);
        processes.add(process);
        return process;
    }

    @Override
    public Next next(final String node) {
        return host.graph().next(node);
    }

    @Override
    public void arc(final FeatureArc arc, final String last) {
        arcs.add(new ArcSpec(arc, id, last));
    }

    @Override
    public void etherType(final int type, final Next to) {
        etherTypes.put(type, to);
    }

    @Override
    public DropReason dropReason(final String name) {
        return dropReason(name, name.replace('-', ' '), DropReason.Severity.ERROR);
    }

    @Override
    public DropReason dropReason(final String name, final String description, final DropReason.Severity severity) {
        final DropReason reason = host.graph().reasons().add(id, name, description, severity);
        undo.push(() -> host.graph().reasons().release(reason));
        return reason;
    }

    @Override
    public Counter counter(final String name, final Unit unit) {
        final Counter counter = host.declaredCounters().add(id + "/" + name, unit);
        undo.push(() -> host.declaredCounters().remove(counter));
        counters.add(name + " (" + unit.name().toLowerCase(Locale.ROOT) + ")");
        return counter;
    }

    @Override
    public <T> LiveSetting<T> setting(final Setting<T> declaration, final T initial) {
        final LiveValue<T> setting = new LiveValue<>(declaration, initial, this::atBarrier);
        final LiveSetting<?> former = before == null ? null : before.settings.get(declaration.name());
        if (settings.putIfAbsent(declaration.name(), setting) != null) {
            throw new IllegalArgumentException("setting " + declaration.name() + " is declared twice");
        }
        final String wrong = former == null ? null : setting.carry(former);
        if (wrong != null) {
            log.warn("{}; it begins anew", wrong);
        }
        undo.push(host.declarations().add(id, setting));
        return setting;
    }

    @Override
    public ScratchField scratch(final String name, final int bytes) {
        final ScratchField field = host.scratch().claim(id, name, bytes);
        undo.push(() -> host.scratch().release(field));
        return field;
    }

    @Override
    public Command command(final String pattern, final String help) {
        return new Command(pattern, help, spec -> {
            if (inserted) {
                publish(spec);
            }
            commands.add(spec);
        });
    }

    @Override
    public void deviceClass(final DeviceClass deviceClass) {
        deviceClasses.add(deviceClass);
        undo.push(host.declarations().add(id, deviceClass));
    }

    @Override
    public ConfigSection config(final SectionSpec section) {
        takeSection(section.name());
        try {
            final ConfigSection values = host.configuration().claim(id, section);
            final Runnable release = () -> host.configuration().release(section);
            sections.put(section, release);
            undo.push(release);
            return values;
        } catch (final ConfigException e) {
            throw new CommandException(String.join("; ", e.sentences()), e);
        }
    }

    /** A section that the version before has claimed is this one's while it stands. */
    private void takeSection(final String name) {
        if (before == null) {
            return;
        }
        final Ledger old = before;
        for (final SectionSpec taken : List.copyOf(old.sections.keySet())) {
            if (taken.name().equals(name)) {
                final Runnable release = old.sections.remove(taken);
                old.undo.remove(release);
                release.run();
                giveBack.push(() -> old.config(taken));
            }
        }
    }

    @Override
    public <S extends Record> void state(
            final String name,
            final Class<S> shape,
            final Supplier<? extends S> export,
            final Consumer<? super S> take) {
        states.add(name, false, shape, export, take);
    }

    @Override
    public <S extends Record> void finalState(
            final String name,
            final Class<S> shape,
            final Supplier<? extends S> export,
            final Consumer<? super S> take) {
        states.add(name, true, shape, export, take);
    }

    @Override
    public <T> T lasting(final String key, final Class<T> type, final Supplier<T> first) {
        return host.lasting().get(key, type, first);
    }

    @Override
    public void holdsBuffers(final String what, final IntSupplier buffers) {
        final HeldBuffers.Holder holder = new HeldBuffers.Holder(id, what, buffers);
        host.heldBuffers().add(holder);
        undo.push(() -> host.heldBuffers().remove(holder));
    }

    @Override
    public void usesMemory(final String what, final LongSupplier bytes) {
        memory.put(what, bytes);
    }

    @Override
    public void statistics(final StatisticsSource source) {
        undo.push(host.statistics().add(id, source));
    }

    @Override
    public Interfaces interfaces() {
        return interfaces;
    }

    @Override
    public Features features() {
        return new FeatureSwitch(host.graph());
    }

    @Override
    public List<? extends Worker> workers() {
        return workers;
    }

    @Override
    public Handoff handoff(final String name, final Next to, final int vectors) {
        final DropReason congestion = dropReason("handoff-congestion", "congestion drop", DropReason.Severity.ERROR);
        final FlowHandoff handoff = new FlowHandoff(id, name, to, vectors, congestion, host.threads());
        undo.push(host.handoffs().add(handoff, host.main()));
        return handoff;
    }

    @Override
    public void onWorker(final Worker worker, final Runnable task) {
        errands.on(worker.index(), task);
    }

    @Override
    public <T> void onEachWorker(final Function<Worker, T> task, final Consumer<List<T>> thenOnMain) {
        errands.onEach(task, thenOnMain);
    }

    @Override
    public <T> List<T> fromEachWorker(final Function<Worker, T> task) {
        return errands.collect(task);
    }

    @Override
    public void workerHooks(final Consumer<Worker> start, final Consumer<Worker> end) {
        hooks.add(new WorkerHooks(id, host.main(), host.threads(), workers, start, end));
    }

    @Override
    public void atBarrier(final String why, final Runnable change) {
        host.main().atBarrier(why, change);
    }

    @Override
    public void onMain(final Runnable request) {
        host.main().execute(request);
    }

    @Override
    public WatchedFile watch(final int fd, final Worker worker, final FileHandler handler) {
        return files.add(host.threads().get(worker.index()).files().watch(fd, handler, id));
    }

    @Override
    public <T> void export(final Class<T> type, final Function<ServiceConsumer, ? extends T> view) {
        undo.push(host.exports().add(id, type, view));
    }

    @Override
    public <T> T service(final Class<T> type) {
        return host.exports().view(type, this);
    }

    @Override
    public Effect did(final String what, final Runnable takeBack) {
        undo.push(takeBack);
        return () -> undo.remove(takeBack);
    }

    @Override
    public Quiescence quiescence() {
        return host.quiescence();
    }

    /** Nodes that were described. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** Commands that were described. */
    public List<CommandSpec> commands() {
        return List.copyOf(commands);
    }

    /** Device classes that were described. */
    public List<DeviceClass> deviceClasses() {
        return List.copyOf(deviceClasses);
    }

    /** Arcs that were defined. */
    public List<ArcSpec> arcs() {
        return List.copyOf(arcs);
    }

    /** EtherTypes that were claimed, and the nodes they go to. */
    public Map<Integer, Next> etherTypes() {
        return Map.copyOf(etherTypes);
    }

    /** Interfaces that it registered. */
    public List<Interface> ownInterfaces() {
        return interfaces.registered();
    }

    /** Counters that were declared, as {@code name (unit)}. */
    public List<String> counters() {
        return List.copyOf(counters);
    }

    /** Settings by name. */
    public Map<String, LiveSetting<?>> settings() {
        return Map.copyOf(settings);
    }

    /** Sizes of its tables in bytes, as it tells them. */
    public Map<String, LongSupplier> memory() {
        return Map.copyOf(memory);
    }

    /** Prints what was registered, a line for each kind. */
    public void print(final StringBuilder out, final String indent) {
        LedgerText.print(this, out, indent);
    }

    /** The plugin, once it has described itself. */
    public WeirPlugin plugin() {
        return plugin;
    }
}
