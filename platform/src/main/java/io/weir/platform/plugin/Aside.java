package io.weir.platform.plugin;

import io.weir.cli.CommandException;
import io.weir.platform.thread.MainLoop;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Has a thread of its own do what takes long and concerns only files, while main goes on. */
final class Aside {
    private Aside() {}

    /**
     * Waits for it; in a task, or outside of main's turns.
     *
     * @throws CommandException what the work threw, as one thrown here.
     */
    static <T> T run(final MainLoop main, final String thread, final Supplier<T> work) {
        final FutureTask<T> done = new FutureTask<>(work::get);
        Thread.ofPlatform().daemon().name(thread).start(() -> {
            done.run();
            // Main may sleep while it waits.
            main.execute(() -> {});
        });
        main.awaitUntil(done::isDone);
        try {
            return done.get();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof final CommandException refusal) {
                throw new CommandException(refusal.getMessage(), refusal);
            }
            throw new IllegalStateException(thread + " failed", e.getCause());
        }
    }
}
