package io.weir.platform.plugin.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes files so that at any time, even after the power has failed, the old content or the new one is there whole. */
final class DurableFiles {
    private interface Writing {
        void to(Path temporary) throws IOException;
    }

    private DurableFiles() {}

    /** Has a file be a copy of another. */
    static void copy(final Path content, final Path target) throws IOException {
        replace(target, temporary -> Files.copy(content, temporary, StandardCopyOption.REPLACE_EXISTING));
    }

    /** Has a file consist of these lines. */
    static void write(final List<String> lines, final Path target) throws IOException {
        replace(target, temporary -> Files.write(temporary, lines));
    }

    private static void replace(final Path target, final Writing writing) throws IOException {
        final Path temporary = target.resolveSibling("." + target.getFileName() + ".new");
        try {
            writing.to(temporary);
            sync(temporary, StandardOpenOption.WRITE);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        // The name too.
        sync(target.toAbsolutePath().getParent(), StandardOpenOption.READ);
    }

    private static void sync(final Path path, final StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
