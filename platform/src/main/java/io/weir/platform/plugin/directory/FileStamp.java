package io.weir.platform.plugin.directory;

import io.weir.platform.plugin.archive.PluginManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
    }

    /**
     * The JARs of a directory, with their stamps.
     *
     * @throws IOException when there is no such directory, or it can't be read.
     */
    static Map<Path, FileStamp> in(final Path directory) throws IOException {
        final List<Path> jars;
        try (Stream<Path> files = Files.list(directory)) {
            jars = files.filter(PluginManifest::isJarName).toList();
        }
        final Map<Path, FileStamp> stamps = new TreeMap<>();
        for (final Path jar : jars) {
            try {
                stamps.put(jar, of(jar));
            } catch (final IOException e) {
                // Gone since it was listed, or a link that leads nowhere: as if it weren't there.
                stamps.remove(jar);
            }
        }
        return stamps;
    }
}
