package io.weir.benchmarks;

import io.weir.plugin.WeirPlugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** JARs of example plugins, compiled from their sources as a third party compiles them: against the plugin API alone. */
final class ExamplePlugin implements AutoCloseable {
    private final Path directory;
    private final Path classes;
    private final String id;
    private final String mainClass;

    /**
     * Compiles a plugin.
     *
     * @param sources directory of its sources.
     */
    ExamplePlugin(final Path sources, final String id, final String mainClass) throws IOException {
        this.id = id;
        this.mainClass = mainClass;
        directory = Files.createTempDirectory("weir-bench-plugins");
        classes = Files.createDirectory(directory.resolve("classes"));
        final List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", api()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        printed,
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IOException(sources + " does not compile: " + printed.toString(StandardCharsets.UTF_8));
        }
    }

    /** The class path of the API; what stands in its signatures included. */
    private static String api() throws IOException {
        try {
            return Path.of(WeirPlugin.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    + System.getProperty("path.separator")
                    + System.getProperty("java.class.path");
        } catch (final URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** A JAR of it under this version. */
    Path jar(final String version) throws IOException {
        final Manifest manifest = new Manifest();
        final Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", id);
        attributes.putValue("Plugin-Version", version);
        attributes.putValue("Plugin-Class", mainClass);
        attributes.putValue("Plugin-Dependencies", "ip4");
        final Path jar = directory.resolve(id + "-" + version + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
        return jar;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
