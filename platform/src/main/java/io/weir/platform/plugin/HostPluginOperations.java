package io.weir.platform.plugin;

import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.directory.PluginOperations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The changes that the plugin directory asks for, made as the commands make them without options.
 *
 * @param changes makes them.
 * @param plugins the plugins that are there.
 * @param options which plugins are configured to be loaded.
 */
public record HostPluginOperations(PluginHost changes, PluginSet plugins, PluginOptions options)
        implements PluginOperations {
    @Override
    public void load(final Path jar) {
        changes.load(jar, ChangeOptions.DEFAULT);
    }

    /** Whoever puts a new version there wants it, so those that depend on it come anew along with it. */
    @Override
    public void upgrade(final Path jar) {
        upgradeAll(List.of(jar));
    }

    @Override
    public void upgradeAll(final List<Path> jars) {
        changes.upgrade(jars, ChangeOptions.DEFAULT.withCascade());
    }

    @Override
    public void refused(final Path jar, final String sentence) {
        plugins.refused(jar, sentence);
    }

    @Override
    public void unload(final String id) {
        changes.unload(id, ChangeOptions.DEFAULT);
    }

    @Override
    public Map<String, Loaded> loaded() {
        return plugins.loaded().stream()
                .map(LoadedPlugin::archive)
                .collect(Collectors.toMap(PluginArchive::id, archive -> new Loaded(archive.path(), archive.sha256())));
    }

    /** What a command has loaded is wanted whatever the configuration says, what a command has disabled is not. */
    @Override
    public boolean wanted(final String id) {
        return plugins.plugin(id) != null
                || options.enabled().test(id)
                        && plugins.disabled().stream()
                                .noneMatch(archive -> archive.id().equals(id));
    }
}
