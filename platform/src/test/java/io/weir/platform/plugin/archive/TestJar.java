package io.weir.platform.plugin.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A JAR with the manifest of a plugin, and nothing else. */
public final class TestJar {
    private final Manifest manifest = new Manifest();

    public TestJar(final String id, final String version) {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        with("Plugin-Id", id).with("Plugin-Version", version);
    }

    /** One of which everything is as it must be, but that its class is not there. */
    public static TestJar plugin(final String id, final String version) {
        return new TestJar(id, version).with("Plugin-Class", "One");
    }

    public TestJar with(final String attribute, final String value) {
        manifest.getMainAttributes().putValue(attribute, value);
        return this;
    }

    public Path write(final Path file) throws IOException {
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }
}
