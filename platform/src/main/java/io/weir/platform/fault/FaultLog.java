package io.weir.platform.fault;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where threads report what parts of plugins do wrong. Each distinct fault is logged once with its stack, then at every
 * power of two; when a part fails too often, main is told, once. Any thread may call.
 */
public final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    /** Parts that have failed. */
    private final Set<FaultSite> sites = ConcurrentHashMap.newKeySet();

    private volatile Function<String, QuarantineLimits> limits = owner -> QuarantineLimits.DEFAULT;
    private volatile Consumer<FaultSite> tooMany = FaultSite::notIsolated;
    private volatile Consumer<FaultSite> stuck = site -> {};

    /** Sets how many faults each plugin's parts may have. */
    public void limits(final Function<String, QuarantineLimits> byOwner) {
        limits = byOwner;
    }

    /** Names who is told of a part that fails too often, on the thread on which it fails. */
    void onTooMany(final Consumer<FaultSite> listener) {
        tooMany = listener;
    }

    /** Names who is told of a part that a thread doesn't come back from. */
    void onStuck(final Consumer<FaultSite> listener) {
        stuck = listener;
    }

    /** A thread has been blocked in a part for so long that it ought not to come there again. */
    public void stuck(final FaultSite site) {
        if (limits.apply(site.owner()).faults() > 0) {
            stuck.accept(site);
        }
    }

    /**
     * Notes that a part threw.
     *
     * @param thread index of the thread.
     * @param cost what was lost by it: {@code its frame is dropped}.
     */
    public void report(final FaultSite site, final int thread, final Throwable fault, final String cost) {
        final long nowNs = System.nanoTime();
        final String key = FaultText.key(fault);
        final long seen = site.seen(key);
        final String text = seen == 1 || site.wantsText(thread, nowNs) ? FaultText.of(fault) : null;
        log(site, seen, key, text, cost);
        note(site, thread, false, text, nowNs);
    }

    /** Notes a fault that nobody threw, in one sentence that is the same whenever it happens. */
    public void report(final FaultSite site, final int thread, final String fault, final String cost) {
        log(site, site.seen(fault), fault, fault, cost);
        note(site, thread, false, fault, System.nanoTime());
    }

    /**
     * Notes that a part kept its thread for too long.
     *
     * @param sentence that says for how long.
     */
    public void stalled(
            final FaultSite site, final int thread, final String sentence, final StackTraceElement[] stack) {
        final StringBuilder text = new StringBuilder(sentence);
        FaultText.append(text, List.of(stack));
        note(site, thread, true, text.toString(), System.nanoTime());
    }

    private static void log(
            final FaultSite site, final long seen, final String key, final String text, final String cost) {
        if (seen == 1) {
            LOG.error("{} {} of plugin {} failed, {}: {}", site.kind(), site.name(), site.owner(), cost, text);
        } else if (seen > 1 && Long.bitCount(seen) == 1) {
            LOG.error("{} {} of plugin {} failed {} times: {}", site.kind(), site.name(), site.owner(), seen, key);
        }
    }

    private void note(
            final FaultSite site, final int thread, final boolean stall, final String text, final long nowNs) {
        sites.add(site);
        if (site.note(thread, stall, text, limits.apply(site.owner()), nowNs)) {
            // A thread that it keeps wouldn't come to the barrier.
            (stall && site.atOnce() ? stuck : tooMany).accept(site);
        }
    }

    /** Parts of a plugin that have failed since they were released last. */
    public List<FaultSite> sites(final String owner) {
        return sites.stream().filter(site -> site.owner().equals(owner)).toList();
    }

    /** All parts that have failed. */
    public List<FaultSite> sites() {
        return List.copyOf(sites);
    }

    /** A part is gone, and what it did with it. */
    public void forget(final FaultSite site) {
        sites.remove(site);
    }

    /** A part is out of action, whatever it has done. */
    void add(final FaultSite site) {
        sites.add(site);
    }

    boolean knows(final FaultSite site) {
        return sites.contains(site);
    }
}
