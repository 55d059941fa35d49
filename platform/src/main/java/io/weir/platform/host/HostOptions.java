package io.weir.platform.host;

import io.weir.memory.PageSize;
import io.weir.platform.plugin.PluginOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * What a host is made of.
 *
 * @param workers how many worker threads; 0 has main do their work.
 * @param mainCore core that main is pinned to, or -1.
 * @param workerCores cores of the workers in turn, or empty for none in particular.
 * @param buffers how many packet buffers.
 * @param pages pages they lie on.
 * @param plugins where plugins come from, and what is done about them.
 */
public record HostOptions(
        int workers, int mainCore, List<Integer> workerCores, int buffers, PageSize pages, PluginOptions plugins) {
    /** Buffers of a host that doesn't say how many. */
    public static final int DEFAULT_BUFFERS = 16_384;

    /** A host with so many workers, not pinned, without plugins. */
    public static HostOptions workers(final int workers) {
        return new HostOptions(workers, -1, List.of(), DEFAULT_BUFFERS, PageSize.DEFAULT, PluginOptions.NONE);
    }

    /** The same with other buffers. */
    public HostOptions withBuffers(final int count) {
        return new HostOptions(workers, mainCore, workerCores, count, pages, plugins);
    }

    /** The same with a directory of plugins. */
    public HostOptions withPlugins(final Path directory) {
        return withPlugins(PluginOptions.of(directory));
    }

    /** The same with other plugins. */
    public HostOptions withPlugins(final PluginOptions other) {
        return new HostOptions(workers, mainCore, workerCores, buffers, pages, other);
    }
}
