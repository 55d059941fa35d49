package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginRuntimeException;

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
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

    /**
     * Reads a JAR's manifest.
     *
     * @throws CommandException with one sentence when it can't be read or is no plugin.
     */
    public static PluginArchive read(final Path path) {
        if (!Files.isRegularFile(path)) {
            throw new CommandException(path + ": there is no such file");
        }
        final Attributes attributes = manifest(path);
        require(path, attributes, ManifestPluginDescriptorFinder.PLUGIN_ID, ID, "letters, digits, . _ -");
        require(path, attributes, ManifestPluginDescriptorFinder.PLUGIN_VERSION, VERSION, "a version such as 1.2.3");
        require(path, attributes, ManifestPluginDescriptorFinder.PLUGIN_CLASS, Pattern.compile("\\S+"), "a class");
        try {
            return new PluginArchive(
                    path,
                    new ManifestPluginDescriptorFinder().find(path),
                    words(attributes.getValue(EXPORTS)),
                    words(attributes.getValue(SECTIONS)),
                    words(attributes.getValue(HOST_ACCESS)),
                    digest(path));
        } catch (final PluginRuntimeException | IOException e) {
            throw new CommandException(path + ": " + e.getMessage(), e);
        }
    }

    private static Attributes manifest(final Path path) {
        try (JarFile file = new JarFile(path.toFile())) {
            final Manifest manifest = file.getManifest();
            if (manifest == null) {
                throw new CommandException(path + " is not a plugin: it has no manifest");
            }
            return manifest.getMainAttributes();
        } catch (final IOException e) {
            throw new CommandException(path + " is no JAR, or not a whole one: " + e.getMessage(), e);
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
                : Arrays.asList(list.strip().split("\\s*,\\s*", -1));
    }

    /** Digest of a file as sha256sum prints it. */
    public static String digest(final Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            final byte[] block = new byte[1 << 16];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
