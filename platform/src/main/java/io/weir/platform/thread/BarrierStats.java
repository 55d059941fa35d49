package io.weir.platform.thread;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What the barrier has cost: how long workers stood, how long they took to come, who asked, and what main did besides the
 * change. Main only.
 */
public final class BarrierStats {
    /** One closing. */
    public record Closing(String why, long openedNs, long arrivalNs, long closedNs, long allocated) {}

    /** Under what is counted what comes when there are {@link #KINDS} kinds of change. */
    static final String OTHERS = "(others)";

    private static final int KINDS = 64;
    private static final int RECENT = 32;
    private static final long HIGHEST_NS = 10_000_000_000L;

    private final Histogram closed = new Histogram(HIGHEST_NS, 2);
    private final Histogram arrival = new Histogram(HIGHEST_NS, 2);
    private final Histogram passage = new Histogram(HIGHEST_NS, 2);
    private final BarrierLog log = new BarrierLog();
    private final ClosedSection section = new ClosedSection();
    private final Map<String, BarrierAccount> kinds = new TreeMap<>();
    private final Deque<Closing> recent = new ArrayDeque<>();
    private long timeouts;
    private String lastWhy = "";
    private long lastOpenedNs;
    private long lastClosedNs;

    /** Where what main does meanwhile is noted. */
    ClosedSection section() {
        return section;
    }

    void record(final String why, final long arrivalNs, final long closedNs, final long openedNs) {
        arrival.recordValue(Math.clamp(arrivalNs, 0, HIGHEST_NS));
        closed.recordValue(Math.clamp(closedNs, 0, HIGHEST_NS));
        lastWhy = why;
        lastOpenedNs = openedNs;
        lastClosedNs = closedNs;
        log.add(why, openedNs - closedNs - arrivalNs, openedNs);
        account(kind(why)).add(closedNs, section);
        if (recent.size() == RECENT) {
            recent.removeFirst();
        }
        recent.addLast(new Closing(why, openedNs, arrivalNs, closedNs, section.spent(Cost.ALLOCATED)));
    }

    /** The word that a reason begins with: those behind it name what was changed, of which there may be any number. */
    private static String kind(final String why) {
        final int end = why.indexOf(' ');
        return end < 0 ? why : why.substring(0, end);
    }

    private BarrierAccount account(final String kind) {
        return kinds.computeIfAbsent(
                kinds.containsKey(kind) || kinds.size() < KINDS ? kind : OTHERS, any -> new BarrierAccount());
    }

    /** Workers have begun a turn after a change that was written while they ran. */
    void passed(final long ns) {
        passage.recordValue(Math.clamp(ns, 0, HIGHEST_NS));
    }

    void timeout() {
        timeouts++;
    }

    /** A line was logged; on the thread that did. Any thread. */
    public void logged() {
        section.logged();
    }

    /** What each kind of change has cost, by the word that its reason begins with. */
    public Map<String, BarrierAccount> kinds() {
        return Collections.unmodifiableMap(kinds);
    }

    /** The last few, the oldest first. */
    public List<Closing> recent() {
        return List.copyOf(recent);
    }

    /** Nanoseconds from the arrival of the last worker to the release. */
    public Histogram closed() {
        return closed;
    }

    /** Nanoseconds from the asking to the arrival of the last worker. */
    public Histogram arrival() {
        return arrival;
    }

    /** Nanoseconds that main waited for workers to see what it had written while they ran. */
    public Histogram passage() {
        return passage;
    }

    /** When it was closed, and what for. */
    public BarrierLog log() {
        return log;
    }

    /** How often a worker did not come. */
    public long timeouts() {
        return timeouts;
    }

    /** Who asked last. */
    public String lastWhy() {
        return lastWhy;
    }

    /** How long it was closed the last time, in nanoseconds. */
    public long lastClosedNs() {
        return lastClosedNs;
    }

    /** When it was last released, in nanoseconds of {@link System#nanoTime}. */
    public long lastOpenedNs() {
        return lastOpenedNs;
    }

    /** Begins anew. */
    public void clear() {
        closed.reset();
        arrival.reset();
        passage.reset();
        kinds.clear();
        recent.clear();
        timeouts = 0;
    }
}
