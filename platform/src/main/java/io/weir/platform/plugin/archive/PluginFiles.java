package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Private copies of the JARs that class loaders read: whatever is done to the files they came from, what runs stays whole.
 * Main only.
 */
public final class PluginFiles implements AutoCloseable {
    private Path directory;
    private int copies;
    private final List<Path> kept = new ArrayList<>();

    public Path copy(final PluginArchive archive, final Path content) {
        try {
            if (directory == null) {
                directory = Files.createTempDirectory("weir-plugins-");
            }
            final Path copy = directory.resolve(archive.id() + "-" + archive.version() + "-" + copies++ + ".jar");
            Files.copy(content, copy);
            kept.add(copy);
            if (!PluginArchive.digest(copy).equals(archive.sha256())) {
                delete(copy);
                throw new CommandException(content + " has changed since it was looked at");
            }
            return copy;
        } catch (final IOException e) {
            throw new CommandException("no copy of " + content + " can be made: " + e, e);
        }
    }

    public void delete(final Path copy) {
        if (kept.remove(copy)) {
            remove(copy);
        }
    }

    @Override
    public void close() {
        kept.forEach(PluginFiles::remove);
        kept.clear();
        if (directory != null) {
            remove(directory);
            directory = null;
        }
    }

    private static void remove(final Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new UncheckedIOException(path + " can't be deleted", e);
        }
    }
}
