package io.weir.platform.thread;

/** What the barriers of one kind of change have cost. Main only. */
public final class BarrierAccount {
    private final long[] sums = new long[Cost.COUNT];
    private final long[] worst = new long[Cost.COUNT];
    private long times;
    private long closedNs;
    private long longestNs;

    BarrierAccount() {}

    void add(final long ns, final ClosedSection section) {
        times++;
        closedNs += ns;
        longestNs = Math.max(longestNs, ns);
        for (final Cost cost : Cost.values()) {
            final long spent = section.spent(cost);
            sums[cost.slot] += spent;
            worst[cost.slot] = Math.max(worst[cost.slot], spent);
        }
    }

    /** How often workers stood for it. */
    public long times() {
        return times;
    }

    /** How long they stood in all, in nanoseconds. */
    public long closedNs() {
        return closedNs;
    }

    /** How long at most. */
    public long longestNs() {
        return longestNs;
    }

    /** What it cost in all. */
    public long sum(final Cost cost) {
        return sums[cost.slot];
    }

    /** What it cost at most at once. */
    public long worst(final Cost cost) {
        return worst[cost.slot];
    }
}
