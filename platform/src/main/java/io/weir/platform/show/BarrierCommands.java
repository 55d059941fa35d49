package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.platform.thread.BarrierStats;
import io.weir.plugin.Registrar;
import org.HdrHistogram.Histogram;

/** {@code show barrier} and {@code clear barrier}: what changes cost the workers. */
final class BarrierCommands implements ShowPlugin.Commands {
    private static final Columns ROW = Columns.of("  %-24s%12s%12s%12s%12s%12s");

    private final BarrierStats stats;

    BarrierCommands(final BarrierStats stats) {
        this.stats = stats;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show barrier", "Show how often and how long the workers stood")
                .run(this::show);
        registrar.command("clear barrier", "Measure the barrier from now on").run(call -> stats.clear());
    }

    private void show(final CommandCall call) {
        call.println("closed %d times, %d timeouts", stats.closed().getTotalCount(), stats.timeouts());
        if (stats.lastOpenedNs() != 0) {
            final double ago = (System.nanoTime() - stats.lastOpenedNs()) / 1e9;
            call.println("last: %s, %s s ago", stats.lastWhy(), Numbers.fixed(ago, 3));
        }
        call.println(ROW.line("Time in us", "p50", "p90", "p99", "p99.9", "Max"));
        call.println(row("until all had come", stats.arrival()));
        call.println(row("closed", stats.closed()));
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
