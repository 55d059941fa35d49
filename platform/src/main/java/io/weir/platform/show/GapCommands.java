package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.platform.gaps.Cause;
import io.weir.platform.gaps.Gap;
import io.weir.platform.gaps.GapSummary;
import io.weir.platform.gaps.GapWatch;
import io.weir.platform.thread.GapTimes;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.LongTurn;
import io.weir.platform.thread.LoopGaps;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code show loop-gaps} and what goes with it: what kept threads from their next turn. */
final class GapCommands implements ShowPlugin.Commands {
    private static final Columns TIMES = Columns.of("%-14s%16s%10s%10s%10s%10s%12s%10s");
    private static final Columns CAUSE = Columns.of("    %-16s%12s%14s%14s  %s");
    private static final Columns GAP = Columns.of("    %12s%12s  %s");

    private final List<GraphLoop> threads;
    private final GapWatch gaps;

    GapCommands(final List<GraphLoop> threads, final GapWatch gaps) {
        this.threads = threads;
        this.gaps = gaps;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command(
                        "show loop-gaps [verbose]",
                        "Show how long turns of each thread's loop took, and why the long ones did; with `verbose' the worst"
                                + " and the last of them")
                .run(this::show);
        registrar
                .command("clear loop-gaps", "Count turns of the threads' loops from now on")
                .run(call -> gaps.clear());
        registrar
                .command(
                        "set loop-gaps threshold <us:int " + LoopGaps.THRESHOLD_US_LOWEST + ".."
                                + LoopGaps.THRESHOLD_US_HIGHEST + ">",
                        "Set how long a turn takes, in microseconds, whose cause is looked for")
                .run(call -> gaps.thresholdNs(TimeUnit.MICROSECONDS.toNanos(call.getInt("us"))));
    }

    private void show(final CommandCall call) {
        final List<GapSummary> all = gaps.summaries();
        call.println(TIMES.line(
                "Turns in us",
                "Turns",
                "p50",
                "p99",
                "p99.9",
                "p99.99",
                "Max",
                "> " + TimeUnit.NANOSECONDS.toMicros(gaps.thresholdNs())));
        for (int i = 0; i < all.size(); i++) {
            times(call, threads.get(i).name(), all.get(i));
        }
        call.println(gaps.isReady() ? "Causes:" : "Causes, once the JVM says when it pauses:");
        for (int i = 0; i < all.size(); i++) {
            causes(call, threads.get(i).name(), all.get(i));
        }
        if (call.has("verbose")) {
            for (int i = 0; i < all.size(); i++) {
                list(call, threads.get(i).name() + ", worst:", all.get(i).worst());
                list(call, threads.get(i).name() + ", last:", all.get(i).last());
            }
        }
    }

    private static void times(final CommandCall call, final String thread, final GapSummary summary) {
        final GapTimes times = summary.times();
        call.println(TIMES.line(
                thread,
                times.turns(),
                micros(times.percentileNs(50)),
                micros(times.percentileNs(99)),
                micros(times.percentileNs(99.9)),
                micros(times.percentileNs(99.99)),
                micros(times.maxNs()),
                summary.count()));
    }

    private static void causes(final CommandCall call, final String thread, final GapSummary summary) {
        if (summary.count() == 0) {
            return;
        }
        call.println("  " + thread);
        call.println(CAUSE.line("Cause", "Count", "Sum in us", "Longest", "Which was"));
        for (final Cause cause : Cause.ALL) {
            if (summary.count(cause) > 0) {
                final Gap worst = summary.worst(cause);
                call.println(CAUSE.line(
                        cause.label(),
                        summary.count(cause),
                        micros(summary.totalNs(cause)),
                        worst == null ? "-" : micros(worst.turn().lengthNs()),
                        worst == null ? "one of too many to look into" : worst.detail()));
            }
        }
    }

    private static void list(final CommandCall call, final String heading, final List<Gap> some) {
        if (some.isEmpty()) {
            return;
        }
        call.println("  " + heading);
        call.println(GAP.line("s ago", "us", "Cause"));
        final long nowNs = System.nanoTime();
        call.<Gap>forEach(
                some,
                gap -> call.println(GAP.line(
                        Numbers.fixed((nowNs - gap.turn().endNs()) / 1e9, 3),
                        micros(gap.turn().lengthNs()),
                        gap.text() + account(gap.turn()))));
    }

    /** What the kernel and the thread itself said, whatever was made of it. */
    private static String account(final LongTurn turn) {
        final StringBuilder text = new StringBuilder(64);
        if (turn.callNs() > 0) {
            text.append("; ").append(turn.call()).append(' ').append(micros(turn.callNs()));
        }
        if (turn.heldNs() > 0) {
            text.append("; held ").append(micros(turn.heldNs()));
        }
        text.append("; off core ").append(micros(Math.max(0, turn.offCoreNs())));
        text.append(", waits ").append(turn.waits()).append(", preemptions ").append(turn.preemptions());
        text.append(", faults ").append(turn.minorFaults()).append('+').append(turn.majorFaults());
        return text.toString();
    }

    private static String micros(final long ns) {
        return Numbers.fixed(ns / 1e3, 1);
    }
}
