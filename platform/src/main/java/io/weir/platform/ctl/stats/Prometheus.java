package io.weir.platform.ctl.stats;

import io.weir.platform.stats.EntryType;
import io.weir.platform.stats.Statistic;
import io.weir.platform.text.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Statistics as Prometheus reads them. What the segment names by a path with an interface, a node or a reason in it becomes
 * a metric with these as labels, and what is there under two names is printed once.
 */
final class Prometheus {
    private static final String PREFIX = "weir_";

    /** Names by index, which label the columns of entries that begin alike. */
    private final Map<String, List<String>> names = new HashMap<>();
    /** Samples by metric, in order: those of one stand together. */
    private final Map<String, List<String>> metrics = new TreeMap<>();

    private final Map<String, String> types = new HashMap<>();
    /** What is printed as it is, and need not be under the names of links to its columns. */
    private final Set<String> whole = new HashSet<>();

    /**
     * Notes statistics.
     *
     * @param naming entries of type NAMES, among others.
     */
    Prometheus(final List<Statistic> wanted, final List<Statistic> naming) {
        naming.stream()
                .filter(each -> each.type() == EntryType.NAMES)
                .forEach(each -> names.put(parent(each.name()), each.names()));
        final Set<String> linked = new HashSet<>();
        wanted.stream().map(Statistic::target).filter(Objects::nonNull).forEach(linked::add);
        wanted.stream()
                .filter(each -> each.target() == null)
                .map(Statistic::name)
                .filter(name -> names.containsKey(parent(name)) || !linked.contains(name))
                .forEach(whole::add);
        wanted.forEach(this::add);
    }

    private static String parent(final String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private void add(final Statistic statistic) {
        switch (statistic.type()) {
            case SCALAR, GAUGE -> sample(metric(statistic.name()), "gauge", "", statistic.number());
            case SIMPLE, COMBINED -> {
                if (statistic.target() == null) {
                    if (whole.contains(statistic.name())) {
                        rows(statistic);
                    }
                } else if (!whole.contains(statistic.target())) {
                    if (names.containsKey(parent(statistic.target()))) {
                        columnOf(statistic);
                    } else {
                        link(statistic);
                    }
                }
            }
            default -> {}
        }
    }

    private void rows(final Statistic statistic) {
        final List<String> columns = names.get(parent(statistic.name()));
        for (int thread = 0; thread < statistic.rows().length; thread++) {
            final int width = statistic.type() == EntryType.COMBINED ? 2 : 1;
            final int count = statistic.rows()[thread].length / width;
            for (int column = 0; column < count; column++) {
                if (columns == null) {
                    final String index = count == 1 ? "" : label("index", String.valueOf(column));
                    values(statistic, statistic.name(), thread, column, index);
                } else if (column < columns.size() && columns.get(column) != null) {
                    values(statistic, statistic.name(), thread, column, named(statistic.name(), columns.get(column)));
                }
            }
        }
    }

    /** A link to a column that has a name: printed as that column. */
    private void columnOf(final Statistic link) {
        final String name = names.get(parent(link.target())).get(link.column());
        for (int thread = 0; thread < link.rows().length; thread++) {
            values(link, link.target(), thread, 0, named(link.target(), name));
        }
    }

    private static String named(final String path, final String name) {
        return label(path.startsWith("/if/") ? "interface" : "node", name);
    }

    private void values(
            final Statistic statistic, final String path, final int thread, final int column, final String label) {
        final String metric = metric(path);
        final long[] row = statistic.rows()[thread];
        if (isRate(path)) {
            // One row, whose columns are the threads.
            sample(metric, "gauge", label("thread", String.valueOf(column)), row[column]);
            return;
        }
        final String labels = join(label, label("thread", String.valueOf(thread)));
        if (statistic.type() == EntryType.COMBINED) {
            sample(metric + "_packets_total", "counter", labels, row[column * 2]);
            sample(metric + "_bytes_total", "counter", labels, row[column * 2 + 1]);
        } else {
            sample(metric + "_total", "counter", labels, row[column]);
        }
    }

    private static boolean isRate(final String name) {
        return name.startsWith("/sys/") && name.endsWith("_per_worker");
    }

    /** {@code /err/NODE/REASON}, {@code /interfaces/NAME/WHAT} and the like: two parts are labels. */
    private void link(final Statistic link) {
        final String[] parts = link.name().split("/", 4);
        for (int thread = 0; thread < link.rows().length; thread++) {
            final String on = label("thread", String.valueOf(thread));
            if (parts.length == 4 && parts[1].equals("err")) {
                final String labels = join(join(label("node", parts[2]), label("reason", parts[3])), on);
                sample(PREFIX + "err_total", "counter", labels, link.rows()[thread][0]);
            } else if (parts.length == 4 && parts[1].equals("interfaces")) {
                final String labels = join(label("interface", parts[2]), label("name", parts[3]));
                sample(PREFIX + "if_xstats", "untyped", labels, link.rows()[thread][0]);
            } else {
                sample(metric(link.name()), "untyped", on, link.rows()[thread][0]);
            }
        }
    }

    private static String join(final String first, final String second) {
        return first.isEmpty() ? second : first + "," + second;
    }

    private static String label(final String name, final String value) {
        return name + "=\""
                + Printable.of(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")) + "\"";
    }

    private static String metric(final String path) {
        return PREFIX + path.substring(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }

    private void sample(final String metric, final String type, final String labels, final long value) {
        types.putIfAbsent(metric, type);
        metrics.computeIfAbsent(metric, key -> new ArrayList<>())
                .add(metric + (labels.isEmpty() ? "" : "{" + labels + "}") + " " + value + "\n");
    }

    /** Prints all that was noted. */
    void print(final PrintStream out) {
        metrics.forEach((metric, samples) -> {
            out.print("# TYPE " + metric + " " + types.get(metric) + "\n");
            samples.forEach(out::print);
        });
    }
}
