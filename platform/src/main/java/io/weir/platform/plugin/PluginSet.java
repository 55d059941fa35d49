package io.weir.platform.plugin;

import io.weir.cli.CommandException;
import io.weir.platform.plugin.archive.Dependencies;
import io.weir.platform.plugin.archive.PluginArchive;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which plugins came from JARs, which are known and disabled, and what may be there together. Main only. */
public final class PluginSet {
    private final Predicate<String> builtIn;
    /** In the order in which they came. */
    private final Map<String, LoadedPlugin> loaded = new LinkedHashMap<>();

    private final Map<String, PluginArchive> disabled = new LinkedHashMap<>();
    /** Why files of the directory are not what is loaded. */
    private final Map<Path, String> refused = new TreeMap<>();

    /**
     * No plugins.
     *
     * @param builtIn whether an id is that of a part of the platform.
     */
    public PluginSet(final Predicate<String> builtIn) {
        this.builtIn = builtIn;
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

    /** Notes why what a file of the directory asks for was not done; null for that it was. */
    void refused(final Path jar, final String sentence) {
        if (sentence == null) {
            refused.remove(jar);
        } else {
            refused.put(jar, sentence);
        }
    }

    /** Sentences about files that were refused, and are still there, or whose plugins are although they have gone. */
    public Collection<String> refusals() {
        refused.keySet()
                .removeIf(jar -> !Files.exists(jar, LinkOption.NOFOLLOW_LINKS)
                        && loaded.values().stream()
                                .noneMatch(plugin -> plugin.archive().path().equals(jar)));
        return List.copyOf(refused.values());
    }

    /** Ids of all plugins that are known. */
    public List<String> ids() {
        final List<String> ids = new ArrayList<>(loaded.keySet());
        ids.addAll(disabled.keySet());
        return ids;
    }

    /** Whether there is a plugin of this id, from a JAR or built in. */
    public boolean has(final String id) {
        return builtIn.test(id) || loaded.containsKey(id);
    }

    /** Ids of the plugins that depend on one, directly or not. */
    public List<String> dependents(final String id) {
        return Dependencies.dependents(id, archives().values());
    }

    /** What is loaded, by id; the caller's to change. */
    Map<String, PluginArchive> archives() {
        final Map<String, PluginArchive> archives = new LinkedHashMap<>();
        loaded.forEach((id, plugin) -> archives.put(id, plugin.archive()));
        return archives;
    }

    /** In the order of their dependencies. */
    List<LoadedPlugin> sorted() {
        return Dependencies.sort(archives().values()).stream()
                .map(archive -> loaded.get(archive.id()))
                .toList();
    }

    /** Whose arcs and services a plugin may use, among those that will be there: the host's, and what it depends on. */
    Predicate<String> usable(final PluginArchive archive, final Map<String, PluginArchive> present) {
        final Set<String> needed = Dependencies.closure(archive, present);
        return id -> builtIn.test(id) || needed.contains(id);
    }

    /** The plugin of this id, which must be loaded. */
    LoadedPlugin require(final String id) {
        final LoadedPlugin plugin = loaded.get(id);
        if (plugin == null) {
            throw new CommandException("plugin `" + id + "' is not loaded");
        }
        return plugin;
    }

    /** The plugin of this id, which must be disabled. */
    PluginArchive requireDisabled(final String id) {
        final PluginArchive known = disabled.get(id);
        if (known == null) {
            throw new CommandException(
                    "plugin `" + id + "' is not disabled" + (loaded.containsKey(id) ? ", it is loaded" : ""));
        }
        return known;
    }

    /** Refuses what was made for another host, or has the id of one of this one's parts. */
    void checkFits(final PluginArchive archive) {
        if (builtIn.test(archive.id())) {
            throw new CommandException(archive.path() + ": the id " + archive.id() + " is that of a part of the host");
        }
        Dependencies.checkApi(archive, PluginHost.API_VERSION);
    }

    /**
     * Checks the set of plugins as it would be.
     *
     * @throws CommandException with one sentence, when they can't be there together.
     */
    void check(final Exchange exchange) {
        final Map<String, PluginArchive> then = archives();
        exchange.going().forEach(plugin -> then.remove(plugin.id()));
        for (final PluginArchive archive : exchange.wanted()) {
            checkFits(archive);
            then.put(archive.id(), archive);
        }
        exchange.wanted().forEach(archive -> Dependencies.check(archive, then));
        Dependencies.sort(then.values());
    }

    /** One has come, perhaps in another version's place. */
    void came(final LoadedPlugin plugin) {
        loaded.put(plugin.id(), plugin);
        disabled.remove(plugin.id());
        refused.remove(plugin.archive().path());
    }

    void gone(final LoadedPlugin plugin) {
        loaded.remove(plugin.id());
    }

    /** Remembers one that is not to be loaded; of two versions the higher. */
    void disable(final PluginArchive archive) {
        disabled.merge(archive.id(), archive, Dependencies::higher);
    }
}
