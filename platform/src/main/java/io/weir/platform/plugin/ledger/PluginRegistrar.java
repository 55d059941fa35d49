package io.weir.platform.plugin.ledger;

import io.weir.cli.Command;
import io.weir.cli.CommandException;
import io.weir.config.ConfigSection;
import io.weir.config.LiveSetting;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.IndexedCounter;
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
import io.weir.iface.Interfaces;
import io.weir.platform.config.ConfigException;
import io.weir.platform.config.LiveValue;
import io.weir.platform.graph.ArcSpec;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeType;
import io.weir.platform.plugin.registry.HeldBuffers;
import io.weir.platform.plugin.registry.Registries;
import io.weir.platform.thread.FileWatch;
import io.weir.platform.thread.FlowHandoff;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Where a plugin describes what it brings. What takes effect at once goes into its ledger; the rest is noted, and comes to the
 * host with all of it. Main only.
 */
final class PluginRegistrar implements Registrar {
    private final HostServices host;
    private final Registries registries;
    private final String id;
    private final Logger log;
    private final UndoStack done;
    private final Described described;
    private final Ledger ledger;
    private final OwnedInterfaces interfaces;
    private final OwnedFeatures features;
    private final OwnedFiles files = new OwnedFiles();
    private final OwnedThreads threads;
    /** Values of the version before, by setting, which go on. */
    private Map<String, String> former = Map.of();

    PluginRegistrar(
            final HostServices host,
            final Ledger ledger,
            final UndoStack done,
            final Described described,
            final OwnedInterfaces interfaces,
            final OwnedThreads threads) {
        this.host = host;
        registries = host.registries();
        this.ledger = ledger;
        id = ledger.pluginId();
        log = ledger.log();
        this.done = done;
        this.described = described;
        this.interfaces = interfaces;
        this.threads = threads;
        features = new OwnedFeatures(host.graph(), host.interfaces(), done, ledger::isStanding);
    }

    /** Says what the settings of the version had whose place the plugin takes. */
    void follows(final Map<String, String> settings) {
        former = settings;
    }

    /** What is described later than in {@code register()} would come to nothing. */
    private void describing(final String what) {
        if (ledger.isStanding()) {
            throw new IllegalStateException(what + ": such things are described in register() only");
        }
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
        checkNode(name, factory);
        return note(Node.internal(name, id, worker -> factory.apply(threads.of(worker))));
    }

    private static void checkNode(final String name, final Object body) {
        Names.check("node", name);
        if (body == null) {
            throw new IllegalArgumentException("node " + name + " has nothing to run: null");
        }
    }

    private Node note(final Node node) {
        describing("node " + node.name());
        described.nodes.add(node);
        return node;
    }

    @Override
    public InputHandle input(final String name, final Function<Worker, InputNode> factory, final TraceFormat format) {
        checkNode(name, factory);
        final Node node =
                note(Node.input(name, NodeType.INPUT, id, worker -> factory.apply(threads.of(worker)), format));
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
        checkNode(name, body);
        final Node node = note(Node.process(name, id));
        final Process process =
                host.main().process(node, body, threads.workers().getFirst());
        node.keeper(on -> host.main().quarantine(process, on));
        described.processes.add(process);
        return process;
    }

    @Override
    public Next next(final String node) {
        Names.check("node", node);
        described.nexts.add(node);
        return host.graph().next(node);
    }

    @Override
    public Next optionalNext(final String node) {
        Names.check("node", node);
        described.optionalNexts.add(node);
        return host.graph().next(node);
    }

    @Override
    public void arc(final FeatureArc arc, final String last) {
        describing("arc " + Names.check("arc", arc.name()));
        described.arcs.add(new ArcSpec(arc, id, last));
    }

    @Override
    public void etherType(final int type, final Next to) {
        describing("ethernet type " + type);
        described.etherTypes.put(type, to);
    }

    @Override
    public DropReason dropReason(final String name) {
        return dropReason(name, name.replace('-', ' '), DropReason.Severity.ERROR);
    }

    @Override
    public DropReason dropReason(final String name, final String description, final DropReason.Severity severity) {
        Names.words("drop reason", name);
        final DropReason reason = host.graph().reasons().add(id, name, description, severity);
        done.note("drop reason " + name, () -> host.graph().reasons().release(reason));
        return reason;
    }

    @Override
    public long counted(final DropReason reason) {
        return host.graph().nodes().stream()
                .mapToLong(node -> host.threads().stream()
                        .mapToLong(thread -> node.runtime(thread.index()).errors(reason.id()))
                        .sum())
                .sum();
    }

    @Override
    public Counter counter(final String name, final Unit unit) {
        Names.words("counter", name);
        final Counter counter = registries.counters().add(id + "/" + name, unit);
        done.note("counter " + name, () -> registries.counters().remove(counter));
        described.counters.add(name + " (" + unit.name().toLowerCase(Locale.ROOT) + ")");
        return counter;
    }

    @Override
    public IndexedCounter counters(final String name, final Unit unit, final int size) {
        Names.words("counter", name);
        final IndexedCounter counter = registries.indexed().add(id + "/" + name, unit, size, growth -> host.main()
                .atBarrier("room for " + name, growth));
        done.note("counters " + name, () -> registries.indexed().remove(counter));
        described.counters.add(name + " (" + unit.name().toLowerCase(Locale.ROOT) + " by number)");
        return counter;
    }

    @Override
    public <T> LiveSetting<T> setting(final Setting<T> declaration, final T initial) {
        Names.check("setting", declaration.name());
        final LiveValue<T> setting = new LiveValue<>(declaration, initial, this::atBarrier);
        final String carried = former.get(declaration.name());
        if (described.settings.putIfAbsent(declaration.name(), setting) != null) {
            throw new IllegalArgumentException("setting " + declaration.name() + " is declared twice");
        }
        final String wrong = carried == null ? null : setting.carry(carried);
        // What runs beside the graph has less room than the live host, so values may not fit there that do here.
        if (wrong != null && !ledger.describesOnly()) {
            log.warn("{}; it begins anew", wrong);
        }
        done.note("setting " + declaration.name(), registries.declarations().add(id, setting)::run);
        return setting;
    }

    @Override
    public ScratchField scratch(final String name, final int bytes) {
        Names.check("scratch", name);
        final ScratchField field = registries.scratch().claim(id, name, bytes);
        done.note("scratch " + name, () -> registries.scratch().release(field));
        return field;
    }

    @Override
    public Command command(final String pattern, final String help) {
        // Those of which nothing more is heard do nothing: the ledger says so once all is described.
        described.begun.add(pattern);
        return new Command(pattern, help, spec -> {
            described.begun.remove(pattern);
            if (ledger.isStanding()) {
                ledger.publish(spec);
            }
            described.commands.add(spec);
        });
    }

    @Override
    public void deviceClass(final DeviceClass deviceClass) {
        describing("device class " + Names.check("device class", deviceClass.name()));
        described.deviceClasses.add(deviceClass);
        done.note(
                "device class " + deviceClass.name(), registries.declarations().add(id, deviceClass)::run);
    }

    @Override
    public ConfigSection config(final SectionSpec section) {
        try {
            final ConfigSection values = host.configuration().get().claim(id, section);
            done.note(
                    "section " + section.name(),
                    new ClaimedSection(host.configuration().get(), id, section));
            return values;
        } catch (final ConfigException e) {
            throw new CommandException(String.join("; ", e.sentences()), e);
        }
    }

    @Override
    public <S extends Record> void state(
            final String name,
            final Class<S> shape,
            final Supplier<? extends S> export,
            final Consumer<? super S> take) {
        described.states.add(name, false, shape, export, take);
    }

    @Override
    public <S extends Record> void finalState(
            final String name,
            final Class<S> shape,
            final Supplier<? extends S> export,
            final Consumer<? super S> take) {
        described.states.add(name, true, shape, export, take);
    }

    @Override
    public <S extends Record> void shadowState(
            final Class<S> shape, final Supplier<? extends S> export, final Consumer<? super S> take) {
        described.states.shadow(shape, export, take);
    }

    @Override
    public <T> T lasting(final String key, final Class<T> type, final Supplier<T> first) {
        return registries.lasting().get(key, type, first);
    }

    @Override
    public void holdsBuffers(final String what, final IntSupplier buffers) {
        final HeldBuffers.Holder holder = new HeldBuffers.Holder(id, what, buffers);
        registries.heldBuffers().add(holder);
        done.note("holder of buffers: " + what, () -> registries.heldBuffers().remove(holder));
    }

    @Override
    public void usesMemory(final String what, final LongSupplier bytes) {
        described.memory.put(what, bytes);
    }

    @Override
    public void statistics(final StatisticsSource source) {
        done.note("statistics", registries.statistics().add(id, source)::run);
    }

    @Override
    public Interfaces interfaces() {
        return interfaces;
    }

    @Override
    public Features features() {
        return features;
    }

    @Override
    public List<? extends Worker> workers() {
        return threads.workers();
    }

    @Override
    public Handoff handoff(final String name, final Next to, final int vectors) {
        Names.check("handoff", name);
        final DropReason congestion = dropReason("handoff-congestion", "congestion drop", DropReason.Severity.ERROR);
        final FlowHandoff handoff = new FlowHandoff(id, name, to, vectors, congestion, host.threads());
        done.note("handoff " + name, registries.handoffs().add(handoff, host.main())::run);
        return handoff;
    }

    @Override
    public void onWorker(final Worker worker, final Runnable task) {
        threads.errands().on(worker.index(), task);
    }

    @Override
    public <T> void onEachWorker(final Function<Worker, T> task, final Consumer<List<T>> thenOnMain) {
        threads.errands().onEach(task, thenOnMain);
    }

    @Override
    public <T> List<T> fromEachWorker(final Function<Worker, T> task) {
        return threads.errands().collect(task);
    }

    @Override
    public void workerHooks(final Consumer<Worker> start, final Consumer<Worker> end) {
        describing("worker hooks");
        described.hooks.add(new WorkerHooks(id, host.main(), host.threads(), threads.workers(), start, end));
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
        final FileWatch.Watch watch = host.threads().get(worker.index()).files().watch(fd, handler, id);
        if (files.isUnused()) {
            done.note("watched descriptors", files::giveBack);
        }
        return files.add(watch);
    }

    @Override
    public <T> void export(final Class<T> type, final Function<ServiceConsumer, ? extends T> view) {
        ledger.exported(
                done.note("service " + type.getName(), registries.exports().add(id, type, view)::run));
    }

    @Override
    public <T> T service(final Class<T> type) {
        final String owner = registries.exports().owner(type);
        if (owner != null) {
            ledger.requireUse("service " + type.getName(), owner);
        }
        return registries.exports().view(type, ledger, () -> new Using(id, done));
    }

    @Override
    public void optional(final String type, final Runnable joined, final Runnable parted) {
        Names.type("service", type);
        final OptionalService service = new OptionalService(ledger, type, joined, parted);
        described.optional.add(service);
        done.note("use of " + type + " if it is there", registries.exports().add(service)::run);
    }

    @Override
    public Quiescence quiescence() {
        return host.quiescence();
    }
}
