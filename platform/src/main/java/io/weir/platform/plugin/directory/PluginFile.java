package io.weir.platform.plugin.directory;

import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A complete JAR in the plugin directory.
 *
 * @param path of the file.
 * @param id of the plugin; empty if its manifest names none.
 * @param requires ids of the plugins that it can't be without.
 * @param sha256 of its content.
 * @param stamp it had when it was read.
 */
record PluginFile(Path path, String id, List<String> requires, String sha256, FileStamp stamp) {
    /** Of two files with the same id the later counts: the one written last, then the last by name. */
    static final Comparator<PluginFile> AGE =
            Comparator.comparing((PluginFile file) -> file.stamp.modified()).thenComparing(PluginFile::path);

    /**
     * Reads a file.
     *
     * @throws IOException when it is no complete JAR, or doesn't bear the stamp any more.
     */
    static PluginFile read(final Path path, final FileStamp stamp) throws IOException {
        final PluginManifest manifest = PluginManifest.read(path);
        final String sha256 = PluginArchive.digest(path);
        if (!FileStamp.of(path).equals(stamp)) {
            throw new IOException(path + " changed while it was read");
        }
        return new PluginFile(path, manifest.id(), manifest.requires(), sha256, stamp);
    }

    /** What tells plugins apart: the id, or for a file that names none the file. */
    String key() {
        return id.isEmpty() ? path.toString() : id;
    }
}
