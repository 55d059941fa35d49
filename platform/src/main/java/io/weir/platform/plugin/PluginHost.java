package io.weir.platform.plugin;

import io.weir.cli.CommandException;
import io.weir.platform.fault.Failures;
import io.weir.platform.plugin.archive.Dependencies;
import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.archive.PluginFiles;
import io.weir.platform.plugin.archive.PluginStore;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final PluginFiles files = new PluginFiles();
    private final DepartedPlugins departed = new DepartedPlugins(files);
    private final PluginOptions configured;
    private final PluginStore store;
    /** In the order in which they came. */
    private final Map<String, LoadedPlugin> loaded = new LinkedHashMap<>();

    private final Map<String, PluginArchive> disabled = new LinkedHashMap<>();
    private boolean changing;
    private long lastSwapNs;
    private long lastClosedNs;

    /**
     * A host without plugins.
     *
     * @param options where they are looked for at the start and persisted, which are wanted, and how changes go.
     */
    public PluginHost(final HostServices host, final PluginOptions options) {
        this.host = host;
        configured = options;
        store = new PluginStore(options.directory(), options.checksums());
    }

    /**
     * Loads every JAR of the directory that is enabled, at one barrier. One that fails is logged with its reason, and the
     * others are loaded all the same.
     *
     * @return sentences about those that failed.
     */
    public List<String> loadAll() {
        final StartUp start = new StartUp(host, files, store, disabled);
        start.load(configured.enabled()).forEach(plugin -> loaded.put(plugin.id(), plugin));
        start.failures().forEach(LOG::error);
        return start.failures();
    }

    /**
     * Has the plugins of the directory described, without any effect, and runs something while they are.
     *
     * @return sentences about those that could not be loaded.
     */
    public List<String> describeAll(final Runnable meanwhile) {
        final StartUp start = new StartUp(host, files, store, disabled);
        start.describe(configured.enabled(), meanwhile);
        return start.failures();
    }

    /** Brings a plugin that is not there yet; returns what was done, for people. */
    public String load(final Path jar, final ChangeOptions options) {
        return exclusively(options, () -> {
            final PluginArchive archive = store.read(jar);
            if (loaded.containsKey(archive.id())) {
                throw new CommandException("plugin " + archive.id() + " is loaded already, as version "
                        + loaded.get(archive.id()).archive().version() + "; `plugin upgrade' replaces it");
            }
            return replace("load", List.of(archive), options);
        });
    }

    /** Replaces a plugin by another version, which takes its state over. */
    public String upgrade(final Path jar, final ChangeOptions options) {
        return exclusively(options, () -> {
            final PluginArchive archive = store.read(jar);
            require(archive.id());
            return replace("upgrade", withDependents(archive, options), options);
        });
    }

    /** Replaces a plugin by what lies now in the file that it came from. */
    public String reload(final String id, final ChangeOptions options) {
        return exclusively(options, () -> {
            final PluginArchive archive =
                    same(id, store.read(require(id).archive().path()));
            return replace("reload", withDependents(archive, options), options);
        });
    }

    /** Takes a plugin out. */
    public String unload(final String id, final ChangeOptions options) {
        return exclusively(options, () -> remove("unload", id, options));
    }

    /** Takes a plugin out, and remembers where it was. */
    public String disable(final String id, final ChangeOptions options) {
        return exclusively(options, () -> {
            require(id);
            return remove("disable", id, options);
        });
    }

    /** Brings a plugin back that was disabled. */
    public String enable(final String id, final ChangeOptions options) {
        return exclusively(options, () -> {
            final PluginArchive known = disabled.get(id);
            if (known == null) {
                throw new CommandException(
                        "plugin `" + id + "' is not disabled" + (loaded.containsKey(id) ? ", it is loaded" : ""));
            }
            final PluginArchive archive = same(id, store.read(known.path()));
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
            final String done = change.get();
            if (!options.dryRun()) {
                LOG.info("{}", done);
            }
            return done;
        } finally {
            changing = false;
        }
    }

    private static PluginArchive same(final String id, final PluginArchive archive) {
        if (!archive.id().equals(id)) {
            throw new CommandException(archive.path() + " holds plugin " + archive.id() + " now, not " + id);
        }
        return archive;
    }

    private LoadedPlugin require(final String id) {
        final LoadedPlugin plugin = loaded.get(id);
        if (plugin == null) {
            throw new CommandException("plugin `" + id + "' is not loaded");
        }
        return plugin;
    }

    private List<PluginArchive> withDependents(final PluginArchive archive, final ChangeOptions options) {
        final List<String> dependents = dependents(archive.id());
        if (!dependents.isEmpty() && !options.cascade()) {
            throw needed(archive.id(), dependents);
        }
        final Map<String, PluginArchive> then = archives();
        then.put(archive.id(), archive);
        // Not in the order in which they came: the new version may need one that came later.
        return Dependencies.sort(then.values()).stream()
                .filter(each -> each.id().equals(archive.id()) || dependents.contains(each.id()))
                .toList();
    }

    private static CommandException needed(final String id, final List<String> dependents) {
        return new CommandException(
                "plugin " + id + " is needed by " + String.join(", ", dependents) + "; --cascade takes them along");
    }

    private String remove(final String verb, final String id, final ChangeOptions options) {
        require(id);
        final List<String> dependents = dependents(id);
        if (!dependents.isEmpty() && !options.cascade()) {
            throw needed(id, dependents);
        }
        final List<LoadedPlugin> going = Dependencies.sort(archives().values()).stream()
                .filter(archive -> archive.id().equals(id) || dependents.contains(archive.id()))
                .map(archive -> loaded.get(archive.id()))
                .toList();
        final LiveChange change = new LiveChange(
                host,
                verb + " " + id,
                going.stream()
                        .map(plugin -> new LiveChange.Step(plugin.ledger(), null))
                        .toList());
        change.apply();
        final String stood = stood(change);
        final int unaccounted = BufferCensus.unaccounted(host);
        int baseline = unaccounted;
        for (final LoadedPlugin plugin : going) {
            baseline = Math.min(baseline, plugin.unaccounted());
            loaded.remove(plugin.id());
            departed.add(plugin);
            if (verb.equals("disable")) {
                disabled.put(plugin.id(), plugin.archive());
            }
        }
        if (options.persist()) {
            going.forEach(plugin -> store.disable(plugin.id()));
        }
        final StringBuilder done = new StringBuilder(verb).append(verb.endsWith("e") ? "d" : "ed");
        going.forEach(plugin -> done.append(' ').append(plugin.archive()));
        done.append(", ").append(stood);
        if (unaccounted > baseline) {
            done.append(", ").append(unaccounted - baseline).append(" buffers more unaccounted for than when it came");
        }
        return done.toString();
    }

    private String stood(final LiveChange change) {
        lastSwapNs = change.swappedNs();
        lastClosedNs = change.closedNs();
        return "workers stood " + Durations.text(lastClosedNs);
    }

    /** When workers went on after the last change, in nanoseconds of {@link System#nanoTime}. */
    public long lastSwapNs() {
        return lastSwapNs;
    }

    /** How long workers stood for the last change, in nanoseconds. */
    public long lastClosedNs() {
        return lastClosedNs;
    }

    private String replace(final String verb, final List<PluginArchive> wanted, final ChangeOptions options) {
        checkSet(wanted);
        final Candidates candidates = new Candidates(files, wanted, loaded);
        final String done;
        try {
            final Rehearsal rehearsal = new Rehearsal(host, loaded, candidates, configured.shadowLimitMs());
            if (options.dryRun()) {
                final String text = rehearsal.describe(verb);
                candidates.discard();
                return text;
            }
            final String shadowed =
                    options.shadow() && configured.shadowLimitMs() > 0 ? rehearsal.run() : "not shadowed";
            // Main went on meanwhile; only another change of plugins was kept away.
            done = bring(verb, candidates, options) + ", " + shadowed;
        } catch (final RuntimeException | Error e) {
            candidates.discard();
            if (e instanceof CommandException) {
                throw e;
            }
            LOG.error("{} {} failed", verb, wanted, e);
            throw new CommandException(Failures.text(e), e);
        }
        if (options.persist()) {
            // It is there, whatever becomes of this.
            final PluginArchive archive = wanted.getFirst();
            store.persist(archive, loaded.get(archive.id()).copy());
        }
        return done;
    }

    /** Checks the set of plugins as it would be. */
    private void checkSet(final List<PluginArchive> wanted) {
        final Map<String, PluginArchive> then = archives();
        for (final PluginArchive archive : wanted) {
            if (host.isBuiltIn(archive.id())) {
                throw new CommandException(
                        archive.path() + ": the id " + archive.id() + " is that of a part of the host");
            }
            Dependencies.checkApi(archive, API_VERSION);
            then.put(archive.id(), archive);
        }
        wanted.forEach(archive -> Dependencies.check(archive, then));
        Dependencies.sort(then.values());
    }

    private String bring(final String verb, final Candidates candidates, final ChangeOptions options) {
        final long startNs = System.nanoTime();
        final int unaccounted = BufferCensus.unaccounted(host);
        final List<LiveChange.Step> steps = new ArrayList<>();
        try {
            for (final PluginClassLoader source : candidates.all()) {
                final LoadedPlugin old = loaded.get(source.archive().id());
                final Ledger before = old == null ? null : old.ledger();
                final Ledger fresh = new Ledger(host, source.archive().id());
                fresh.describe(source.create(), before, options.state());
                steps.add(new LiveChange.Step(before, fresh));
            }
        } catch (final RuntimeException | Error e) {
            steps.reversed().forEach(step -> step.fresh().abandon());
            throw e;
        }
        final String why = verb + " " + candidates.list().getFirst().archive().id();
        final LiveChange change = new LiveChange(host, why, steps);
        change.apply();
        final String closed = stood(change);
        final StringBuilder done = new StringBuilder(verb).append(verb.endsWith("e") ? "d" : "ed");
        int at = 0;
        for (final PluginClassLoader source : candidates.all()) {
            final LoadedPlugin old = loaded.get(source.archive().id());
            done.append(' ').append(source.archive());
            loaded.put(
                    source.archive().id(),
                    new LoadedPlugin(
                            source,
                            candidates.copy(source),
                            steps.get(at++).fresh(),
                            Instant.now(),
                            System.nanoTime() - startNs,
                            old == null ? unaccounted : old.unaccounted()));
            if (old != null) {
                done.append(" (was ").append(old.archive().version()).append(')');
                departed.add(old);
            }
            disabled.remove(source.archive().id());
        }
        return done.append(", ").append(closed).toString();
    }

    private Map<String, PluginArchive> archives() {
        final Map<String, PluginArchive> archives = new LinkedHashMap<>();
        loaded.forEach((id, plugin) -> archives.put(id, plugin.archive()));
        return archives;
    }

    /** Ids of the plugins that depend on one, directly or not. */
    public List<String> dependents(final String id) {
        return Dependencies.dependents(id, archives().values());
    }

    /** Takes all plugins out of the graph, those that came last first, and closes their class loaders. */
    public void close() {
        final List<LoadedPlugin> all = Dependencies.sort(archives().values()).stream()
                .map(archive -> loaded.get(archive.id()))
                .toList();
        for (final LoadedPlugin plugin : all.reversed()) {
            try {
                LiveChange.take(host, plugin.ledger());
            } catch (final RuntimeException | Error e) {
                LOG.warn("plugin {} can't be taken out", plugin.archive(), e);
            }
            departed.add(plugin);
        }
        loaded.clear();
        files.close();
    }

    /** Plugins that are in the host, in the order in which they came. */
    public Collection<LoadedPlugin> loaded() {
        return List.copyOf(loaded.values());
    }

    /** The plugin of this id, or null. */
    public LoadedPlugin plugin(final String id) {
        return loaded.get(id);
    }

    /** Plugins that are known and not loaded. */
    public Collection<PluginArchive> disabled() {
        return List.copyOf(disabled.values());
    }

    /** Ids of all plugins that are known. */
    public List<String> ids() {
        final List<String> ids = new ArrayList<>(loaded.keySet());
        ids.addAll(disabled.keySet());
        return ids;
    }

    /** Class loaders of plugins that have gone and are still reachable. */
    public List<DepartedPlugins.Departed> reachable() {
        return departed.reachable();
    }

    /** Where plugins are looked for at the start, or null. */
    public Path directory() {
        return store.directory();
    }
}
