package io.weir.platform.plugin;

import io.weir.platform.plugin.archive.Checksums;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * What a host does about plugins. The configuration's section {@code plugins} says it; a test takes {@link #of} and changes
 * what it is about.
 *
 * @param directory of the JARs, or null for no plugins.
 * @param enabled whether the plugin of an id is wanted.
 * @param watch whether what comes to the directory is loaded, and what leaves it unloaded.
 * @param checksums which JARs may be loaded.
 * @param shadowLimitMs how long a new version may be shadowed before it takes over; 0 for no shadowing.
 */
public record PluginOptions(
        Path directory, Predicate<String> enabled, boolean watch, Checksums checksums, int shadowLimitMs) {
    /** Longest shadowing of a host that isn't told. */
    public static final int DEFAULT_SHADOW_LIMIT_MS = 2_000;

    /** No plugins from JARs. */
    public static final PluginOptions NONE = of(null);

    /** All plugins of a directory, as configured by default but that nobody watches it. */
    public static PluginOptions of(final Path directory) {
        return new PluginOptions(directory, id -> true, false, Checksums.ANY, DEFAULT_SHADOW_LIMIT_MS);
    }

    /** The same with only some plugins. */
    public PluginOptions withEnabled(final Predicate<String> wanted) {
        return new PluginOptions(directory, wanted, watch, checksums, shadowLimitMs);
    }

    /** The same with the directory watched, or not. */
    public PluginOptions withWatch(final boolean watched) {
        return new PluginOptions(directory, enabled, watched, checksums, shadowLimitMs);
    }

    /** The same with a list of what may be loaded. */
    public PluginOptions withChecksums(final Checksums list) {
        return new PluginOptions(directory, enabled, watch, list, shadowLimitMs);
    }

    /** The same with another longest shadowing; 0 for none. */
    public PluginOptions withShadowLimitMs(final int limitMs) {
        return new PluginOptions(directory, enabled, watch, checksums, limitMs);
    }
}
