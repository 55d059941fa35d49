package io.weir.platform.plugin.shadow;

import io.weir.cli.CommandException;
import io.weir.platform.fault.Failures;
import io.weir.platform.os.OsThread;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.plugin.ledger.ScratchHost;
import io.weir.platform.thread.MainLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins in a host of their own, on a thread of their own: where what they describe is looked at before the live host
 * hears of it, and where their nodes run on copies of packets until they are compiled. The instances here are not the ones
 * that come to the live graph, so nothing that they write lasts, and plugins need not say what they share. Main waits for
 * each step and goes on with its loop meanwhile.
 */
public final class Shadow implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);
    private static final long DESCRIBE_LIMIT_MS = 10_000;
    private static final long STUCK_LIMIT_MS = 500;

    private final MainLoop main;
    private final ScratchHost.Maker hosts;
    private final ShadowRequest request;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(this::thread);
    private final List<Ledger> ledgers = new ArrayList<>();

    private final EndlessShadows endless;
    private volatile Thread worker;
    private volatile int workerId;
    private volatile boolean stuck;
    private CheckedTrial checked;
    private Trial trial;

    /**
     * Doesn't begin yet.
     *
     * @param main main of the live host, which waits for each step.
     * @param endless is told if this does not end.
     */
    public Shadow(
            final MainLoop main,
            final ScratchHost.Maker hosts,
            final ShadowRequest request,
            final EndlessShadows endless) {
        this.endless = endless;
        this.main = main;
        this.hosts = hosts;
        this.request = request;
    }

    private Thread thread(final Runnable work) {
        worker = Thread.ofPlatform().daemon().name("weir_shadow").unstarted(() -> {
            workerId = OsThread.id();
            work.run();
        });
        return worker;
    }

    /**
     * Has the new plugins describe themselves.
     *
     * @return their ledgers, in order.
     * @throws CommandException with one sentence when one can't.
     */
    public List<Ledger> describe() {
        // Two steps, for plugins have no part in how long the first takes.
        step(DESCRIBE_LIMIT_MS, "the shadow of " + wanted() + " was not set up", () -> {
            checked = new CheckedTrial(hosts, request);
            trial = new Trial(hosts, request);
            return null;
        });
        return step(DESCRIBE_LIMIT_MS, wanted() + " did not describe itself", () -> {
            checked.bring();
            request.wanted().forEach(source -> ledgers.add(trial.bring(source)));
            return ledgers;
        });
    }

    /**
     * Runs the new plugins' nodes; returns how they did, for people.
     *
     * @param images packets for each node, by its name; nodes without any are left out, input nodes need none.
     * @throws CommandException naming the node when one throws or doesn't come back.
     */
    public String run(final Map<String, List<byte[]>> images, final boolean fromLive, final long limitMs) {
        return step(3 * limitMs + 1_000, wanted() + " did not come back from its nodes", () -> {
            checked.run(images);
            return trial.run(ledgers, images, fromLive).run(limitMs).toString();
        });
    }

    /** The new plugins by id and version. */
    private String wanted() {
        return request.wanted().stream()
                .map(source -> source.archive().toString())
                .collect(Collectors.joining(", "));
    }

    private <T> T step(final long limitMs, final String what, final Callable<T> work) {
        final Future<T> done = submit(work);
        if (!ended(done, limitMs)) {
            stuck = true;
            throw new CommandException(what + " within " + limitMs
                    + " ms in shadow; if its thread does not end, `show plugins verbose' names it");
        }
        try {
            return done.get();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof final CommandException refusal) {
                throw refusal;
            }
            LOG.error("{} failed in shadow", wanted(), e.getCause());
            throw new CommandException(wanted() + " failed in shadow: " + Failures.text(e.getCause()), e);
        }
    }

    private <T> Future<T> submit(final Callable<T> work) {
        return thread.submit(() -> {
            try {
                return work.call();
            } finally {
                // Main may sleep while it waits.
                main.execute(() -> {});
            }
        });
    }

    /** Waits for the shadow's thread while main goes on; returns whether it came in time. */
    private boolean ended(final Future<?> done, final long limitMs) {
        final long deadlineNs = System.nanoTime() + limitMs * 1_000_000;
        main.awaitUntil(() -> done.isDone() || System.nanoTime() - deadlineNs > 0);
        return done.isDone();
    }

    @Override
    public void close() {
        final Future<?> closed = submit(() -> {
            if (checked != null) {
                checked.close();
            }
            if (trial != null) {
                trial.close();
            }
            return null;
        });
        thread.shutdown();
        if (stuck) {
            // What waits for something ends with this; what doesn't is not waited for.
            worker.interrupt();
        }
        if (!ended(closed, stuck ? STUCK_LIMIT_MS : DESCRIBE_LIMIT_MS)) {
            endless.add(wanted(), worker, workerId);
        }
    }
}
