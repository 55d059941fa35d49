package io.weir.platform.plugin;

import io.weir.cli.CommandException;
import io.weir.platform.fault.Failures;
import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.archive.PluginFiles;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.change.MissedNewsException;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One exchange of plugins, from the check of the set to what is said when it is done. Main only. */
final class PluginChange {
    private static final Logger LOG = LoggerFactory.getLogger(PluginChange.class);

    /** How often it is begun anew at most. */
    private static final int TRIES = 5;

    private final HostServices host;
    private final PluginSet plugins;
    private final Exchange exchange;
    private final ChangeOptions options;
    private final Candidates candidates;
    private final Rehearsal rehearsal;
    private final LiveChange change;
    private final List<LoadedPlugin> gone = new ArrayList<>();
    private final List<LoadedPlugin> came = new ArrayList<>();
    private final Shadows shadows;

    /** Makes loaders for what comes, which was checked. */
    PluginChange(
            final HostServices host,
            final PluginFiles files,
            final PluginSet plugins,
            final Exchange exchange,
            final ChangeOptions options,
            final Shadows shadows) {
        this.host = host;
        this.plugins = plugins;
        this.exchange = exchange;
        this.options = options;
        this.shadows = shadows;
        final Map<String, LoadedPlugin> staying = new LinkedHashMap<>();
        plugins.loaded().forEach(plugin -> staying.put(plugin.id(), plugin));
        exchange.going().forEach(plugin -> staying.remove(plugin.id()));
        // It looks through all classes of a JAR.
        candidates = Aside.run(host.main(), "weir_jar", () -> new Candidates(files, exchange.wanted(), staying));
        rehearsal = new Rehearsal(host, plugins, exchange, candidates, shadows, options.state());
        change = new LiveChange(host, exchange.title());
    }

    /** What it would do, for people; nothing is changed. */
    String describe() {
        try {
            return attempt(rehearsal::describe);
        } finally {
            candidates.discard();
        }
    }

    /** Does it; returns what was done, for people. What fails leaves everything as it was. */
    String carryOut() {
        try {
            return attempt(this::rehearseAndExchange);
        } catch (final RuntimeException | Error e) {
            candidates.discard();
            throw e;
        }
    }

    private String attempt(final Supplier<String> what) {
        try {
            return what.get();
        } catch (final CommandException e) {
            final String hint = MissingClass.hint(e, plugins.loaded());
            throw hint.isEmpty() ? e : new CommandException(e.getMessage() + hint, e);
        } catch (final RuntimeException | Error e) {
            if (exchange.wanted().isEmpty()) {
                throw e;
            }
            LOG.error("{} {} failed", exchange.verb(), exchange.wanted(), e);
            throw new CommandException(Failures.text(e), e);
        }
    }

    private String rehearseAndExchange() {
        String shadowed = "";
        if (!exchange.wanted().isEmpty()) {
            shadowed = options.shadow() && shadows.limitMs() > 0 ? ", " + rehearsal.run() : ", not shadowed";
        }
        // Main went on meanwhile; only another change of plugins was kept away.
        final StringBuilder done = new StringBuilder(exchange()).append(shadowed);
        gone.forEach(plugin ->
                plugin.ledger().troubles().forEach(trouble -> done.append("; ").append(trouble)));
        change.warnings().forEach(warning -> done.append("\nwarning: ").append(warning));
        return done.toString();
    }

    private String exchange() {
        // Main turns meanwhile, so this comes before all that holds only until main turns again.
        LiveChange.awaitLatecomers(host, exchange.title());
        // A command that gave main back may stand in the middle of what goes.
        host.main().recall();
        final long startNs = System.nanoTime();
        // Versions that follow others are held to what was unaccounted for when the first came.
        final boolean first = candidates.all().stream()
                .anyMatch(source -> plugins.plugin(source.archive().id()) == null);
        final int unaccounted = first ? census().unaccounted() : 0;
        final List<Ledger> ledgers = applied();
        gone.addAll(exchange.going());
        for (final PluginClassLoader source : candidates.all()) {
            final LoadedPlugin old = plugins.plugin(source.archive().id());
            if (old != null) {
                gone.add(old);
            }
            came.add(new LoadedPlugin(
                    source,
                    ledgers.get(came.size()),
                    Instant.now(),
                    System.nanoTime() - startNs,
                    old == null ? unaccounted : old.unaccounted()));
        }
        return text();
    }

    /** What came. Where interfaces change meanwhile, versions take over anew what there is then. */
    private List<Ledger> applied() {
        for (int left = TRIES; true; left--) {
            final List<Ledger> ledgers = describeAll();
            try {
                change.apply();
                return ledgers;
            } catch (final MissedNewsException e) {
                if (left == 1) {
                    throw e;
                }
            }
        }
    }

    private List<Ledger> describeAll() {
        final List<Ledger> ledgers = new ArrayList<>();
        try {
            exchange.going().forEach(plugin -> change.goes(plugin.ledger()));
            for (final PluginClassLoader source : candidates.all()) {
                final LoadedPlugin old = plugins.plugin(source.archive().id());
                final Ledger fresh =
                        new Ledger(host, source.archive().id(), plugins.usable(source.archive(), afterwards()));
                change.comes(old == null ? null : old.ledger(), fresh, source.create(), options.state());
                ledgers.add(fresh);
            }
        } catch (final RuntimeException | Error e) {
            change.abandon(e);
            throw e;
        }
        return ledgers;
    }

    private Map<String, PluginArchive> afterwards() {
        final Map<String, PluginArchive> then = plugins.archives();
        exchange.wanted().forEach(archive -> then.put(archive.id(), archive));
        return then;
    }

    private String text() {
        final StringBuilder done = new StringBuilder(exchange.past());
        exchange.going().forEach(plugin -> done.append(' ').append(plugin.archive()));
        final List<String> anew = new ArrayList<>();
        for (final LoadedPlugin plugin : came) {
            final LoadedPlugin old = plugins.plugin(plugin.id());
            if (exchange.going().isEmpty()) {
                done.append(' ').append(plugin.archive());
                if (old != null) {
                    done.append(" (was ").append(old.archive().version()).append(')');
                }
            } else {
                anew.add(plugin.archive().toString());
            }
        }
        if (!anew.isEmpty()) {
            done.append(", without which came anew ").append(String.join(", ", anew));
        }
        done.append(", workers stood ").append(Durations.text(change.closedNs()));
        final int lost = exchange.going().isEmpty() ? 0 : lostBuffers();
        return lost > 0
                ? done.append(", ")
                        .append(lost)
                        .append(" buffers more unaccounted for than when it came")
                        .toString()
                : done.toString();
    }

    private BufferCensus census() {
        return BufferCensus.of(host.main(), host.threads(), host.registries().heldBuffers());
    }

    private int lostBuffers() {
        final int unaccounted = census().unaccounted();
        return unaccounted
                - exchange.going().stream().mapToInt(LoadedPlugin::unaccounted).reduce(unaccounted, Math::min);
    }

    /** Versions that have gone. */
    List<LoadedPlugin> gone() {
        return gone;
    }

    /** Versions that have come. */
    List<LoadedPlugin> came() {
        return came;
    }

    /** When workers went on after it, in nanoseconds of {@link System#nanoTime}. */
    long swappedNs() {
        return change.swappedNs();
    }

    /** How long workers stood for it, in nanoseconds. */
    long closedNs() {
        return change.closedNs();
    }
}
