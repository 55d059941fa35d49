package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of plugins: what the host comes up with. JARs in it are loaded unless {@code disabled.txt}, one id a line,
 * names them. Files are put there under a temporary name and renamed. One thread at a time.
 */
public final class PluginStore {
    static final String DISABLED = "disabled.txt";

    private static final Logger LOG = LoggerFactory.getLogger(PluginStore.class);

    private final Path directory;
    private final PluginFiles files;

    /**
     * A directory of plugins.
     *
     * @param directory or null for none.
     * @param files keeps the copies of JARs.
     */
    public PluginStore(final Path directory, final PluginFiles files) {
        this.directory = directory;
        this.files = files;
    }

    public Path directory() {
        return directory;
    }

    /** The directory's JARs that can be read, and a sentence about each that can't. */
    public List<PluginArchive> readAll(final BiConsumer<Path, String> failures) {
        final List<PluginArchive> archives = new ArrayList<>();
        for (final Path jar : jars()) {
            try {
                files.rules().requireOwnFile(jar);
                archives.add(files.take(jar));
            } catch (final CommandException e) {
                failures.accept(jar, e.getMessage());
            }
        }
        return archives;
    }

    private List<Path> jars() {
        final List<Path> jars = new ArrayList<>();
        if (directory != null) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "[!.]*.jar")) {
                found.forEach(jars::add);
            } catch (final IOException e) {
                LOG.error("plugins of {} can't be listed: {}", directory, e.toString());
            }
        }
        jars.sort(null);
        return jars;
    }

    /** Ids that are not to be loaded at the start. */
    public Set<String> disabled() {
        if (directory == null || !Files.exists(directory.resolve(DISABLED))) {
            return Set.of();
        }
        try {
            return Files.readAllLines(directory.resolve(DISABLED)).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (final IOException e) {
            LOG.error("{} can't be read: {}", directory.resolve(DISABLED), e.toString());
            return Set.of();
        }
    }

    /** Checks that something can be persisted, before anything is done. */
    public void requireDirectory() {
        if (directory == null || !Files.isWritable(directory)) {
            throw new CommandException("nothing can be persisted: "
                    + (directory == null ? "no directory of plugins is configured" : directory + " is not writable"));
        }
    }

    /**
     * Has the next start load this version, and no other of that plugin. Whenever this ends, by force or for want of room,
     * a whole JAR of the plugin is there: the old one goes when the new one is on the disk.
     */
    public void persist(final PluginArchive archive) {
        // A file that lies there already stays as it is: a reload looks for it there.
        final boolean there = directory
                .toAbsolutePath()
                .normalize()
                .equals(archive.path().toAbsolutePath().normalize().getParent());
        final Path target = there ? archive.path() : directory.resolve(archive.id() + "-" + archive.version() + ".jar");
        final List<PluginManifest> present = PluginManifest.in(directory, files.rules());
        attempt(target, () -> DurableFiles.copy(files.content(archive), target));
        for (final PluginManifest other : present) {
            if (other.id().equals(archive.id()) && !other.jar().getFileName().equals(target.getFileName())) {
                attempt(other.jar(), () -> Files.deleteIfExists(other.jar()));
            }
        }
        enable(archive.id());
    }

    /** Has the next start not load a plugin. */
    public void disable(final String id) {
        final Set<String> ids = new LinkedHashSet<>(disabled());
        if (ids.add(id)) {
            write(ids);
        }
    }

    /** Has the next start load a plugin again. */
    void enable(final String id) {
        final Set<String> ids = new LinkedHashSet<>(disabled());
        if (ids.remove(id)) {
            write(ids);
        }
    }

    private void write(final Set<String> ids) {
        final Path target = directory.resolve(DISABLED);
        attempt(target, () -> {
            final List<String> lines = new ArrayList<>(List.of("# Plugins that are not loaded at the start."));
            lines.addAll(ids);
            DurableFiles.write(lines, target);
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(final Path path, final Step step) {
        try {
            step.run();
        } catch (final IOException e) {
            LOG.error("not persisted: {}", path, e);
            throw new CommandException("it is done, but not persisted: " + path + ": " + e, e);
        }
    }
}
