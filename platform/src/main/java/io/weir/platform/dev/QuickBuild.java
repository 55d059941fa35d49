package io.weir.platform.dev;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Makes a plugin's JAR as Maven made it, from sources that have changed since: compiled by the same compiler with the same
 * options, in this process; all that Maven did not compile is taken from its JAR. One thread.
 */
final class QuickBuild {
    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    private final CompilerOptions options;
    private final Path classes;
    /** What Maven's JAR has besides compiled classes, by name. */
    private final SortedMap<String, byte[]> others;

    /**
     * A build that stands in for the one that made this JAR of the sources as they are.
     *
     * @param classes a directory of its own, for what is compiled
     * @throws UnfitException if Maven does more than compile and pack
     */
    QuickBuild(final CompilerOptions options, final Path sources, final Path jar, final Path classes)
            throws IOException, UnfitException {
        this.options = options;
        this.classes = classes;
        if (!options.roots().equals(List.of(sources))) {
            throw new UnfitException("there are other sources than those in " + sources);
        }
        this.others = read(jar);
        if (!compile(new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))) {
            throw new UnfitException("what Maven compiled doesn't compile without it");
        }
        for (final Path file : compiled()) {
            final byte[] packed = others.remove(name(file));
            if (packed == null || !Arrays.equals(packed, Files.readAllBytes(file))) {
                throw new UnfitException(name(file) + " is not in the JAR as it was compiled");
            }
        }
    }

    /**
     * Compiles, and makes the JAR if that succeeds.
     *
     * @param told gets what the compiler says
     * @return whether the JAR is there
     */
    boolean build(final Path jar, final PrintWriter told) throws IOException {
        if (!compile(told)) {
            return false;
        }
        final SortedMap<String, byte[]> entries = new TreeMap<>(others);
        for (final Path file : compiled()) {
            entries.put(name(file), Files.readAllBytes(file));
        }
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            // It has to be the first, where JarInputStream finds it.
            final byte[] manifest = entries.remove("META-INF/MANIFEST.MF");
            if (manifest != null) {
                put(out, "META-INF/MANIFEST.MF", manifest);
            }
            for (final var entry : entries.entrySet()) {
                put(out, entry.getKey(), entry.getValue());
            }
        }
        return true;
    }

    private static void put(final ZipOutputStream out, final String name, final byte[] bytes) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    private boolean compile(final PrintWriter told) throws IOException {
        for (final Path file : compiled()) {
            Files.delete(file);
        }
        files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
        final List<Path> sources = regularFiles(options.roots().getFirst(), ".java");
        final boolean done = javac.getTask(
                        told, files, null, options.words(), null, files.getJavaFileObjectsFromPaths(sources))
                .call();
        told.flush();
        return done;
    }

    private List<Path> compiled() throws IOException {
        return regularFiles(classes, ".class");
    }

    private String name(final Path file) {
        return classes.relativize(file).toString();
    }

    private static List<Path> regularFiles(final Path directory, final String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static SortedMap<String, byte[]> read(final Path jar) throws IOException {
        final SortedMap<String, byte[]> entries = new TreeMap<>();
        try (InputStream in = Files.newInputStream(jar);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }
}
