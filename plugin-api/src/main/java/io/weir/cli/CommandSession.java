package io.weir.cli;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** The other side of a command: who typed it, and where its output goes. Used on main only. */
public interface CommandSession {

    /** Appends to the command's output. Never blocks; what a slow reader doesn't take is bounded by the host. */
    void print(CharSequence text);

    /** Sends on what was printed so far; only commands that take long (ping) need it. */
    default void flush() {}

    /**
     * To be called between the pieces of what takes long or prints much: lets the host do other work if the command has had
     * main for a millisecond, and waits for a user who reads slowly. What was read from tables before may have changed after.
     *
     * @throws CommandException when the user has interrupted the command or has gone
     */
    default void pause() {}

    /**
     * Waits until something holds, or time is over, or the user has interrupted the command or gone ({@link #cancelled}); the
     * host does other work meanwhile. Sends on what was printed before. What was read from tables before may have changed after.
     *
     * @param condition is looked at on main, about once a millisecond.
     * @param timeoutNs how long to wait at most, in nanoseconds.
     * @return whether it holds.
     * @throws CommandException when plugins change, so that the command must end, or when nobody can wait here, as where commands
     *     of a file are run before the host is ready.
     */
    default boolean awaitUntil(final BooleanSupplier condition, final long timeoutNs) {
        throw new CommandException("this can't be waited for here");
    }

    /** Whether the user interrupted the command or has gone. A command that takes long looks and returns. */
    default boolean cancelled() {
        return false;
    }

    /** Directory against which the user's relative file names are resolved. */
    default Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }

    /** Columns of the user's terminal, 0 if the output doesn't go to a terminal. */
    default int width() {
        return 0;
    }

    /** A session that collects the output, for tests and for commands that the host itself runs. */
    static CommandSession into(final StringBuilder out) {
        return out::append;
    }
}
