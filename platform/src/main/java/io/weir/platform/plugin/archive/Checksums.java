package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import io.weir.platform.text.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of JARs that may be loaded, as {@code sha256sum} writes it. Only the sums count, not the names beside them; the
 * file is read anew for each JAR, so that a line can be added before a JAR is.
 *
 * @param file the list, or null if everything may be loaded.
 */
public record Checksums(Path file) {
    private static final int MAX_MB = 16;

    /** Everything may be loaded. */
    public static final Checksums ANY = new Checksums(null);

    /** A backslash before the sum says that the name has one: it is none of ours. */
    private static final Pattern LINE = Pattern.compile("\\\\?([0-9a-fA-F]{64})(?:\\s+.*)?");

    /**
     * Refuses a JAR that isn't listed.
     *
     * @throws CommandException with a sentence, also when the list can't be read.
     */
    public void require(final Path jar, final String sha256) {
        try {
            if (!allow(sha256)) {
                throw new CommandException(jar + ": its SHA-256 " + sha256 + " is not listed in " + file);
            }
        } catch (final IOException e) {
            throw new CommandException(jar + " can't be held against " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether a JAR is listed.
     *
     * @throws IOException when the list can't be read.
     */
    public boolean allow(final String sha256) throws IOException {
        return file == null || sums().contains(sha256);
    }

    /**
     * All sums of the list, in lower case.
     *
     * @throws CommandException naming the first line that is no sum.
     */
    public Set<String> sums() throws IOException {
        final Set<String> sums = new HashSet<>();
        final List<String> lines =
                TextFile.read(file, file.toString(), MAX_MB).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            final Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new CommandException(
                        file + ":" + (i + 1) + ": this is no line of sha256sum, 64 hex digits and a name are expected");
            }
            sums.add(matcher.group(1).toLowerCase(Locale.ROOT));
        }
        return sums;
    }
}
