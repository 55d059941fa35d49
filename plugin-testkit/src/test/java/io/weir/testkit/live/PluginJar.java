package io.weir.testkit.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** Packs a plugin's JAR out of classes of the tests; what the host's loader offers is not looked at for those. */
final class PluginJar {
    private final String id;
    private final String version;
    private final Manifest manifest = new Manifest();
    private final Set<Class<?>> classes = new LinkedHashSet<>();
    private final Properties script = new Properties();

    private PluginJar(final String id, final String version) {
        this.id = id;
        this.version = version;
        attribute("Manifest-Version", "1.0");
        attribute("Plugin-Id", id);
        attribute("Plugin-Version", version);
    }

    /** A JAR with nothing but an id and a version. */
    static PluginJar empty(final String id, final String version) {
        return new PluginJar(id, version);
    }

    /** A plugin that does what its script says. */
    static PluginJar of(final String id, final String version) {
        return empty(id, version)
                .plugin(Scripted.class)
                .with(ScriptedNode.class)
                .with(ScriptedDevice.class)
                .with(ScriptedListener.class)
                .with(ScriptedMemory.class)
                .with(OptionalGreeting.class)
                .with(Shared.class)
                .script("id", id);
    }

    /** Sets an attribute of the manifest, or takes it away with null. */
    PluginJar attribute(final String name, final String value) {
        final Attributes attributes = manifest.getMainAttributes();
        if (value == null) {
            attributes.remove(new Attributes.Name(name));
        } else {
            attributes.putValue(name, value);
        }
        return this;
    }

    PluginJar plugin(final Class<?> type) {
        return attribute("Plugin-Class", type.getName()).with(type);
    }

    /** Adds a class, and all that the compiler made of it. */
    PluginJar with(final Class<?> type) {
        classes.add(type);
        return this;
    }

    PluginJar dependencies(final String list) {
        return attribute("Plugin-Dependencies", list);
    }

    PluginJar exports(final Class<?> type) {
        return attribute("Weir-Exports", type.getPackageName()).with(type);
    }

    /** Adds a line to what {@link Scripted} reads. */
    PluginJar script(final String key, final Object value) {
        script.setProperty(key, value.toString());
        return this;
    }

    /** Writes {@code <id>-<version>.jar}. */
    Path in(final Path directory) {
        return to(directory.resolve(id + "-" + version + ".jar"));
    }

    Path to(final Path jar) {
        script("version", version);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (final Class<?> type : classes) {
                pack(type, out);
            }
            out.putNextEntry(new JarEntry(Scripted.SCRIPT));
            script.store(out, null);
            out.closeEntry();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static void pack(final Class<?> type, final JarOutputStream out) throws IOException {
        for (final Path file : files(type)) {
            final String folder = type.getPackageName().replace('.', '/') + '/';
            out.putNextEntry(new JarEntry(folder + file.getFileName()));
            try (InputStream in = Files.newInputStream(file)) {
                in.transferTo(out);
            }
            out.closeEntry();
        }
    }

    /** The class file, and those of nested classes. */
    private static List<Path> files(final Class<?> type) throws IOException {
        final String name = type.getName().substring(type.getPackageName().length() + 1);
        final URL url = type.getResource(name + ".class");
        try {
            final Path file = Path.of(url.toURI());
            try (Stream<Path> all = Files.list(file.getParent())) {
                final List<Path> found = new ArrayList<>(all.filter(each -> {
                            final String candidate = each.getFileName().toString();
                            return candidate.equals(name + ".class") || candidate.startsWith(name + "$");
                        })
                        .toList());
                found.sort(null);
                return found;
            }
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
