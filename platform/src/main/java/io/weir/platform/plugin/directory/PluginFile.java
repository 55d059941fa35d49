package io.weir.platform.plugin.directory;

import io.weir.platform.plugin.archive.Digests;
import io.weir.platform.plugin.archive.JarRules;
import io.weir.platform.plugin.archive.PluginManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A complete JAR in the plugin directory.
 *
 * @param path of the file.
 * @param id of the plugin; empty if its manifest names none, or it may not be loaded.
 * @param requires ids of the plugins that it can't be without.
 * @param sha256 of its content.
 * @param stamp it had when it was read.
 */
record PluginFile(Path path, String id, List<String> requires, String sha256, FileStamp stamp) {
    /** Of two files with the same id the later counts: the one written last, then the last by name. */
    static final Comparator<PluginFile> AGE =
            Comparator.comparing((PluginFile file) -> file.stamp.modified()).thenComparing(PluginFile::path);

    /**
     * Reads a file. One that may not be loaded is not looked into: who loads it refuses it.
     *
     * @throws IOException when it is no complete JAR, or doesn't bear the stamp any more.
     * @throws io.weir.cli.CommandException when it is too long.
     */
    static PluginFile read(final Path path, final FileStamp stamp, final JarRules rules) throws IOException {
        if (stamp.size() > rules.limitBytes()) {
            throw rules.tooLong(path);
        }
        final String sha256 = Digests.of(path);
        final PluginFile file;
        if (rules.checksums().allow(sha256)) {
            final PluginManifest manifest = PluginManifest.read(path);
            file = new PluginFile(path, manifest.id(), manifest.requires(), sha256, stamp);
        } else {
            file = new PluginFile(path, "", List.of(), sha256, stamp);
        }
        if (!FileStamp.of(path).equals(stamp)) {
            throw new IOException(path + " changed while it was read");
        }
        return file;
    }

    /** What tells plugins apart: the id, or for a file that names none the file. */
    String key() {
        return id.isEmpty() ? path.toString() : id;
    }
}
