package io.weir.platform.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pages as files of a directory. */
public final class PageFiles {
    private PageFiles() {}

    /** Writes all pages, and deletes what was written here before and is no page any more. */
    public static void write(final Path directory, final Map<String, String> pages) throws IOException {
        Files.createDirectories(directory);
        for (final Path old : markdown(directory)) {
            if (!pages.containsKey(old.getFileName().toString())
                    && Files.readString(old).startsWith(Markdown.MARK)) {
                Files.delete(old);
            }
        }
        for (final Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(directory.resolve(page.getKey()), page.getValue());
        }
    }

    private static List<Path> markdown(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }
}
