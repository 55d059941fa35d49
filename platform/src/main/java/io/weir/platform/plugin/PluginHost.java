package io.weir.platform.plugin;

import io.weir.cli.CommandException;
import io.weir.platform.plugin.archive.Dependencies;
import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginFiles;
import io.weir.platform.plugin.archive.PluginStore;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.ScratchHost;
import io.weir.platform.plugin.shadow.EndlessShadows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that came from JARs, and the changes to them: all that is asked for goes the same way, whether the command
 * line, the directory or the configuration asks. Changes wait for each other. Main only; changes that shadow are called in
 * a task, or outside of main's turns.
 */
public final class PluginHost {
    /** Version of the plugin API; manifests require a range of it. */
    public static final String API_VERSION = "0.1.0";

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final HostServices host;
    private final PluginFiles files;
    private final DepartedPlugins departed;
    private final PluginOptions configured;
    private final PluginStore store;
    private final PluginSet plugins;
    private final Shadows shadows;
    private boolean changing;
    private long lastSwapNs;
    private long lastClosedNs;

    /**
     * Changes the plugins of a host.
     *
     * @param plugins those that came from JARs: none yet.
     * @param scratch makes hosts to try new ones in.
     * @param options where they are looked for at the start and persisted, which are wanted, and how changes go.
     */
    public PluginHost(
            final HostServices host,
            final PluginSet plugins,
            final ScratchHost.Maker scratch,
            final PluginOptions options) {
        this.host = host;
        this.plugins = plugins;
        shadows = new Shadows(scratch, options.shadowLimitMs(), new EndlessShadows());
        configured = options;
        files = new PluginFiles(options.copies(), options.rules());
        departed = new DepartedPlugins(files);
        store = new PluginStore(options.directory(), files);
    }

    /**
     * Loads every JAR of the directory that is enabled, at one barrier. One that fails is logged with its reason, and the
     * others are loaded all the same.
     *
     * @return sentences about those that failed.
     */
    public List<String> loadAll() {
        final StartUp start = new StartUp(host, files, store, plugins);
        start.load(configured.enabled()).forEach(plugins::came);
        files.sweep();
        start.failures().forEach(LOG::error);
        return start.failures();
    }

    /**
     * Has the plugins of the directory described, without any effect, and runs something while they are.
     *
     * @return sentences about those that could not be loaded.
     */
    public List<String> describeAll(final Runnable meanwhile) {
        final StartUp start = new StartUp(host, files, store, plugins);
        start.describe(configured.enabled(), meanwhile);
        files.sweep();
        return start.failures();
    }

    /** Brings a plugin that is not there yet; returns what was done, for people. */
    public String load(final Path jar, final ChangeOptions options) {
        return exclusively(options, () -> {
            final PluginArchive archive = take(jar);
            final LoadedPlugin present = plugins.plugin(archive.id());
            if (present != null) {
                throw new CommandException("plugin " + archive.id() + " is loaded already, as version "
                        + present.archive().version() + "; `plugin upgrade' replaces it");
            }
            return replace("load", List.of(archive), options);
        });
    }

    /** Replaces a plugin by another version, which takes its state over. */
    public String upgrade(final Path jar, final ChangeOptions options) {
        return upgrade(List.of(jar), options);
    }

    /** Replaces several plugins at once, whose new versions may not do with each other's old ones. */
    public String upgrade(final List<Path> jars, final ChangeOptions options) {
        return exclusively(options, () -> {
            final Map<String, PluginArchive> archives = new LinkedHashMap<>();
            for (final Path jar : jars) {
                final PluginArchive archive = take(jar);
                plugins.require(archive.id());
                final PluginArchive other = archives.put(archive.id(), archive);
                if (other != null) {
                    throw new CommandException(
                            other.path() + " and " + jar + " are both plugin " + archive.id() + ": which is it to be?");
                }
            }
            return replace("upgrade", List.copyOf(archives.values()), options);
        });
    }

    /** Replaces a plugin by what lies now in the file that it came from. */
    public String reload(final String id, final ChangeOptions options) {
        return exclusively(options, () -> {
            final PluginArchive archive =
                    same(id, take(plugins.require(id).archive().path()));
            return replace("reload", List.of(archive), options);
        });
    }

    /** Takes a plugin out. */
    public String unload(final String id, final ChangeOptions options) {
        return exclusively(options, () -> remove("unload", id, options));
    }

    /** Takes a plugin out, and remembers where it was. */
    public String disable(final String id, final ChangeOptions options) {
        return exclusively(options, () -> remove("disable", id, options));
    }

    /** Brings a plugin back that was disabled. */
    public String enable(final String id, final ChangeOptions options) {
        return exclusively(options, () -> {
            final PluginArchive archive =
                    same(id, take(plugins.requireDisabled(id).path()));
            return replace("enable", List.of(archive), options);
        });
    }

    /** One change at a time: others wait, while main goes on. */
    private String exclusively(final ChangeOptions options, final Supplier<String> change) {
        if (options.persist()) {
            store.requireDirectory();
        }
        host.main().awaitUntil(() -> !changing);
        changing = true;
        try {
            if (!options.dryRun()) {
                // Sampling for the shadow asks for the barrier too.
                LiveChange.awaitLatecomers(host, "change of plugins");
            }
            final String done = change.get();
            if (!options.dryRun()) {
                // Warnings stand in the log already.
                LOG.info("{}", done.lines().findFirst().orElse(""));
            }
            return done;
        } finally {
            files.sweep();
            changing = false;
        }
    }

    /** A JAR may be long, and its disk slow: main goes on while it is read. */
    private PluginArchive take(final Path jar) {
        return Aside.run(host.main(), "weir_jar", () -> files.take(jar));
    }

    private static PluginArchive same(final String id, final PluginArchive archive) {
        if (!archive.id().equals(id)) {
            throw new CommandException(archive.path() + " holds plugin " + archive.id() + " now, not " + id);
        }
        return archive;
    }

    /** Plugins that can't do without one must go along, which is to be asked for. */
    private List<String> requireAsked(final String id, final List<String> asked, final ChangeOptions options) {
        final List<String> needing = Dependencies.needing(id, plugins.archives().values()).stream()
                .filter(each -> !asked.contains(each))
                .toList();
        if (!needing.isEmpty() && !options.cascade()) {
            throw new CommandException(
                    "plugin " + id + " is needed by " + String.join(", ", needing) + "; --cascade takes them along");
        }
        return needing;
    }

    /** Brings versions of plugins, and anew all that depend on them or would if they were there. */
    private String replace(final String verb, final List<PluginArchive> archives, final ChangeOptions options) {
        final List<String> ids = archives.stream().map(PluginArchive::id).toList();
        ids.forEach(id -> requireAsked(id, ids, options));
        final Set<String> wanted = new HashSet<>(ids);
        ids.forEach(id -> wanted.addAll(plugins.dependents(id)));
        final Map<String, PluginArchive> then = plugins.archives();
        archives.forEach(archive -> then.put(archive.id(), archive));
        archives.forEach(archive -> Dependencies.check(archive, then));
        // Not in the order in which they came: the new version may need one that came later.
        final List<PluginArchive> sorted = Dependencies.sort(then.values()).stream()
                .filter(each -> wanted.contains(each.id()))
                .toList();
        return carryOut(new Exchange(verb, ids, List.of(), sorted), options);
    }

    /** Takes a plugin out with those that need it; those that can do without come anew. */
    private String remove(final String verb, final String id, final ChangeOptions options) {
        plugins.require(id);
        final List<String> gone = new ArrayList<>(requireAsked(id, List.of(id), options));
        gone.add(id);
        final List<LoadedPlugin> going = plugins.sorted().stream()
                .filter(plugin -> gone.contains(plugin.id()))
                .toList();
        final List<PluginArchive> anew = plugins.sorted().stream()
                .map(LoadedPlugin::archive)
                .filter(archive -> !gone.contains(archive.id())
                        && gone.stream()
                                .anyMatch(each -> plugins.dependents(each).contains(archive.id())))
                .toList();
        final String done = carryOut(new Exchange(verb, List.of(id), going, anew), options);
        if (!options.dryRun() && verb.equals("disable")) {
            going.forEach(plugin -> plugins.disable(plugin.archive()));
        }
        return done;
    }

    private String carryOut(final Exchange exchange, final ChangeOptions options) {
        plugins.check(exchange);
        final PluginChange change = new PluginChange(host, files, plugins, exchange, options, shadows);
        if (options.dryRun()) {
            return change.describe();
        }
        final String done = change.carryOut();
        lastSwapNs = change.swappedNs();
        lastClosedNs = change.closedNs();
        for (final LoadedPlugin plugin : change.gone()) {
            plugins.gone(plugin);
            departed.add(plugin);
        }
        change.came().forEach(plugins::came);
        if (options.persist()) {
            persist(exchange, done);
        }
        return done;
    }

    /** It is done, whatever becomes of this. */
    private void persist(final Exchange exchange, final String done) {
        try {
            if (exchange.going().isEmpty()) {
                exchange.ids().stream()
                        .map(id -> plugins.plugin(id).archive())
                        .forEach(archive -> Aside.run(host.main(), "weir_jar", () -> {
                            store.persist(archive);
                            return archive;
                        }));
            } else {
                exchange.going().forEach(plugin -> {
                    // As it will be after the next start.
                    plugins.disable(plugin.archive());
                    store.disable(plugin.id());
                });
            }
        } catch (final CommandException e) {
            LOG.error("{}; {}", done, e.getMessage());
            throw new CommandException(e.getMessage() + "; " + done, e);
        }
    }

    /** When workers went on after the last change, in nanoseconds of {@link System#nanoTime}. */
    public long lastSwapNs() {
        return lastSwapNs;
    }

    /** How long workers stood for the last change, in nanoseconds. */
    public long lastClosedNs() {
        return lastClosedNs;
    }

    /** Takes all plugins out of the graph, those that came last first, and closes their class loaders. */
    public void close() {
        for (final LoadedPlugin plugin : plugins.sorted().reversed()) {
            try {
                LiveChange.take(host, plugin.ledger());
            } catch (final RuntimeException | Error e) {
                LOG.warn("plugin {} can't be taken out", plugin.archive(), e);
            }
            plugins.gone(plugin);
            departed.add(plugin);
        }
        files.close();
    }

    /** Class loaders of plugins that have gone and are still reachable. */
    public List<DepartedPlugins.Departed> reachable() {
        return departed.reachable();
    }

    /** A sentence about each of them, whether it waits for a collection or what holds it, and about each shadow that does not end. */
    public List<String> departedTexts() {
        final List<String> texts = new ArrayList<>(departed.texts());
        texts.addAll(shadows.endless().texts());
        return texts;
    }

    /** Where plugins are looked for at the start, or null. */
    public Path directory() {
        return store.directory();
    }
}
