package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Private copies of JARs: all that the host knows of a JAR, digest, manifest and classes, is read from its copy, so whatever
 * is done to the file that it came from meanwhile, they belong together. A copy is there as long as someone holds it. Any
 * thread.
 */
public final class PluginFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginFiles.class);
    private static final int BLOCK = 1 << 16;

    private final PrivateDirectory directory;
    private final JarRules rules;
    /** How many hold each copy, by its digest. */
    private final Map<String, Integer> held = new HashMap<>();
    /** Digests of copies that were looked at; those that nobody holds are of no use. */
    private final Set<String> seen = new HashSet<>();

    /**
     * No copies yet.
     *
     * @param parent of the directory where they will lie; null for the system's temporary directory.
     */
    public PluginFiles(final Path parent, final JarRules rules) {
        directory = new PrivateDirectory(parent);
        this.rules = rules;
    }

    /** What is looked for in a JAR before anything in it is understood. */
    public JarRules rules() {
        return rules;
    }

    /**
     * Copies a JAR and reads what it says of itself, if it is one of those that may be loaded. Nobody holds it yet.
     *
     * @throws CommandException with one sentence when it is no plugin, or not one of those that are allowed.
     */
    public synchronized PluginArchive take(final Path jar) {
        rules.requireFile(jar);
        try {
            final Path part = directory.path().resolve("part");
            try {
                final String sha256 = copy(jar, part);
                rules.checksums().require(jar, sha256);
                final Path copy = path(sha256);
                if (!Files.exists(copy)) {
                    Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
                    seen.add(sha256);
                }
                return PluginArchive.of(jar, copy, sha256);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (final IOException e) {
            throw new CommandException("no copy of " + jar + " can be made: " + e, e);
        }
    }

    private Path path(final String sha256) throws IOException {
        return directory.path().resolve(sha256 + ".jar");
    }

    private String copy(final Path from, final Path to) throws IOException {
        final MessageDigest digest = Digests.begin();
        long length = 0;
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            final byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                length += read;
                if (length > rules.limitBytes()) {
                    throw rules.tooLong(from);
                }
                digest.update(block, 0, read);
                out.write(block, 0, read);
            }
        }
        return Digests.end(digest);
    }

    /**
     * Holds the copy of what was taken.
     *
     * @return the copy.
     * @throws CommandException when it was cleared away, and what lies where it came from is something else now.
     */
    public synchronized Path hold(final PluginArchive archive) {
        final Path copy = content(archive);
        held.merge(archive.sha256(), 1, Integer::sum);
        return copy;
    }

    /** The copy of what was taken; see {@link #hold}. */
    public synchronized Path content(final PluginArchive archive) {
        try {
            final Path copy = path(archive.sha256());
            if (!Files.exists(copy) && !take(archive.path()).sha256().equals(archive.sha256())) {
                throw new CommandException("the host's copy of plugin " + archive + " was cleared away, and "
                        + archive.path() + " has changed since");
            }
            return copy;
        } catch (final IOException e) {
            throw new CommandException("no copy of " + archive.path() + " can be made: " + e, e);
        }
    }

    /** Gives up what was held once. */
    public synchronized void release(final PluginArchive archive) {
        held.computeIfPresent(archive.sha256(), (sha256, times) -> times == 1 ? null : times - 1);
    }

    /** Deletes the copies that nobody holds. */
    public synchronized void sweep() {
        seen.removeIf(sha256 -> {
            if (held.containsKey(sha256)) {
                return false;
            }
            try {
                Files.deleteIfExists(path(sha256));
            } catch (final IOException e) {
                LOG.warn("a copy of a JAR can't be deleted: {}", e.toString());
            }
            return true;
        });
    }

    @Override
    public synchronized void close() {
        held.clear();
        seen.clear();
        try {
            directory.close();
        } catch (final IOException e) {
            LOG.warn("the copies of JARs can't be deleted: {}", e.toString());
        }
    }
}
