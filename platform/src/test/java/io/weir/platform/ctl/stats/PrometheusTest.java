package io.weir.platform.ctl.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.stats.EntryType;
import io.weir.platform.stats.Statistic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The segment's names as metrics and labels. */
class PrometheusTest {
    private static final Statistic NAMES =
            new Statistic("/if/names", EntryType.NAMES, 0, new long[0][], Arrays.asList("a\"b", null, "c"), null, 0);

    private static Statistic rows(final String name, final EntryType type, final long[]... rows) {
        return new Statistic(name, type, 0, rows, List.of(), null, 0);
    }

    private static Statistic link(final String name, final String target, final int column, final long value) {
        return new Statistic(name, EntryType.SIMPLE, 0, new long[][] {{value}}, List.of(), target, column);
    }

    private static String print(final Statistic... wanted) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8);
        new Prometheus(List.of(wanted), List.of(NAMES)).print(print);
        print.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldLabelColumnsWithTheirNamesWhenThereAreAny() {
        assertThat(print(rows("/if/rx", EntryType.COMBINED, new long[] {1, 2, 0, 0, 3, 4})))
                .isEqualTo("""
                # TYPE weir_if_rx_bytes_total counter
                weir_if_rx_bytes_total{interface="a\\"b",thread="0"} 2
                weir_if_rx_bytes_total{interface="c",thread="0"} 4
                # TYPE weir_if_rx_packets_total counter
                weir_if_rx_packets_total{interface="a\\"b",thread="0"} 1
                weir_if_rx_packets_total{interface="c",thread="0"} 3
                """);
    }

    @Test
    void shouldPrintOnceWhatHasTwoNames() {
        final Statistic drops = rows("/if/drops", EntryType.SIMPLE, new long[] {5, 0, 6});
        final Statistic link = link("/interfaces/c/drops", "/if/drops", 2, 6);
        final String once = "weir_if_drops_total{interface=\"c\",thread=\"0\"} 6\n";
        assertThat(print(drops, link)).containsOnlyOnce(once).isEqualTo(print(drops));
        assertThat(print(link)).isEqualTo("# TYPE weir_if_drops_total counter\n" + once);
    }

    @Test
    void shouldMakeLabelsOfTheNamesOfLinksWhenColumnsHaveNoOthers() {
        final Statistic xstats = rows("/if/xstats/2", EntryType.SIMPLE, new long[] {7, 8});
        assertThat(print(
                        xstats,
                        link("/interfaces/c/rx_q0", "/if/xstats/2", 0, 7),
                        link("/interfaces/c/tx_q0", "/if/xstats/2", 1, 8)))
                .isEqualTo("""
                        # TYPE weir_if_xstats untyped
                        weir_if_xstats{interface="c",name="rx_q0"} 7
                        weir_if_xstats{interface="c",name="tx_q0"} 8
                        """);
        assertThat(print(xstats)).contains("weir_if_xstats_2_total{index=\"1\",thread=\"0\"} 8\n");
        assertThat(print(link("/err/some-node/no-route", "/node/errors", 0, 9))).isEqualTo("""
                # TYPE weir_err_total counter
                weir_err_total{node="some-node",reason="no-route",thread="0"} 9
                """);
    }

    @Test
    void shouldPrintRatesAsGaugesOfThreads() {
        assertThat(print(rows("/sys/loops_per_worker", EntryType.SIMPLE, new long[] {3, 4})))
                .isEqualTo("""
                # TYPE weir_sys_loops_per_worker gauge
                weir_sys_loops_per_worker{thread="0"} 3
                weir_sys_loops_per_worker{thread="1"} 4
                """);
    }
}
