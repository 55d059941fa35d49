package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;

/**
 * What the JAR of a plugin says of itself.
 *
 * @param path where it was found.
 * @param descriptor id, version, class, required API and dependencies, from its manifest.
 * @param exports packages that plugins which depend on it may use.
 * @param sections sections of the configuration that it claims.
 * @param hostAccess packages of the API whose inner side it uses, see {@link io.weir.plugin.HostOnly}.
 * @param sha256 digest of the file, in hexadecimal.
 */
public record PluginArchive(
        Path path,
        PluginDescriptor descriptor,
        List<String> exports,
        List<String> sections,
        List<String> hostAccess,
        String sha256) {
    static final String HOST_ACCESS = "Weir-Host-Access";
    private static final String EXPORTS = "Weir-Exports";
    private static final String SECTIONS = "Weir-Config";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern VERSION =
            Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]{1,64})?(\\+[0-9A-Za-z.-]{1,64})?");
    private static final int ATTRIBUTE_LIMIT = 1 << 14;

    /**
     * Reads a JAR's manifest.
     *
     * @param path where the JAR was found.
     * @param copy of it, to which nobody writes.
     * @param sha256 the copy's.
     * @throws CommandException with one sentence when it can't be read or is no plugin.
     */
    static PluginArchive of(final Path path, final Path copy, final String sha256) {
        final Manifest manifest = manifest(path, copy);
        final Attributes attributes = manifest.getMainAttributes();
        attributes.forEach((name, value) -> {
            if (((String) value).length() > ATTRIBUTE_LIMIT) {
                throw new CommandException(path + ": " + name + " is longer than " + ATTRIBUTE_LIMIT + " characters");
            }
        });
        require(path, attributes, ManifestPluginDescriptorFinder.PLUGIN_ID, ID, "letters, digits, . _ -");
        require(path, attributes, ManifestPluginDescriptorFinder.PLUGIN_VERSION, VERSION, "a version such as 1.2.3");
        require(path, attributes, ManifestPluginDescriptorFinder.PLUGIN_CLASS, Pattern.compile("\\S+"), "a class");
        if (attributes.containsKey(Attributes.Name.CLASS_PATH)) {
            throw new CommandException(path + ": its manifest has a Class-Path, but a plugin is one JAR,"
                    + " with all that it needs in it");
        }
        final PluginArchive archive = new PluginArchive(
                path,
                Descriptors.of(manifest, path),
                words(attributes.getValue(EXPORTS)),
                words(attributes.getValue(SECTIONS)),
                words(attributes.getValue(HOST_ACCESS)),
                sha256);
        Dependencies.checkAlone(archive);
        return archive;
    }

    private static Manifest manifest(final Path path, final Path copy) {
        try {
            return JarReader.manifest(copy);
        } catch (final IOException | IllegalArgumentException e) {
            throw new CommandException(path + " is no JAR, or not a whole one: " + e.getMessage(), e);
        }
    }

    /** PF4J's reading of a manifest, without its reading of files. */
    private static final class Descriptors extends ManifestPluginDescriptorFinder {
        static PluginDescriptor of(final Manifest manifest, final Path path) {
            try {
                return new Descriptors().createPluginDescriptor(manifest);
            } catch (final RuntimeException e) {
                throw new CommandException(path + ": its manifest can't be understood: " + e.getMessage(), e);
            }
        }
    }

    private static void require(
            final Path path,
            final Attributes attributes,
            final String name,
            final Pattern allowed,
            final String description) {
        final String value = attributes.getValue(name);
        if (value == null) {
            throw new CommandException(path + " is not a plugin: its manifest has no " + name);
        }
        if (!allowed.matcher(value.strip()).matches()) {
            throw new CommandException(path + ": " + name + " `" + value + "' is not " + description);
        }
    }

    private static List<String> words(final String list) {
        return list == null || list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    public String id() {
        return descriptor.getPluginId();
    }

    public String version() {
        return descriptor.getVersion();
    }

    /** One line for people. */
    public String description() {
        return descriptor.getPluginDescription() == null ? "" : descriptor.getPluginDescription();
    }

    @Override
    public String toString() {
        return id() + " " + version();
    }
}
