package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A plugin's JAR as another version of it, in a file of its own; it goes with the virtual machine. */
final class OtherVersion {
    private OtherVersion() {}

    static Path of(final Path jar, final String version) throws IOException {
        final Path other = Files.createTempFile("weir-" + version, ".jar");
        other.toFile().deleteOnExit();
        try (JarFile from = new JarFile(jar.toFile())) {
            final Manifest manifest = new Manifest(from.getManifest());
            manifest.getMainAttributes().putValue("Plugin-Version", version);
            try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(other), manifest)) {
                for (final JarEntry entry : (Iterable<JarEntry>) from.stream()::iterator) {
                    if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        to.putNextEntry(new JarEntry(entry.getName()));
                        from.getInputStream(entry).transferTo(to);
                    }
                }
            }
        }
        return other;
    }
}
