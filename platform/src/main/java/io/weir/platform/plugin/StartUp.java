package io.weir.platform.plugin;

import io.weir.cli.CommandException;
import io.weir.platform.fault.Failures;
import io.weir.platform.graph.NodeException;
import io.weir.platform.plugin.archive.Dependencies;
import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.archive.PluginFiles;
import io.weir.platform.plugin.archive.PluginStore;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.plugin.ledger.PluginFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The load of a whole directory at the start, at one barrier: those that fail are left out with what needs them. */
final class StartUp {
    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

    private final HostServices host;
    private final PluginFiles files;
    private final PluginStore store;
    private final PluginSet plugins;
    private final List<String> failures = new ArrayList<>();
    private final Map<String, PluginArchive> wanted = new LinkedHashMap<>();

    StartUp(final HostServices host, final PluginFiles files, final PluginStore store, final PluginSet plugins) {
        this.host = host;
        this.files = files;
        this.store = store;
        this.plugins = plugins;
    }

    /** A sentence about each plugin that failed. */
    List<String> failures() {
        return failures;
    }

    List<LoadedPlugin> load(final Predicate<String> enabled) {
        return rounds(enabled, this::insert);
    }

    /** Has all plugins described as if they were to be loaded, runs something, and forgets them. */
    void describe(final Predicate<String> enabled, final Runnable meanwhile) {
        rounds(enabled, round -> {
            meanwhile.run();
            round.change.abandon(null);
            round.candidates.discard();
            return List.of();
        });
    }

    /**
     * Plugins that can stand beside each other, and are described.
     *
     * @param ledgers in the order of the candidates.
     */
    private record Round(LiveChange change, Candidates candidates, List<Ledger> ledgers, long startNs) {}

    /** What is done with a round returns null if one of them turns out not to be wanted. */
    private List<LoadedPlugin> rounds(
            final Predicate<String> enabled, final Function<Round, List<LoadedPlugin>> finish) {
        choose(enabled);
        dropUnmet();
        // Each round leaves out at least one, so this ends.
        while (!wanted.isEmpty()) {
            final Set<String> before = new HashSet<>(wanted.keySet());
            final List<LoadedPlugin> loaded = attempt(finish);
            if (loaded != null) {
                return loaded;
            }
            dropUnmet();
            if (wanted.keySet().equals(before)) {
                wanted.clear();
            }
        }
        return List.of();
    }

    private void choose(final Predicate<String> enabled) {
        final Set<String> off = store.disabled();
        for (final PluginArchive archive : store.readAll(this::refuse)) {
            if (!enabled.test(archive.id()) || off.contains(archive.id())) {
                LOG.info("plugin disabled: {}", archive.id());
                plugins.disable(archive);
                continue;
            }
            final PluginArchive other = wanted.get(archive.id());
            wanted.merge(archive.id(), archive, Dependencies::higher);
            if (other != null) {
                LOG.warn(
                        "plugin {} is there as {} and as {}: the higher version is loaded",
                        archive.id(),
                        other.path(),
                        archive.path());
            }
        }
    }

    /** Leaves out what was made for another host, or needs what isn't there. */
    private void dropUnmet() {
        boolean again = true;
        while (again) {
            again = false;
            for (final PluginArchive archive : List.copyOf(wanted.values())) {
                try {
                    plugins.checkFits(archive);
                    Dependencies.check(archive, wanted);
                    if (Dependencies.dependents(archive.id(), wanted.values()).contains(archive.id())) {
                        throw new CommandException("plugin " + archive + " depends on itself, in a circle");
                    }
                } catch (final CommandException e) {
                    drop(archive.id(), e.getMessage());
                    again = true;
                }
            }
        }
    }

    private void drop(final String id, final String sentence) {
        refuse(wanted.remove(id).path(), sentence);
    }

    private void refuse(final Path jar, final String sentence) {
        failures.add(sentence);
        plugins.refused(jar, sentence);
    }

    /** Describes what is wanted and goes on with it; if one fails, that one is no longer wanted, and null is returned. */
    private List<LoadedPlugin> attempt(final Function<Round, List<LoadedPlugin>> finish) {
        final long startNs = System.nanoTime();
        final Candidates candidates;
        try {
            candidates = new Candidates(files, Dependencies.sort(wanted.values()), Map.of());
        } catch (final CommandException e) {
            failures.add(e.getMessage());
            wanted.clear();
            return null;
        }
        final LiveChange change = new LiveChange(host, "load plugins");
        final List<Ledger> ledgers = new ArrayList<>();
        PluginClassLoader current = null;
        try {
            for (final PluginClassLoader source : candidates.all()) {
                current = source;
                final Ledger ledger = new Ledger(host, source.archive().id(), plugins.usable(source.archive(), wanted));
                change.comes(null, ledger, source.create(), false);
                ledgers.add(ledger);
                change.plan();
            }
        } catch (final RuntimeException | Error e) {
            change.abandon(e);
            candidates.discard();
            failed(current.archive(), e);
            return null;
        }
        return finish.apply(new Round(change, candidates, ledgers, startNs));
    }

    private List<LoadedPlugin> insert(final Round round) {
        try {
            round.change.apply();
        } catch (final RuntimeException | Error e) {
            round.candidates.discard();
            failed(wanted.get(culprit(round.ledgers, e)), e);
            return null;
        }
        final List<LoadedPlugin> loaded = new ArrayList<>();
        for (final PluginClassLoader source : round.candidates.all()) {
            LOG.info("loaded plugin: {}", source.archive());
            loaded.add(new LoadedPlugin(
                    source, round.ledgers.get(loaded.size()), Instant.now(), System.nanoTime() - round.startNs, 0));
        }
        return loaded;
    }

    /** Id of the plugin that a change failed for. */
    private static String culprit(final List<Ledger> ledgers, final Throwable failure) {
        if (failure instanceof final NodeException node) {
            return node.owner();
        }
        return ledgers.stream()
                .filter(Ledger::failedToStart)
                .findFirst()
                .orElse(ledgers.getLast())
                .pluginId();
    }

    private void failed(final PluginArchive archive, final Throwable failure) {
        if (!(failure instanceof CommandException)) {
            LOG.error("plugin {} failed to load", archive, failure);
        }
        final String what = failure instanceof final PluginFailure own ? own.what() : Failures.text(failure);
        drop(archive.id(), "plugin " + archive + ": " + what);
    }
}
