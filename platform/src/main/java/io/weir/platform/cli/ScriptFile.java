package io.weir.platform.cli;

import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads a file of commands. Only regular files: others may never end. It is read on a thread of its own, since even such a
 * file may lie where reading hangs, and main goes on meanwhile.
 */
final class ScriptFile {

    private static final int MAX_BYTES = 64 << 20;
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
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new CommandException(
                        "`" + typed + "' is " + (Files.isDirectory(file) ? "a directory" : "no regular file")
                                + ", only regular files are read");
            }
            return decoded(file, typed);
        } catch (final NoSuchFileException e) {
            throw new CommandException("failed to open `" + typed + "': no such file", e);
        } catch (final CharacterCodingException e) {
            throw new CommandException("`" + typed + "' is not a text file", e);
        } catch (final FileSystemException e) {
            throw new CommandException(
                    "failed to open `" + typed + "': " + (e.getReason() == null ? e.toString() : e.getReason()), e);
        } catch (final IOException e) {
            throw new CommandException("failed to read `" + typed + "': " + e.getMessage(), e);
        }
    }

    /** Bounded while it is read: what the file's size says is not always what comes. */
    private static String decoded(final Path file, final String typed) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            final byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new CommandException("`" + typed + "' is longer than 64 MB");
            }
            final String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        }
    }
}
