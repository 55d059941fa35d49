package io.weir.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody with the distribution, Maven and no checkout. Has a local repository of its own that shows what the real one
 * has, but for Weir and the examples: nothing of this build is found there by chance, and nothing of it stays.
 */
final class Stranger {
    private static final Path HOME = Path.of(System.getProperty("weir.distribution"));
    private static final String MAVEN = System.getProperty("weir.maven");
    private static final Path REAL = Path.of(System.getProperty("weir.repository"));
    private static final List<Path> OWN = List.of(Path.of("io", "weir"), Path.of("com", "example"));
    private static final Pattern MISSING = Pattern.compile("in offline mode|has not been downloaded");

    /** How a command ended. */
    record Answer(int status, String text) {}

    private final Path repository;
    private final Path directory;

    Stranger(final Path directory) throws IOException {
        this.directory = directory;
        repository = Files.createDirectory(directory.resolve("repository"));
        link(REAL, repository, Path.of(""));
        run(directory, HOME + "/bin/weir", "plugin", "setup");
    }

    /** Links to all that is in the real repository, except on the way to what is to be the stranger's own. */
    private static void link(final Path real, final Path own, final Path at) throws IOException {
        try (Stream<Path> entries = Files.list(real)) {
            for (final Path entry : entries.toList()) {
                final Path path = at.resolve(entry.getFileName());
                final Path link = own.resolve(entry.getFileName());
                if (OWN.stream().noneMatch(kept -> kept.startsWith(path))) {
                    Files.createSymbolicLink(link, entry);
                } else if (!OWN.contains(path)) {
                    link(entry, Files.createDirectory(link), path);
                }
            }
        }
    }

    /** Copies a project to where the stranger works, without what was built in it. */
    Path copy(final Path project) throws IOException {
        final Path to = directory.resolve(project.getFileName());
        try (Stream<Path> files = Files.walk(project)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final Path relative = project.relativize(file);
                if (Stream.of(relative.toString().split("/")).noneMatch("target"::equals)) {
                    Files.createDirectories(to.resolve(relative).getParent());
                    Files.copy(file, to.resolve(relative));
                }
            }
        }
        return to;
    }

    /** Runs Maven, offline first. */
    Answer maven(final Path project, final String... arguments) throws IOException {
        final Answer offline = run(project, command("-o", arguments));
        return offline.status == 0 || !MISSING.matcher(offline.text).find()
                ? offline
                : run(project, command("-B", arguments));
    }

    private static String[] command(final String option, final String... arguments) {
        return Stream.concat(Stream.of(MAVEN, "-B", "-ntp", "-q", option), Stream.of(arguments))
                .toArray(String[]::new);
    }

    /** Starts a command in a directory. */
    Process start(final Path in, final String... command) throws IOException {
        final ProcessBuilder builder =
                new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmaven.repo.local=" + repository);
        builder.environment().merge("PATH", Path.of(MAVEN).getParent() + ":", (path, maven) -> maven + path);
        return builder.start();
    }

    /** Runs a command in a directory. */
    Answer run(final Path in, final String... command) throws IOException {
        final Process process = start(in, command);
        try {
            final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while " + command[0] + " ran", e));
        }
    }
}
