package io.weir.platform.plugin.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the manifest of a plugin's JAR says, read without loading anything.
 *
 * @param jar its file.
 * @param id {@code Plugin-Id}, empty if there is none.
 * @param version {@code Plugin-Version}, empty if there is none.
 * @param requires ids of the plugins that it can't be without.
 * @param sections {@code Weir-Config}: names of the sections of the configuration that it claims.
 */
public record PluginManifest(Path jar, String id, String version, List<String> requires, List<String> sections) {
    private static final Logger LOG = LoggerFactory.getLogger(PluginManifest.class);
    private static final String SECTIONS = "Weir-Config";
    private static final String DEPENDENCIES = "Plugin-Dependencies";

    /**
     * Reads the manifest of a JAR.
     *
     * @throws IOException when it is no complete JAR with a manifest.
     */
    public static PluginManifest read(final Path jar) throws IOException {
        final Attributes attributes = JarReader.manifest(jar).getMainAttributes();
        return new PluginManifest(
                jar,
                text(attributes, "Plugin-Id"),
                text(attributes, "Plugin-Version"),
                list(attributes, DEPENDENCIES).stream()
                        .map(dependency -> dependency.split("@", 2)[0])
                        .filter(dependency -> !dependency.endsWith("?"))
                        .toList(),
                list(attributes, SECTIONS));
    }

    /** The manifests of all JARs in a directory that can be read, by file name; none if there is no such directory. */
    public static List<PluginManifest> in(final Path directory, final JarRules rules) {
        final List<PluginManifest> manifests = new ArrayList<>();
        for (final Path jar : jars(directory)) {
            try {
                rules.requireOwnFile(jar);
                // Listed or not: a section of one that is forbidden has no effect, but is no mistake either.
                manifests.add(read(jar));
            } catch (final IOException | RuntimeException e) {
                LOG.debug("{} is passed over, whoever loads it says why", jar, e);
            }
        }
        return manifests;
    }

    private static List<Path> jars(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(PluginManifest::isJarName).sorted().toList();
        } catch (final IOException e) {
            return List.of();
        }
    }

    /** Whether a file is meant to be a plugin, by its name: others write under a name that begins with a dot, and rename. */
    public static boolean isJarName(final Path file) {
        final String name = file.getFileName().toString();
        return name.endsWith(".jar") && !name.startsWith(".");
    }

    private static String text(final Attributes attributes, final String name) {
        final String value = attributes.getValue(name);
        return value == null ? "" : value.strip();
    }

    private static List<String> list(final Attributes attributes, final String name) {
        return Arrays.stream(text(attributes, name).split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
