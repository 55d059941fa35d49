package io.weir.benchmarks;

import io.weir.platform.gaps.Cause;
import io.weir.platform.gaps.Gap;
import io.weir.platform.gaps.GapSummary;
import io.weir.platform.gaps.GapWatch;
import io.weir.platform.host.Host;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The longest turns of the workers of all hosts that a benchmark runs in this process, for its last line; their warming up
 * counts too. Main only. */
final class WorstGaps {
    private static long highNs;
    private static long maxNs;
    private static Gap worst;

    private WorstGaps() {}

    /** Adds a host's, before it is closed; those of several may come one after the other. */
    static void add(final Host host) {
        if (host.workers().isEmpty() || !host.gaps().isReady()) {
            // One that was not started is turned by its caller, in slices between which nobody turns it.
            return;
        }
        // The last turns are judged a moment after they end.
        LockSupport.parkNanos(TimeUnit.NANOSECONDS.convert(GapWatch.SETTLED));
        for (final GapSummary worker :
                host.gaps().summaries().subList(1, host.threads().size())) {
            highNs = Math.max(highNs, worker.times().percentileNs(99.99));
            maxNs = Math.max(maxNs, worker.times().maxNs());
            for (final Cause cause : Cause.ALL) {
                final Gap gap = worker.worst(cause);
                if (gap != null
                        && (worst == null
                                || gap.turn().lengthNs() > worst.turn().lengthNs())) {
                    worst = gap;
                }
            }
        }
    }

    /** Puts what was found at the end, if there was a host and the benchmark has not measured that itself. */
    static void into(final Json json) {
        if (maxNs > 0) {
            json.putIfAbsent("gap_p9999_us", highNs / 1e3, 1)
                    .putIfAbsent("gap_max_us", maxNs / 1e3, 1)
                    .put("gap_worst_cause", worst == null ? "none" : worst.text());
        }
    }
}
