package io.weir.platform.cli;

import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import io.weir.platform.cli.wire.Frame;
import io.weir.platform.text.Printable;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** The session of one connection, as its commands see it. */
final class ConnectionSession implements CommandSession {

    private static final int FLUSH_CHARS = 16 * 1024;

    private final OutputQueue queue;
    private final MainTime main;
    private final Slices slices;
    private final Path workingDirectory;
    private final int width;
    private final StringBuilder pending = new StringBuilder();
    private volatile boolean cancelled;

    ConnectionSession(final OutputQueue queue, final MainTime main, final Path workingDirectory, final int width) {
        this.queue = queue;
        this.main = main;
        this.slices = new Slices(main);
        this.workingDirectory = workingDirectory;
        this.width = width;
    }

    void cancelled(final boolean newValue) {
        cancelled = newValue;
    }

    /** A line begins: it has main since just now. */
    void begin() {
        slices.begin();
    }

    @Override
    public void print(final CharSequence given) {
        final CharSequence text = Printable.of(given);
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
    public void pause() {
        final boolean slow = queue.waiting() > CliLimits.PACED_OUTPUT;
        if ((slow || slices.over()) && main.isShared()) {
            final boolean mayGoOn =
                    main.lend(slow ? () -> cancelled || queue.waiting() <= CliLimits.PACED_OUTPUT / 2 : null);
            slices.begin();
            if (!mayGoOn) {
                throw new CommandException("interrupted by a change of plugins");
            }
        }
        if (cancelled) {
            throw new CommandException("interrupted");
        }
    }

    @Override
    public boolean awaitUntil(final BooleanSupplier condition, final long timeoutNs) {
        flush();
        final long beganNs = System.nanoTime();
        final boolean mayGoOn =
                main.lend(() -> cancelled || condition.getAsBoolean() || System.nanoTime() - beganNs >= timeoutNs);
        slices.begin();
        if (!mayGoOn) {
            throw new CommandException("interrupted by a change of plugins");
        }
        return condition.getAsBoolean();
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
