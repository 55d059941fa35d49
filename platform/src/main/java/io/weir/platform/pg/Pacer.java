package io.weir.platform.pg;

/**
 * Says how many packets of a stream are due. Without a rate always a frame; with a rate what has become due since the
 * last poll, of which more than a frame is forgotten, as in VPP; with a ring everything that was ever due, of which what
 * overflows the ring is lost and counted. Only on the stream's worker, but for {@link #restart} at a barrier.
 */
final class Pacer {
    private static final double NS_PER_SECOND = 1e9;

    private final double packetsPerNs;
    private final long limit;
    private final int ring;
    private final int maxFrame;
    private final StreamCounters counters;

    private long startNs;
    private long lastNs;
    private boolean started;
    private double credit;
    private long offeredBefore;
    private long offered;
    private long generated;
    private long lost;

    Pacer(final StreamSpec spec, final StreamCounters counters) {
        packetsPerNs = spec.rate() / NS_PER_SECOND;
        limit = spec.limit() > 0 ? spec.limit() : Long.MAX_VALUE;
        ring = spec.ring();
        maxFrame = spec.maxFrame();
        this.counters = counters;
    }

    /** Begins anew: the clock starts with the next poll. */
    void restart(final boolean keepCounts) {
        started = false;
        credit = 0;
        generated = keepCounts ? counters.generated() : 0;
        lost = keepCounts ? counters.lost() : 0;
        // What waited in a ring before a change is forgiven: offered begins where the counts stand.
        offeredBefore = generated + lost;
        offered = offeredBefore;
        counters.count(generated, lost, offered);
    }

    /** Packets to make now. */
    int due(final long nowNs) {
        if (!started) {
            started = true;
            startNs = nowNs;
            lastNs = nowNs;
        }
        if (ring > 0) {
            return dueOfRing(nowNs);
        }
        long n = maxFrame;
        if (packetsPerNs > 0) {
            credit += (nowNs - lastNs) * packetsPerNs;
            lastNs = nowNs;
            n = (long) credit;
            credit -= n;
        }
        return (int) Math.min(Math.min(n, maxFrame), limit - generated);
    }

    private int dueOfRing(final long nowNs) {
        offered = Math.min(limit, offeredBefore + (long) ((nowNs - startNs) * packetsPerNs));
        final long waiting = offered - generated - lost;
        if (waiting > ring) {
            lost += waiting - ring;
        }
        counters.count(generated, lost, offered);
        return (int) Math.min(Math.min(waiting, ring), maxFrame);
    }

    /** Notes that so many packets have entered the graph. */
    void made(final int n) {
        generated += n;
        if (ring == 0) {
            offered = generated;
        }
        counters.count(generated, lost, offered);
    }

    /** Whether the limit is reached. */
    boolean finished() {
        return generated + lost >= limit;
    }
}
