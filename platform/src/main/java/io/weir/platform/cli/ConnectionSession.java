package io.weir.platform.cli;

import io.weir.cli.CommandSession;
import io.weir.platform.cli.wire.Frame;
import java.nio.file.Path;

/** The session of one connection, as its commands see it. */
final class ConnectionSession implements CommandSession {

    private static final int FLUSH_CHARS = 16 * 1024;

    private final OutputQueue queue;
    private final Path workingDirectory;
    private final int width;
    private final StringBuilder pending = new StringBuilder();
    private volatile boolean cancelled;

    ConnectionSession(final OutputQueue queue, final Path workingDirectory, final int width) {
        this.queue = queue;
        this.workingDirectory = workingDirectory;
        this.width = width;
    }

    void cancelled(final boolean newValue) {
        cancelled = newValue;
    }

    @Override
    public void print(final CharSequence text) {
        for (int from = 0; from < text.length(); from += FLUSH_CHARS) {
            pending.append(text, from, Math.min(text.length(), from + FLUSH_CHARS));
            if (pending.length() >= FLUSH_CHARS) {
                flush();
            }
        }
    }

    @Override
    public void flush() {
        if (!pending.isEmpty()) {
            queue.output(Frame.ofText(Frame.OUTPUT, pending));
            pending.setLength(0);
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public Path workingDirectory() {
        return workingDirectory;
    }

    @Override
    public int width() {
        return width;
    }
}
