package io.weir.platform.plugin.directory;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What can be done about plugins in a running host, by a command or by the directory that is watched. Each returns once it
 * is done. Main only.
 */
public interface PluginOperations {
    /**
     * A plugin that is in the graph.
     *
     * @param jar it came from.
     * @param sha256 of what was loaded, as sha256sum prints it; the file may have changed since.
     */
    record Loaded(Path jar, String sha256) {}

    /**
     * Loads a plugin that isn't there.
     *
     * @throws io.weir.cli.CommandException with the sentence that the operator reads, when it is refused.
     */
    void load(Path jar);

    /**
     * Puts a JAR's plugin in the place of the one of the same id.
     *
     * @throws io.weir.cli.CommandException with the sentence that the operator reads, when it is refused.
     */
    void upgrade(Path jar);

    /**
     * The same for several at once, which may not do with each other's old versions.
     *
     * @throws io.weir.cli.CommandException with the sentence that the operator reads, when it is refused.
     */
    void upgradeAll(List<Path> jars);

    /**
     * Takes a plugin away.
     *
     * @throws io.weir.cli.CommandException with the sentence that the operator reads, when it is refused.
     */
    void unload(String id);

    /**
     * Notes, for whoever looks at the plugins, why what the directory asks for was not done.
     *
     * @param jar it was about.
     * @param sentence why, or null when it was done.
     */
    void refused(Path jar, String sentence);

    /** Whether the directory may load a plugin of this id, or have it replaced or unloaded. */
    boolean wanted(String id);

    /** All plugins that came from JARs and are in the graph, by id. */
    Map<String, Loaded> loaded();
}
