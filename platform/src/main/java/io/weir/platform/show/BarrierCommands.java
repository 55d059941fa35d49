package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.platform.thread.BarrierStats;
import io.weir.platform.thread.Cost;
import io.weir.plugin.Registrar;
import org.HdrHistogram.Histogram;

/** {@code show barrier} and {@code clear barrier}: what changes cost the workers. */
final class BarrierCommands implements ShowPlugin.Commands {
    private static final Columns ROW = Columns.of("  %-24s%12s%12s%12s%12s%12s");

    private static final Columns KIND = Columns.of("  %-18s%7s%10s%10s");
    private static final Columns COST = Columns.of("%14s");
    private static final Columns CLOSING = Columns.of("  %10s%10s%10s%10s  %s");

    private final BarrierStats stats;

    BarrierCommands(final BarrierStats stats) {
        this.stats = stats;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command(
                        "show barrier [verbose]",
                        "Show how often and how long the workers stood, for what kinds of change, and what main did meanwhile")
                .run(this::show);
        registrar.command("clear barrier", "Measure the barrier from now on").run(call -> stats.clear());
    }

    private void show(final CommandCall call) {
        call.println(
                "closed %d times, %d timeouts; %d changes made without",
                stats.closed().getTotalCount(),
                stats.timeouts(),
                stats.passage().getTotalCount());
        if (stats.lastOpenedNs() != 0) {
            final double ago = (System.nanoTime() - stats.lastOpenedNs()) / 1e9;
            call.println("last: %s, %s s ago", stats.lastWhy(), Numbers.fixed(ago, 3));
        }
        call.println(ROW.line("Time in us", "p50", "p90", "p99", "p99.9", "Max"));
        call.println(row("until all had come", stats.arrival()));
        call.println(row("closed", stats.closed()));
        call.println(row("until all saw a change", stats.passage()));
        if (!stats.kinds().isEmpty()) {
            showKinds(call);
        }
        if (call.has("verbose") && !stats.recent().isEmpty()) {
            showRecent(call);
        }
    }

    /** What each kind has cost: for each cost the sum, and the worst that came at once. */
    private void showKinds(final CommandCall call) {
        final StringBuilder head = new StringBuilder(KIND.line("Kind", "Times", "Mean us", "Max us"));
        for (final Cost cost : Cost.values()) {
            head.append(COST.line(cost.title()));
        }
        call.println(head.toString());
        stats.kinds().forEach((kind, account) -> {
            final StringBuilder line = new StringBuilder(KIND.line(
                    kind, account.times(), micros(account.closedNs() / account.times()), micros(account.longestNs())));
            for (final Cost cost : Cost.values()) {
                line.append(COST.line(account.sum(cost) + "/" + account.worst(cost)));
            }
            call.println(line.toString());
        });
    }

    private void showRecent(final CommandCall call) {
        call.println(CLOSING.line("s ago", "Came us", "Closed us", "Bytes", "Why"));
        final long nowNs = System.nanoTime();
        for (final BarrierStats.Closing closing : stats.recent()) {
            call.println(CLOSING.line(
                    Numbers.fixed((nowNs - closing.openedNs()) / 1e9, 3),
                    micros(closing.arrivalNs()),
                    micros(closing.closedNs()),
                    closing.allocated(),
                    closing.why()));
        }
    }

    private static String row(final String name, final Histogram times) {
        return ROW.line(
                name,
                micros(times.getValueAtPercentile(50)),
                micros(times.getValueAtPercentile(90)),
                micros(times.getValueAtPercentile(99)),
                micros(times.getValueAtPercentile(99.9)),
                micros(times.getMaxValue()));
    }

    private static String micros(final long ns) {
        return Numbers.fixed(ns / 1e3, 1);
    }
}
