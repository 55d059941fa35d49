package io.weir.platform.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file descriptor kept for when there are no more: with it a client can still be told so. One thread. */
final class SpareDescriptor implements AutoCloseable {

    private static final Path NOTHING = Path.of("/dev/null");

    private FileChannel spare;

    SpareDescriptor() {
        keep();
    }

    /** Takes one, if there is one and none is kept. */
    void keep() {
        if (spare == null) {
            try {
                spare = FileChannel.open(NOTHING);
            } catch (final IOException e) {
                spare = null; // next time
            }
        }
    }

    /** Gives it up for another use; false if none was kept. */
    boolean release() {
        if (spare == null) {
            return false;
        }
        close();
        return true;
    }

    @Override
    public void close() {
        try {
            if (spare != null) {
                spare.close();
            }
        } catch (final IOException e) {
            // It is gone either way.
        }
        spare = null;
    }
}
