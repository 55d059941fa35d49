package io.weir.testkit;

import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * The JAR of a plugin, made by a test from the classes that it was compiled with: to load it, and to upgrade it by a JAR
 * of another version. Immutable.
 */
public final class PluginJar {
    private static final String ID = "Plugin-Id";
    private static final String CLASS = "Plugin-Class";
    private static final String VERSION = "Plugin-Version";
    private static final String DEPENDENCIES = "Plugin-Dependencies";

    private final Class<? extends WeirPlugin> type;
    private final Manifest manifest;

    private PluginJar(final Class<? extends WeirPlugin> type, final Manifest manifest) {
        this.type = type;
        this.manifest = manifest;
    }

    /** The JAR of a plugin: all classes that lie where this one does. */
    public static PluginJar of(final String id, final String version, final Class<? extends WeirPlugin> type) {
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        return new PluginJar(type, manifest)
                .with(ID, id)
                .with(CLASS, type.getName())
                .with(VERSION, version);
    }

    /** With an attribute of the manifest, such as {@code Plugin-Dependencies} or {@code Weir-Exports}. */
    public PluginJar with(final String attribute, final String value) {
        final Manifest changed = new Manifest(manifest);
        changed.getMainAttributes().putValue(attribute, value);
        return new PluginJar(type, changed);
    }

    /** The same classes as another version. */
    public PluginJar version(final String version) {
        return with(VERSION, version);
    }

    /** Writes {@code ID-VERSION.jar} into a directory. */
    public Path write(final Path directory) {
        final Attributes attributes = manifest.getMainAttributes();
        final Path jar = directory.resolve(attributes.getValue(ID) + "-" + attributes.getValue(VERSION) + ".jar");
        final Path classes = codeSource(type);
        try {
            if (Files.isDirectory(classes)) {
                pack(classes, jar);
            } else {
                repack(classes, jar);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("writing " + jar + " failed", e);
        }
        return jar;
    }

    private void pack(final Path classes, final Path jar) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            // It is read once.
            out.setLevel(Deflater.NO_COMPRESSION);
            for (final Path file : files) {
                final String name = classes.relativize(file).toString();
                if (!name.equals("META-INF/MANIFEST.MF")) {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(file, out);
                }
            }
        }
    }

    private void repack(final Path source, final Path jar) throws IOException {
        try (JarFile from = new JarFile(source.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (final JarEntry entry : (Iterable<JarEntry>) from.stream()::iterator) {
                if (!entry.isDirectory() && !entry.getName().equals("META-INF/MANIFEST.MF")) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    from.getInputStream(entry).transferTo(out);
                }
            }
        }
    }

    private static Path codeSource(final Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException("where " + type + " lies can't be told", e);
        }
    }

    /**
     * The JAR of a plugin that the test has as a dependency, such as {@code ip4} from {@code io.weir:weir-ip4}.
     *
     * @throws IllegalArgumentException when no JAR of the class path says that it is this plugin.
     */
    public static Path onClassPath(final String id) {
        return codeSource(classOnClassPath(id));
    }

    static Class<? extends WeirPlugin> classOnClassPath(final String id) {
        try {
            return PluginJar.class
                    .getClassLoader()
                    .loadClass(manifestOnClassPath(id).getValue(CLASS))
                    .asSubclass(WeirPlugin.class);
        } catch (final ClassNotFoundException e) {
            throw new IllegalStateException("plugin " + id + " of the class path can't be read", e);
        }
    }

    /** Ids of the plugins that one on the class path can't do without. */
    static List<String> dependenciesOnClassPath(final String id) {
        final String listed = manifestOnClassPath(id).getValue(DEPENDENCIES);
        return listed == null
                ? List.of()
                : Arrays.stream(listed.split(","))
                        .map(each -> each.strip().replaceFirst("@.*", ""))
                        .filter(each -> !each.endsWith("?"))
                        .toList();
    }

    private static Attributes manifestOnClassPath(final String id) {
        try {
            final Enumeration<URL> manifests = PluginJar.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
            while (manifests.hasMoreElements()) {
                try (InputStream in = manifests.nextElement().openStream()) {
                    final Attributes attributes = new Manifest(in).getMainAttributes();
                    if (Objects.equals(attributes.getValue(ID), id)) {
                        return attributes;
                    }
                }
            }
        } catch (final IOException e) {
            throw new IllegalStateException("plugin " + id + " of the class path can't be read", e);
        }
        throw new IllegalArgumentException("no JAR of the class path is plugin " + id
                + ": its manifest would say Plugin-Id; is it a dependency with scope test?");
    }
}
