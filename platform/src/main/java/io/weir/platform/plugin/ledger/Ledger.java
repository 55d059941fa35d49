package io.weir.platform.plugin.ledger;

import io.weir.cli.CommandException;
import io.weir.cli.CommandSpec;
import io.weir.iface.Interface;
import io.weir.platform.config.LiveValue;
import io.weir.platform.graph.Node;
import io.weir.platform.plugin.registry.Registries;
import io.weir.platform.thread.Patience;
import io.weir.platform.thread.Process;
import io.weir.platform.thread.WorkerHooks;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one version of a plugin has done to the host, each thing with its undo, and its life: it is described, comes, stands,
 * may stand still while another version takes its place, and goes. When it comes or goes is a live change's affair, which also
 * brings and takes what stands in the graph. Main only.
 */
public final class Ledger {
    private final HostServices host;
    private final Registries registries;
    private final String id;
    private final Logger log;
    private final UndoStack done;
    private final Described described = new Described();
    private final OwnedInterfaces interfaces;
    private final OwnedThreads threads;
    private final PluginRegistrar registrar;
    private final List<UndoStack.Entry> exports = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final Predicate<String> mayUse;

    private WeirPlugin plugin;
    private boolean describesOnly;
    private boolean standing;
    private boolean started;
    private boolean failed;
    /** Where {@link #done} was before it stood. */
    private long beforeStart;
    /** The version that has taken this one's state over, or null. */
    private Ledger successor;

    /** A ledger of one that may use whatever there is. */
    public Ledger(final HostServices host, final String id) {
        this(host, id, owner -> true);
    }

    /**
     * A ledger in which nothing stands yet.
     *
     * @param mayUse whose arcs and services the plugin may use: what it doesn't say that it needs may go without it.
     */
    public Ledger(final HostServices host, final String id, final Predicate<String> mayUse) {
        this.host = host;
        this.mayUse = mayUse;
        registries = host.registries();
        this.id = id;
        log = LoggerFactory.getLogger("plugin." + id);
        done = new UndoStack(log);
        threads = new OwnedThreads(id, host.main(), host.threads());
        interfaces = new OwnedInterfaces(id, host.interfaces(), registries.interfaceClaims(), done, this::isStanding);
        registrar = new PluginRegistrar(host, this, done, described, interfaces, threads);
        done.note("faults", this::forgetFaults);
        done.note("views of services", () -> registries.exports().forget(this));
    }

    /**
     * Refuses the use of what comes from a plugin that this one doesn't depend on.
     *
     * @param owner id of that plugin.
     * @throws CommandException with one sentence.
     */
    public void requireUse(final String what, final String owner) {
        if (!owner.equals(id) && !mayUse.test(owner)) {
            throw new CommandException("plugin " + id + " uses " + what + " of plugin " + owner
                    + ", which is not among its Plugin-Dependencies");
        }
    }

    private void forgetFaults() {
        described.nodes.forEach(node -> host.quarantine().forget(node.site()));
        host.quarantine().forget(threads.site());
    }

    /**
     * The plugin and its processes are not to be started.
     *
     * @param settings values of the version whose place it would take, by setting.
     */
    public void describeOnly(final Map<String, String> settings) {
        describesOnly = true;
        registrar.follows(settings);
    }

    /** Whether it was told to {@link #describeOnly}: what is to be said of it is said when it comes to the live host. */
    public boolean describesOnly() {
        return describesOnly;
    }

    /**
     * Has the plugin describe itself. What that did is undone if it fails.
     *
     * @param old the version whose place it is to take, paused, or null.
     * @param state whether it takes over what that one exports.
     */
    public void describe(final WeirPlugin wanted, final Ledger old, final boolean state) {
        plugin = wanted;
        if (old != null && state) {
            registrar.follows(old.settingTexts());
        }
        try {
            call("register()", () -> plugin.register(registrar));
            if (!described.begun.isEmpty()) {
                throw new CommandException("plugin " + id + ": command `" + described.begun.getFirst()
                        + "' does nothing: it was declared without run(...)");
            }
            if (old != null && state && described.states.takeFirst(old.described.states)) {
                old.successor = this;
            }
        } catch (final RuntimeException | Error e) {
            // Errors too: a JAR that was built against other classes fails with a LinkageError.
            forget(old);
            throw e;
        } finally {
            registrar.follows(Map.of());
        }
    }

    /** What the next version gets in shadow, or null. Main only. */
    public Record exportShadow() {
        return described.states.exportShadow();
    }

    /** Takes in shadow what the live version has exported. */
    public void takeShadow(final Record exported) {
        described.states.takeShadow(exported);
    }

    /**
     * It was described, and does not come: takes back what that did.
     *
     * @param old the version whose place it was to take, or null.
     */
    public void forget(final Ledger old) {
        done.undoAll();
        attempt("removed()", plugin::removed);
        done.undoAll();
        attempt("taking back timers", () -> Patience.run(threads::cancel));
        if (old != null) {
            old.successor = null;
        }
        registries.statistics().changed();
    }

    /**
     * Runs what the plugin does on each thread before its nodes run there.
     *
     * @throws CommandException when it fails, or a thread doesn't come.
     */
    public void prepare() {
        for (final WorkerHooks hooks : described.hooks) {
            done.note("worker hooks", hooks::end);
            try {
                hooks.begin();
            } catch (final IllegalStateException e) {
                throw new CommandException("plugin " + id + ": " + e.getMessage(), e);
            }
        }
    }

    /** Whether it does anything on each thread before its nodes run there. */
    public boolean prepares() {
        return !described.hooks.isEmpty();
    }

    /** Its nodes are in the graph: brings its commands and processes, and starts it. What that did is undone if it fails. */
    public void start() {
        standing = true;
        beforeStart = done.mark();
        try {
            described.commands.forEach(this::publish);
            if (!describesOnly) {
                described.processes.forEach(this::run);
                call("start()", plugin::start);
                started = true;
                described.nodes.forEach(this::listen);
            }
        } catch (final RuntimeException | Error e) {
            failed = true;
            stop();
            throw e;
        }
        registries.statistics().changed();
    }

    private void run(final Process process) {
        host.main().start(process);
        done.note("process " + process.node().name(), new RunningProcess(host.main(), process));
    }

    private void listen(final Node node) {
        if (node.featureListener() != null) {
            done.note("listener of feature " + node.name(), host.graph().listen(node, node.featureListener())::run);
        }
    }

    void publish(final CommandSpec spec) {
        done.note("command " + spec.pattern(), new PublishedCommand(host.commands(), id, spec));
    }

    void exported(final UndoStack.Entry export) {
        exports.add(export);
    }

    /** The reverse of {@link #start}: takes back all it did since. */
    public void stop() {
        stopPlugin();
        standing = false;
        done.undoTo(beforeStart);
    }

    private void stopPlugin() {
        if (started) {
            started = false;
            attempt("stop()", plugin::stop);
        }
    }

    /** Keeps it from acting: its commands can't be given, its processes wait, and its sections are others' to claim. */
    public void pause() {
        done.pause();
    }

    /** It stays after all. */
    public void resume() {
        done.resume();
    }

    /** Lets its timers and errands stand still; while all threads are parked. */
    public void stopTimers() {
        threads.stop();
    }

    /** Lets them go on; while all threads are parked. */
    public void resumeTimers() {
        threads.resume();
    }

    /** Takes back its timers, and its errands that no thread has begun. */
    public void cancelTimers() {
        threads.cancel();
    }

    /** Whether timers of it are set, or errands are under way; when none of its nodes is in the graph, or while all threads are parked. */
    public boolean hasTimers() {
        return threads.isUsed();
    }

    /** Its nodes have left the graph, and nothing brings them back: takes back everything. */
    public void depart() {
        if (successor != null) {
            attempt("handing over the last state", () -> successor.described.states.takeLast(described.states));
            attempt("handedOver()", plugin::handedOver);
            successor = null;
        }
        exports.reversed().forEach(export -> attempt("parting with those who use it", export::undo));
        stopPlugin();
        standing = false;
        threads.errands().cancelAll();
        done.undoAll();
        attempt("removed()", plugin::removed);
        done.undoAll();
        registries.statistics().changed();
    }

    private void attempt(final String what, final Runnable step) {
        try {
            step.run();
        } catch (final RuntimeException | Error e) {
            log.warn("{} failed", what, e);
            troubles.add(PluginFailure.text(id, what, e));
        }
    }

    /** Calls a part of the plugin; what it throws is told with whose and which part it was. */
    private void call(final String part, final Runnable step) {
        try {
            step.run();
        } catch (final RuntimeException | Error e) {
            if (PluginFailure.isHosts(e)) {
                throw e;
            }
            log.error("{} failed", part, e);
            throw new PluginFailure(id, part, e);
        }
    }

    /** What failed while it went, a sentence each: nothing of it could keep the plugin. */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** Takes over interfaces of another version. */
    public void adopt(final Ledger other, final List<Interface> devices) {
        other.interfaces.giveAway(devices);
        interfaces.adopt(devices);
    }

    /** Names of the device classes that it had interfaces of. */
    public Collection<String> deviceClassNames() {
        return interfaces.classes();
    }

    /** Interfaces that it registered have gone. */
    public void interfacesGone() {
        interfaces.giveAway(List.copyOf(interfaces.noted()));
    }

    /** A service that another plugin exports, as this one sees it. */
    public <T> T service(final Class<T> type) {
        return registrar.service(type);
    }

    /** Whether its nodes are in the graph. */
    boolean isStanding() {
        return standing;
    }

    /** Whether it threw when it was to start. */
    public boolean failedToStart() {
        return failed;
    }

    /** Whether it has started. */
    boolean isStarted() {
        return started;
    }

    Logger log() {
        return log;
    }

    public String pluginId() {
        return id;
    }

    /** Everything that it has done, each in some words, in that order. */
    public List<String> done() {
        return done.texts();
    }

    /** What it would use and isn't there, each in some words. */
    public List<String> missing() {
        final List<String> missing = new ArrayList<>();
        for (final Node node : described.nodes) {
            node.features().keySet().stream()
                    .filter(arc -> host.graph().arc(arc) == null)
                    .forEach(arc -> missing.add("arc " + arc.name() + " for " + node.name()));
        }
        described.optional.stream()
                .filter(service -> !registries.exports().joined(service))
                .forEach(service -> missing.add("service " + service.type()));
        return missing;
    }

    /** What it has described. */
    public Described described() {
        return described;
    }

    /** Interfaces that it registered. */
    public List<Interface> ownInterfaces() {
        return interfaces.registered();
    }

    /** Values of the settings by name, as they would be configured. */
    public Map<String, String> settingTexts() {
        final Map<String, String> texts = new TreeMap<>();
        described.settings.forEach((name, setting) -> texts.put(name, LiveValue.text(setting)));
        return texts;
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
