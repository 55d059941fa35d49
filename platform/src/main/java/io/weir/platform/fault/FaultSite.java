package io.weir.platform.fault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a plugin that can fail by itself, and what it did wrong so far. Threads note their faults; main puts it out
 * of action and back. Failing is no fast path, so a lock will do.
 */
public final class FaultSite {
    /** What a first call doesn't come to yet, as there is nothing to be done, is loaded and linked in the second one. */
    private static final int FIRST_CALLS = 2;

    private static final int DISTINCT_FAULTS = 64;
    private static final long TEXT_INTERVAL_NS = 100_000_000;

    /** What happened on one thread. */
    private static final class Count {
        private long faults;
        private long stalls;
        private Instant first;
        private Instant last;
        private String text = "";
    }

    private final String owner;
    private final String kind;
    private final String name;
    /** Made once: threads take it down when a call was long, which may be each. */
    private final String label;

    private final Isolation isolation;

    private final Map<Integer, Count> counts = new TreeMap<>();
    private final Map<String, Long> distinct = new HashMap<>();
    /** When the last faults were, as many as the limit allows; a ring. */
    private long[] recentNs = {};

    private int recent;
    private long textNs;
    private boolean asked;
    private Instant quarantinedSince;
    /** How many calls {@link #called} was told of, or one more than {@link #FIRST_CALLS}. */
    private volatile int calls;

    /**
     * A part without faults.
     *
     * @param owner id of the plugin.
     * @param isolation how it is put out of action, or null for a part that the host can't do without.
     */
    public FaultSite(final String owner, final String kind, final String name, final Isolation isolation) {
        this.owner = owner;
        this.kind = kind;
        this.name = name;
        label = kind + " " + name;
        this.isolation = isolation;
    }

    /** Kind and name, for people. */
    public String label() {
        return label;
    }

    public String owner() {
        return owner;
    }

    public String kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    Isolation isolation() {
        return isolation;
    }

    /** It is called, outside of the way of packets; on the thread on which it is. */
    public void called() {
        final int before = calls;
        if (before <= FIRST_CALLS) {
            calls = before + 1;
        }
    }

    /** Whether it is in one of the first calls of which {@link #called} was told. Any thread. */
    public boolean inFirstCalls() {
        return calls > 0 && calls <= FIRST_CALLS;
    }

    /** How often this fault was seen now, or 0 when there are too many distinct ones to tell them apart. */
    synchronized long seen(final String key) {
        return distinct.size() < DISTINCT_FAULTS || distinct.containsKey(key) ? distinct.merge(key, 1L, Long::sum) : 0;
    }

    /** Whether the text of another fault is wanted: the last is kept, but a storm of them is not worth printing each. */
    synchronized boolean wantsText(final int thread, final long nowNs) {
        return !counts.containsKey(thread) || nowNs - textNs > TEXT_INTERVAL_NS;
    }

    /** Notes a fault; returns whether main must now be asked for the quarantine. */
    synchronized boolean note(
            final int thread, final boolean stall, final String text, final QuarantineLimits limits, final long nowNs) {
        final Count count = counts.computeIfAbsent(thread, t -> new Count());
        count.faults++;
        count.stalls += stall ? 1 : 0;
        count.last = Instant.now();
        count.first = count.first == null ? count.last : count.first;
        if (text != null) {
            count.text = text;
            textNs = nowNs;
        }
        if (!tooMany(limits, nowNs)
                || asked
                || isolation == null
                || !isolation.onFaults()
                || quarantinedSince != null) {
            return false;
        }
        asked = true;
        return true;
    }

    /** Whether it can be put out of action while it runs. */
    boolean atOnce() {
        return isolation != null && isolation.atOnce();
    }

    private boolean tooMany(final QuarantineLimits limits, final long nowNs) {
        if (limits.faults() <= 0) {
            return false;
        }
        if (recentNs.length != limits.faults()) {
            recentNs = new long[limits.faults()];
            recent = 0;
        }
        recentNs[recent++ % recentNs.length] = nowNs;
        return recent >= recentNs.length && nowNs - recentNs[recent % recentNs.length] <= limits.windowNs();
    }

    /** The barrier was not had: the next fault asks again. */
    synchronized void notIsolated() {
        asked = false;
    }

    synchronized void isolated() {
        asked = false;
        quarantinedSince = Instant.now();
    }

    /** It runs again, and counts start anew. */
    synchronized void released() {
        quarantinedSince = null;
        asked = false;
        recent = 0;
        counts.clear();
        distinct.clear();
    }

    /** Whether it is out of action. */
    public synchronized boolean quarantined() {
        return quarantinedSince != null;
    }

    /** Faults on all threads. */
    public synchronized long faults() {
        return counts.values().stream().mapToLong(count -> count.faults).sum();
    }

    /** What it did, a report for each thread on which it failed. */
    public synchronized List<FaultReport> reports() {
        final List<FaultReport> reports = new ArrayList<>();
        counts.forEach((thread, count) -> reports.add(new FaultReport(
                owner,
                name,
                kind,
                thread,
                count.faults,
                count.stalls,
                count.first,
                count.last,
                count.text,
                quarantinedSince)));
        return reports;
    }
}
