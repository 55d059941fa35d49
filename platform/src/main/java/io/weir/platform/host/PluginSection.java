package io.weir.platform.host;

import io.weir.cli.CommandException;
import io.weir.config.ConfigSection;
import io.weir.platform.config.CoreSections;
import io.weir.platform.plugin.PluginOptions;
import io.weir.platform.plugin.archive.Checksums;
import io.weir.platform.plugin.archive.JarRules;
import io.weir.platform.plugin.archive.PluginManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the section {@code plugins} means on this machine. */
final class PluginSection {
    private static final String ALL_OTHERS = "default";

    private PluginSection() {}

    /** What it says, with copies of JARs where it is told; what is wrong with its files is added to the mistakes. */
    static PluginOptions options(
            final ConfigSection plugins, final Path home, final Path copies, final List<String> mistakes) {
        return new PluginOptions(
                directory(plugins, home, mistakes),
                enabled(plugins),
                !plugins.value(CoreSections.NO_WATCH),
                new JarRules(
                        checksums(plugins.value(CoreSections.CHECKSUMS), mistakes),
                        plugins.value(CoreSections.JAR_SIZE_LIMIT)),
                copies,
                plugins.value(CoreSections.SHADOW_LIMIT_MS));
    }

    /** Names of the sections that enabled plugins claim, as their manifests say. */
    static Set<String> claimed(final PluginOptions options) {
        return options.directory() == null
                ? Set.of()
                : PluginManifest.in(options.directory(), options.rules()).stream()
                        .filter(manifest -> options.enabled().test(manifest.id()))
                        .flatMap(manifest -> manifest.sections().stream())
                        .collect(Collectors.toSet());
    }

    /** A sentence about each plugin that is to be enabled, and of which there is no JAR. */
    static List<String> absent(final ConfigSection plugins, final PluginOptions options) {
        final SortedSet<String> there = options.directory() == null
                ? new TreeSet<>()
                : PluginManifest.in(options.directory(), options.rules()).stream()
                        .map(PluginManifest::id)
                        .collect(Collectors.toCollection(TreeSet::new));
        return plugins.blocks(CoreSections.PLUGIN).stream()
                .filter(plugin -> plugin.isSet(CoreSections.ENABLE))
                .map(ConfigSection::label)
                .filter(id -> !id.equals(ALL_OTHERS) && !there.contains(id))
                .map(id -> "plugins plugin " + id + ": there is no JAR of this plugin in " + options.directory()
                        + (there.isEmpty() ? "" : ", but of " + String.join(", ", there)))
                .toList();
    }

    private static Path directory(final ConfigSection plugins, final Path home, final List<String> mistakes) {
        final Path configured = plugins.value(CoreSections.PLUGIN_PATH);
        if (configured != null && !Files.isDirectory(configured)) {
            mistakes.add("plugins path " + configured + ": there is no such directory");
            return null;
        }
        final Path own = home == null ? null : home.resolve("plugins");
        return configured != null || own == null || !Files.isDirectory(own) ? configured : own;
    }

    private static Checksums checksums(final Path file, final List<String> mistakes) {
        final Checksums checksums = new Checksums(file);
        if (file != null) {
            try {
                checksums.sums();
            } catch (final IOException e) {
                mistakes.add("plugins checksums " + file + ": cannot be read: " + e.getMessage());
            } catch (final CommandException e) {
                mistakes.add("plugins checksums " + e.getMessage());
            }
        }
        return checksums;
    }

    private static Predicate<String> enabled(final ConfigSection plugins) {
        final Map<String, ConfigSection> named = plugins.blocks(CoreSections.PLUGIN).stream()
                .collect(Collectors.toMap(ConfigSection::label, section -> section));
        final ConfigSection others = named.get(ALL_OTHERS);
        final boolean othersEnabled = others == null || !others.value(CoreSections.DISABLE);
        return id -> {
            final ConfigSection plugin = named.get(id);
            return plugin == null || !plugin.isSet(CoreSections.ENABLE) && !plugin.isSet(CoreSections.DISABLE)
                    ? othersEnabled
                    : plugin.value(CoreSections.ENABLE);
        };
    }
}
