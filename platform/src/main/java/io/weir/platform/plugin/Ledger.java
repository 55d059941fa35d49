package io.weir.platform.plugin;

import io.weir.cli.Command;
import io.weir.cli.CommandException;
import io.weir.cli.CommandSpec;
import io.weir.config.ConfigSection;
import io.weir.config.SectionSpec;
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
import io.weir.iface.Interfaces;
import io.weir.platform.cli.Registration;
import io.weir.platform.config.ConfigException;
import io.weir.platform.graph.GraphException;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeType;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.Process;
import io.weir.plugin.Features;
import io.weir.plugin.FileHandler;
import io.weir.plugin.InputHandle;
import io.weir.plugin.IntSetting;
import io.weir.plugin.Registrar;
import io.weir.plugin.ScratchField;
import io.weir.plugin.WatchedFile;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one plugin has registered. {@link #insert} brings all of it into the host, {@link #retract} takes it back in
 * reverse. Main only.
 */
public final class Ledger implements Registrar {
    private final HostServices host;
    private final String id;
    private final Logger log;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<FeatureArc, String> arcs = new LinkedHashMap<>();
    private final Map<Integer, Next> etherTypes = new LinkedHashMap<>();
    private final List<CommandSpec> commands = new ArrayList<>();
    private final List<DeviceClass> deviceClasses = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final OwnedInterfaces interfaces;
    private boolean inserted;

    public Ledger(final HostServices host, final String id) {
        this.host = host;
        this.id = id;
        interfaces = new OwnedInterfaces(host.interfaces());
        undo.push(interfaces::retract);
        log = LoggerFactory.getLogger("plugin." + id);
    }

    /**
     * Has the plugin describe itself and inserts what it described.
     *
     * @throws CommandException or a {@link GraphException} when something clashes; nothing of it is left then.
     */
    public void insert(final WeirPlugin plugin) {
        try {
            undo.push(plugin::removed);
            plugin.register(this);
            etherTypes.keySet().forEach(this::requireFree);
            arcs.forEach((arc, last) -> {
                host.graph().addArc(arc, id, last);
                undo.push(() -> host.graph().removeArc(arc));
            });
            host.graph().insert("plugin " + id, nodes);
            undo.push(() -> host.graph().remove("plugin " + id, nodes));
            if (!etherTypes.isEmpty()) {
                atBarrier(
                        "ethernet types of " + id,
                        () -> etherTypes.forEach(
                                (type, next) -> host.etherTypes().put(type, next.target())));
                undo.push(() -> atBarrier(
                        "ethernet types of " + id, () -> etherTypes.keySet().forEach(type -> host.etherTypes()
                                .put(type, 0))));
            }
            inserted = true;
            commands.forEach(this::publish);
            processes.forEach(this::start);
            plugin.start();
            undo.push(interfaces::retract);
            undo.push(plugin::stop);
        } catch (final RuntimeException | Error e) {
            // Errors too: a JAR that was built against other classes fails with a LinkageError.
            retract();
            throw e;
        }
    }

    private void requireFree(final int type) {
        final int other = host.etherTypes().target(type);
        if (other != 0) {
            throw new GraphException(String.format(
                    Locale.ROOT,
                    "ethernet type 0x%04x goes to %s already",
                    type,
                    host.graph().targetName(other)));
        }
    }

    /** Takes everything back. What fails is logged, and the rest is taken back all the same. */
    public void retract() {
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (final RuntimeException | Error e) {
                log.warn("taking back a registration failed", e);
            }
        }
        inserted = false;
    }

    private void publish(final CommandSpec spec) {
        final Registration registration = host.commands().register(id, spec);
        undo.push(registration::close);
    }

    private void start(final Process process) {
        host.main().start(process);
        undo.push(() -> host.main().end(process));
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
        return note(Node.internal(name, id, factory));
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
        final Node node = note(Node.input(name, NodeType.INPUT, id, factory, format));
        return new InputHandle() {
            @Override
            public void polling(final Worker worker, final boolean on) {
                host.graph().polling(node, worker.index(), on);
            }

            @Override
            public void interrupt(final Worker worker) {
                if (node.runtime(worker.index()) instanceof InputRuntime runtime && runtime.raise()) {
                    ((GraphLoop) worker).interruptRaised();
                }
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
        arcs.put(arc, last);
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
        return counter;
    }

    @Override
    public IntSetting intSetting(final String name, final int initial, final int min, final int max) {
        final IntSetting setting = new IntSetting(name, initial, min, max, this::atBarrier);
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
            } else {
                commands.add(spec);
            }
        });
    }

    @Override
    public void deviceClass(final DeviceClass deviceClass) {
        deviceClasses.add(deviceClass);
        undo.push(host.declarations().add(id, deviceClass));
    }

    @Override
    public ConfigSection config(final SectionSpec section) {
        try {
            final ConfigSection values = host.configuration().claim(id, section);
            undo.push(() -> host.configuration().release(section));
            return values;
        } catch (final ConfigException e) {
            throw new CommandException(String.join("; ", e.sentences()), e);
        }
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
    public Interfaces interfaces() {
        return interfaces;
    }

    @Override
    public Features features() {
        return new FeatureSwitch(host.graph());
    }

    @Override
    public List<? extends Worker> workers() {
        return host.threads();
    }

    @Override
    public Handoff handoff() {
        return host.handoff();
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
        final WatchedFile file = host.threads().get(worker.index()).files().watch(fd, handler);
        undo.push(file::close);
        return file;
    }

    @Override
    public <T> void export(final Class<T> type, final T service) {
        host.exports().add(id, type, service);
        undo.push(() -> host.exports().removeAll(id));
    }

    @Override
    public <T> T service(final Class<T> type) {
        return host.exports().find(type);
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
    public List<FeatureArc> arcs() {
        return List.copyOf(arcs.keySet());
    }
}
