package io.weir.platform.ctl.stats;

import io.weir.platform.stats.EntryType;
import io.weir.platform.stats.Statistic;
import io.weir.platform.text.Printable;
import java.io.PrintStream;
import java.util.Locale;

/** Statistics as {@code vpp_get_stats} prints them: for people, or for programs. */
final class StatsText {
    private final PrintStream out;
    private final boolean machine;
    private final boolean noZeros;

    StatsText(final PrintStream out, final boolean machine, final boolean noZeros) {
        this.out = out;
        this.machine = machine;
        this.noZeros = noZeros;
    }

    void print(final Statistic statistic) {
        switch (statistic.type()) {
            case SCALAR, GAUGE -> number(statistic);
            case SIMPLE, COMBINED -> rows(statistic);
            case NAMES -> names(statistic);
            default -> {}
        }
    }

    private void number(final Statistic statistic) {
        if (noZeros && statistic.number() == 0) {
            return;
        }
        line(machine ? "%d:%d.00:%s" : "%2$d.00 %3$s", statistic.type().code(), statistic.number(), statistic.name());
    }

    private void rows(final Statistic statistic) {
        final boolean pairs = statistic.type() == EntryType.COMBINED;
        final int width = pairs ? 2 : 1;
        for (int thread = 0; thread < statistic.rows().length; thread++) {
            final long[] row = statistic.rows()[thread];
            for (int column = 0; column < row.length / width; column++) {
                final long count = row[column * width];
                if (count != 0 || !noZeros) {
                    row(statistic, thread, column, count, pairs ? row[column * width + 1] : 0);
                }
            }
        }
    }

    private void row(
            final Statistic statistic, final int thread, final int column, final long count, final long bytes) {
        final int code = statistic.type().code();
        final String name = statistic.name();
        if (statistic.type() == EntryType.SIMPLE) {
            line(machine ? "%d:%d:%d:%d:%s" : "[%2$d @ %3$d]: %4$d packets %5$s", code, column, thread, count, name);
        } else {
            line(
                    machine ? "%d:%d:%d:%d:%d:%s" : "[%2$d @ %3$d]: %4$d packets, %5$d bytes %6$s",
                    code,
                    column,
                    thread,
                    count,
                    bytes,
                    name);
        }
    }

    private void names(final Statistic statistic) {
        for (int i = 0; i < statistic.names().size(); i++) {
            if (statistic.names().get(i) != null) {
                line(
                        machine ? "%d:%d:%s:%s" : "[%2$d]: %3$s %4$s",
                        statistic.type().code(),
                        i,
                        statistic.names().get(i),
                        statistic.name());
            }
        }
    }

    private void line(final String format, final Object... values) {
        out.print(Printable.of(String.format(Locale.ROOT, format, values)) + "\n");
    }
}
