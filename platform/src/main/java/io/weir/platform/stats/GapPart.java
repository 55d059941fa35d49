package io.weir.platform.stats;

import io.weir.platform.gaps.Cause;
import io.weir.platform.gaps.GapSummary;
import io.weir.platform.gaps.GapWatch;
import java.util.ArrayList;
import java.util.List;

/** {@code /sys/loop_gaps}: long turns of each thread's loop, by cause, and how long turns took. */
final class GapPart implements Part {
    /** What is told of one cause. */
    private record Row(Cause cause, Cells count, Cells totalNs) {}

    private static final String PREFIX = "/sys/loop_gaps/";
    private static final double HIGH = 99.99;

    private final int threads;
    private final GapWatch gaps;
    private final List<Row> rows = new ArrayList<>();
    private Cells count;
    private Cells max;
    private Cells high;

    GapPart(final int threads, final GapWatch gaps) {
        this.threads = threads;
        this.gaps = gaps;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public void describe(final Layout layout) {
        count = layout.simple(PREFIX + "count", 1, threads);
        max = layout.simple(PREFIX + "max_ns", 1, threads);
        high = layout.simple(PREFIX + "p9999_ns", 1, threads);
        rows.clear();
        for (final Cause cause : Cause.ALL) {
            final String name = PREFIX + cause.slug();
            rows.add(new Row(
                    cause, layout.simple(name + "/count", 1, threads), layout.simple(name + "/ns", 1, threads)));
        }
    }

    @Override
    public void fill() {
        final List<GapSummary> all = gaps.summaries();
        for (int thread = 0; thread < threads; thread++) {
            final GapSummary summary = all.get(thread);
            count.set(0, thread, summary.ever());
            max.set(0, thread, summary.times().maxNs());
            high.set(0, thread, summary.times().percentileNs(HIGH));
            for (final Row row : rows) {
                row.count.set(0, thread, summary.everCount(row.cause));
                row.totalNs.set(0, thread, summary.everTotalNs(row.cause));
            }
        }
    }
}
