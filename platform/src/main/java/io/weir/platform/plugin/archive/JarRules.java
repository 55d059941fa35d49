package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which files may be loaded, as far as that can be told before anything in them is understood.
 *
 * @param checksums those that are allowed.
 * @param limitBytes how long a JAR may be.
 */
public record JarRules(Checksums checksums, long limitBytes) {
    /** How long a JAR may be, of a host that isn't told. */
    public static final long DEFAULT_LIMIT_BYTES = 256L << 20;

    /** All JARs of ordinary length. */
    public static final JarRules ANY = new JarRules(Checksums.ANY, DEFAULT_LIMIT_BYTES);

    /**
     * Refuses what is no file, or too long a one; a link is taken for what it leads to.
     *
     * @throws CommandException with one sentence.
     */
    void requireFile(final Path jar) {
        require(jar);
    }

    /**
     * Refuses what stands in a directory and is no file itself: whoever may make links there may not read what they lead to,
     * and a FIFO keeps waiting those who open it.
     *
     * @throws CommandException with one sentence.
     */
    void requireOwnFile(final Path jar) {
        require(jar, LinkOption.NOFOLLOW_LINKS);
    }

    private void require(final Path jar, final LinkOption... links) {
        final BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(jar, BasicFileAttributes.class, links);
        } catch (final IOException e) {
            throw new CommandException(jar + ": there is no such file", e);
        }
        if (!attributes.isRegularFile()) {
            throw new CommandException(jar + " is passed over: it is " + kind(attributes) + ", no file");
        }
        if (attributes.size() > limitBytes) {
            throw tooLong(jar);
        }
    }

    /** What is said of a JAR that is too long. */
    public CommandException tooLong(final Path jar) {
        return new CommandException(
                jar + " is longer than plugins { jar-size-limit " + limitBytes + " } allows, in bytes");
    }

    private static String kind(final BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "a symbolic link";
        }
        return attributes.isDirectory() ? "a directory" : "a device, FIFO or socket";
    }
}
