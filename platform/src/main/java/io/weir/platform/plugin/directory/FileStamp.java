package io.weir.platform.plugin.directory;

import io.weir.platform.plugin.archive.PluginManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param size in bytes.
 * @param modified when it was last written.
 * @param key which file it is: one that was renamed to this name has another.
 */
record FileStamp(long size, FileTime modified, String key) {
    static FileStamp of(final Path file) throws IOException {
        return of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    private static FileStamp of(final BasicFileAttributes attributes) {
        return new FileStamp(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
    }

    /**
     * The JARs of a directory, with their stamps.
     *
     * @param others is told of what is named like a JAR and is no file: a link, a directory, a FIFO.
     * @throws IOException when there is no such directory, or it can't be read.
     */
    static Map<Path, FileStamp> in(final Path directory, final Consumer<Path> others) throws IOException {
        final List<Path> jars;
        try (Stream<Path> files = Files.list(directory)) {
            jars = files.filter(PluginManifest::isJarName).toList();
        }
        final Map<Path, FileStamp> stamps = new TreeMap<>();
        for (final Path jar : jars) {
            try {
                final BasicFileAttributes attributes =
                        Files.readAttributes(jar, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isRegularFile()) {
                    stamps.put(jar, of(attributes));
                } else {
                    others.accept(jar);
                }
            } catch (final IOException e) {
                // Gone since it was listed: as if it weren't there.
                stamps.remove(jar);
            }
        }
        return stamps;
    }
}
