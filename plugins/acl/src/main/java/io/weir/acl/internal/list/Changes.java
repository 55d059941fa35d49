package io.weir.acl.internal.list;

import io.weir.acl.internal.policy.Change;
import io.weir.acl.internal.policy.Datapath;
import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Changes of lists that take long: a thread of their own reads and compiles, main goes on meanwhile, and the command answers when
 * all is in place. Commands that change lists take turns, in the order in which they came. Where nobody can wait, as in a file that
 * is run before the host is ready, all is done at once. Main only.
 */
public final class Changes {
    private final Datapath datapath;
    private final Deque<Object> turns = new ArrayDeque<>();

    /** Of what packets are held against. */
    public Changes(final Datapath datapath) {
        this.datapath = datapath;
    }

    /** Does something when all commands that came before and change lists have ended. */
    public void inTurn(final CommandSession session, final Runnable change) {
        final Object turn = new Object();
        turns.add(turn);
        try {
            if (turns.peek() != turn && mayWait(session)) {
                await(session, () -> turns.peek() == turn);
            }
            change.run();
        } finally {
            turns.remove(turn);
        }
    }

    /**
     * Compiles a change and brings it in place; anew if lists have been changed meanwhile.
     *
     * @throws CommandException in one sentence, if it can't be done; nothing has changed then.
     */
    public void bring(final CommandSession session, final Supplier<Change> begin) {
        boolean done = false;
        while (!done) {
            try (Change change = begin.get()) {
                aside(session, () -> {
                    change.compile();
                    return change;
                });
                done = datapath.bring(change);
            }
        }
    }

    /**
     * What some work comes to that uses nothing of main's.
     *
     * @throws CommandException what the work threw; or where the user doesn't wait for it any more: it is given up then.
     */
    public <T> T aside(final CommandSession session, final Supplier<T> work) {
        if (!mayWait(session)) {
            return work.get();
        }
        final FutureTask<T> task = new FutureTask<>(work::get);
        final Thread thread = Thread.ofPlatform().daemon().name("acl-compile").start(task);
        boolean done = false;
        try {
            await(session, () -> !thread.isAlive());
            done = true;
        } finally {
            if (!done) {
                thread.interrupt();
                join(thread);
            }
        }
        return result(task);
    }

    private static void await(final CommandSession session, final BooleanSupplier condition) {
        if (!session.awaitUntil(condition, Long.MAX_VALUE)) {
            throw new CommandException("interrupted");
        }
    }

    private static boolean mayWait(final CommandSession session) {
        try {
            return session.awaitUntil(() -> true, 0);
        } catch (final CommandException e) {
            return false;
        }
    }

    /** It ends at the next branch of a tree, in some milliseconds at most. */
    private static void join(final Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T result(final FutureTask<T> task) {
        try {
            return task.get();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof final CommandException refusal) {
                throw new CommandException(refusal.getMessage(), refusal);
            }
            throw new IllegalStateException("lists could not be compiled", e.getCause());
        }
    }
}
