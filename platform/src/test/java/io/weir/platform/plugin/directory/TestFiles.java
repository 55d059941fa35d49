package io.weir.platform.plugin.directory;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files of a plugin directory that are nowhere but in a test. */
final class TestFiles {
    private TestFiles() {}

    static Path path(final String name) {
        return Path.of("/plugins", name);
    }

    static FileStamp stamp(final long time) {
        return new FileStamp(1, FileTime.fromMillis(time), "1");
    }

    /** A file whose id is what its name begins with, with a content, written at a time. */
    static PluginFile file(final String name, final String content, final long time, final String... requires) {
        final String id = name.replaceFirst("[-.].*", "");
        return new PluginFile(path(name), id, List.of(requires), content, stamp(time));
    }

    static Map<Path, PluginFile> files(final PluginFile... all) {
        final Map<Path, PluginFile> files = new TreeMap<>();
        for (final PluginFile file : all) {
            files.put(file.path(), file);
        }
        return files;
    }
}
