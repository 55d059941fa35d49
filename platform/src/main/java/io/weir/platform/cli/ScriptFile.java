package io.weir.platform.cli;

import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import io.weir.platform.text.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads a file of commands. Only regular files: others may never end. It is read on a thread of its own, since even such a
 * file may lie where reading hangs, and main goes on meanwhile.
 */
final class ScriptFile {

    private static final int MAX_MB = 64;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    private ScriptFile() {}

    /**
     * The file's text.
     *
     * @param typed what the user calls it
     * @throws CommandException with a sentence, if it can't be read
     */
    static String read(final Path file, final String typed, final MainTime main, final CommandSession session) {
        if (!main.isShared()) {
            return text(file, typed);
        }
        final CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("exec-read").start(() -> {
            try {
                text.complete(text(file, typed));
            } catch (final Throwable e) {
                text.completeExceptionally(e);
            }
        });
        final long beganNs = System.nanoTime();
        main.awaitUntil(() -> text.isDone() || session.cancelled() || System.nanoTime() - beganNs > LIMIT_NS);
        if (!text.isDone()) {
            throw new CommandException(
                    session.cancelled()
                            ? "interrupted while `" + typed + "' was read"
                            : "`" + typed + "' could not be read within 30 s");
        }
        return result(text);
    }

    private static String result(final CompletableFuture<String> text) {
        try {
            return text.get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof CommandException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e.getCause());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private static String text(final Path file, final String typed) {
        try {
            return TextFile.read(file, "`" + typed + "'", MAX_MB);
        } catch (final IOException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }
}
