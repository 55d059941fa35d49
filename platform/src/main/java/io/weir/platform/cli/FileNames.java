package io.weir.platform.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Names of files to complete with. Looking may hang as any reading of a file system may: never on main. */
final class FileNames {

    private FileNames() {}

    /**
     * The files whose names begin with what was typed, sorted; directories end in a slash. Hidden ones are left out unless
     * a dot was typed, and so is what no line can name.
     *
     * @param from where relative names begin
     * @param limit how many at most
     */
    static List<String> beginningWith(final Path from, final String typed, final int limit) {
        final int slash = typed.lastIndexOf('/') + 1;
        final String parent = typed.substring(0, slash);
        final String beginning = typed.substring(slash);
        final List<String> found = new ArrayList<>();
        if (beginning.equals("..")) {
            found.add(typed + "/");
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from.resolve(parent))) {
            for (final Path file : files) {
                final String name = file.getFileName().toString();
                if (name.startsWith(beginning)
                        && (beginning.startsWith(".") || !name.startsWith("."))
                        && canBeTyped(name)
                        && found.size() < limit) {
                    found.add(parent + name + (Files.isDirectory(file) ? "/" : ""));
                }
            }
        } catch (final IOException | DirectoryIteratorException | InvalidPathException e) {
            // Nothing can be named there, or no more.
        }
        Collections.sort(found);
        return found;
    }

    private static boolean canBeTyped(final String name) {
        return name.chars().noneMatch(c -> c == '"' || Character.isISOControl(c));
    }
}
