package io.weir.platform.plugin;

import io.weir.cli.CommandException;
import io.weir.plugin.WeirPlugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that came from JARs. Main only. */
public final class PluginHost implements JarPlugins.Lifecycle {
    /** Version of the plugin API; manifests require a range of it. */
    public static final String API_VERSION = "0.1.0";

    /** A plugin as {@code show plugins} prints it. */
    public record Row(String id, String version, String description, String state, String path) {}

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final HostServices host;
    private final Path directory;
    private final JarPlugins plugins;
    private final Map<String, Ledger> ledgers = new LinkedHashMap<>();

    /** A host for the JARs of a directory, none of which is loaded yet. */
    public PluginHost(final HostServices host, final PluginOptions options) {
        this.host = host;
        directory = options.directory();
        plugins = new JarPlugins(options, API_VERSION, this);
    }

    /**
     * Loads every JAR of the directory that is enabled, in the order of their dependencies. One that fails is logged
     * with its reason, and the others are loaded all the same.
     *
     * @param enabled whether the plugin with this id is wanted.
     * @return sentences about those that failed.
     */
    public List<String> loadAll(final Predicate<String> enabled) {
        final List<String> failures = new ArrayList<>();
        try {
            plugins.loadPlugins();
        } catch (final PluginRuntimeException e) {
            failures.add("plugins of " + directory + ": " + e.getMessage());
        }
        failures.addAll(plugins.refused());
        for (final PluginWrapper wrapper : plugins.getResolvedPlugins()) {
            final String id = wrapper.getPluginId();
            if (!enabled.test(id)) {
                LOG.info("plugin disabled: {}", id);
                plugins.disablePlugin(id);
                continue;
            }
            if (plugins.startPlugin(id) == PluginState.STARTED) {
                LOG.info("loaded plugin: {} {}", id, wrapper.getDescriptor().getVersion());
            } else {
                failures.add("plugin " + id + ": " + reason(wrapper));
            }
        }
        failures.forEach(LOG::error);
        return failures;
    }

    private static String reason(final PluginWrapper wrapper) {
        final Throwable failure = wrapper.getFailedException();
        return failure == null ? "state " + wrapper.getPluginState() : failure.getMessage();
    }

    @Override
    public void insert(final String id, final WeirPlugin plugin) {
        final Ledger ledger = new Ledger(host, id);
        ledger.insert(plugin);
        ledgers.put(id, ledger);
    }

    @Override
    public void retract(final String id) {
        final Ledger ledger = ledgers.remove(id);
        if (ledger != null) {
            ledger.retract();
        }
    }

    /** Takes all plugins out of the graph, those that came last first, and closes their class loaders. */
    public void close() {
        for (final String id : List.copyOf(ledgers.keySet()).reversed()) {
            plugins.stopPlugin(id);
        }
        plugins.unloadPlugins();
    }

    /** The ledger of a plugin that is in the graph. */
    public Ledger ledger(final String id) {
        final Ledger ledger = ledgers.get(id);
        if (ledger == null) {
            throw new CommandException("plugin `" + id + "' is not loaded");
        }
        return ledger;
    }

    /** All plugins, in the order in which they were loaded. */
    public List<Row> rows() {
        return plugins.getPlugins().stream()
                .map(wrapper -> new Row(
                        wrapper.getPluginId(),
                        wrapper.getDescriptor().getVersion(),
                        wrapper.getDescriptor().getPluginDescription(),
                        wrapper.getPluginState().toString().toLowerCase(Locale.ROOT),
                        wrapper.getPluginPath().toString()))
                .toList();
    }

    public Path directory() {
        return directory;
    }
}
