package io.weir.platform.plugin;

import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.archive.PluginFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Class loaders for plugins that may come: closed again if they don't. Main only. */
final class Candidates {
    private final PluginFiles files;
    private final Map<String, PluginClassLoader> sources = new LinkedHashMap<>();

    /**
     * Makes the loaders.
     *
     * @param archives in the order of their dependencies.
     * @param present plugins that stay.
     */
    Candidates(final PluginFiles files, final List<PluginArchive> archives, final Map<String, LoadedPlugin> present) {
        this.files = files;
        try {
            archives.forEach(archive -> add(archive, present));
        } catch (final RuntimeException | Error e) {
            discard();
            throw e;
        }
    }

    private void add(final PluginArchive archive, final Map<String, LoadedPlugin> present) {
        final List<PluginClassLoader> dependencies = archive.descriptor().getDependencies().stream()
                .map(dependency -> source(dependency.getPluginId(), present))
                .filter(Objects::nonNull)
                .toList();
        // One that comes along unchanged is what runs, whatever lies now where it came from: its copy is the same.
        final Path copy = files.hold(archive);
        try {
            sources.put(archive.id(), PluginClassLoader.of(archive, copy, dependencies));
        } catch (final RuntimeException | Error e) {
            files.release(archive);
            throw e;
        }
    }

    private PluginClassLoader source(final String id, final Map<String, LoadedPlugin> present) {
        if (sources.containsKey(id)) {
            return sources.get(id);
        }
        final LoadedPlugin loaded = present.get(id);
        return loaded == null ? null : loaded.source();
    }

    Collection<PluginClassLoader> all() {
        return sources.values();
    }

    List<PluginClassLoader> list() {
        return new ArrayList<>(sources.values());
    }

    /** None of them came. */
    void discard() {
        sources.values().forEach(this::discard);
    }

    /** One of them didn't come. */
    void discard(final PluginClassLoader source) {
        DepartedPlugins.close(source);
        files.release(source.archive());
    }
}
