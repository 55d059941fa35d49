package io.weir.platform.stats;

import io.weir.platform.os.Fd;
import io.weir.platform.os.SharedDescriptor;
import io.weir.platform.os.UnixListener;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.WatchedFile;
import java.nio.file.Path;

/**
 * Where VPP's readers come for the segment: who connects is sent one empty message with a descriptor of the file, for
 * reading only. Main only.
 */
final class SegmentSocket implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final UnixListener listener;
    private final SharedDescriptor segment;
    private final WatchedFile watch;

    /** Listens, watched by main. */
    SegmentSocket(final Path path, final Path file, final GraphLoop main) {
        segment = SharedDescriptor.open(file);
        try {
            listener = UnixListener.listenForPackets(path, BACKLOG);
        } catch (final RuntimeException e) {
            segment.close();
            throw e;
        }
        watch = main.files().watch(listener.fd(), this::accept);
    }

    private void accept() {
        int fd = listener.accept();
        while (fd >= 0) {
            // A client that is gone already, or takes nothing, is no concern of the host's.
            segment.send(fd);
            Fd.close(fd);
            fd = listener.accept();
        }
    }

    @Override
    public void close() {
        watch.close();
        listener.close();
        segment.close();
    }
}
