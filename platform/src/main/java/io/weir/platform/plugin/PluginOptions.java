package io.weir.platform.plugin;

import io.weir.platform.plugin.archive.JarRules;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * What a host does about plugins. The configuration's section {@code plugins} says it; a test takes {@link #of} and changes
 * what it is about.
 *
 * @param directory of the JARs, or null for no plugins.
 * @param enabled whether the plugin of an id is wanted.
 * @param watch whether what comes to the directory is loaded, and what leaves it unloaded.
 * @param rules which JARs may be loaded.
 * @param copies where the host has a directory for its copies of JARs, or null for the system's temporary one.
 * @param shadowLimitMs how long a new version may be shadowed before it takes over; 0 for no shadowing.
 */
public record PluginOptions(
        Path directory, Predicate<String> enabled, boolean watch, JarRules rules, Path copies, int shadowLimitMs) {
    /** Longest shadowing of a host that isn't told. */
    public static final int DEFAULT_SHADOW_LIMIT_MS = 2_000;

    /** No plugins from JARs. */
    public static final PluginOptions NONE = of(null);

    /** All plugins of a directory, as configured by default but that nobody watches it. */
    public static PluginOptions of(final Path directory) {
        return new PluginOptions(directory, id -> true, false, JarRules.ANY, null, DEFAULT_SHADOW_LIMIT_MS);
    }

    /** The same with only some plugins. */
    public PluginOptions withEnabled(final Predicate<String> wanted) {
        return new PluginOptions(directory, wanted, watch, rules, copies, shadowLimitMs);
    }

    /** The same with the directory watched, or not. */
    public PluginOptions withWatch(final boolean watched) {
        return new PluginOptions(directory, enabled, watched, rules, copies, shadowLimitMs);
    }

    /** The same with other rules of what may be loaded. */
    public PluginOptions withRules(final JarRules others) {
        return new PluginOptions(directory, enabled, watch, others, copies, shadowLimitMs);
    }

    /** The same with another place for copies. */
    public PluginOptions withCopies(final Path parent) {
        return new PluginOptions(directory, enabled, watch, rules, parent, shadowLimitMs);
    }

    /** The same with another longest shadowing; 0 for none. */
    public PluginOptions withShadowLimitMs(final int limitMs) {
        return new PluginOptions(directory, enabled, watch, rules, copies, limitMs);
    }
}
