package io.weir.platform.stats;

import io.weir.platform.stats.StatisticsSources.Owned;
import io.weir.plugin.Statistics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What plugins publish by {@code Registrar.statistics}. */
final class SourcePart implements Part {
    /** What was published under one name; a gauge has one value and no links. */
    private record Item(String name, boolean gauge, List<String> links, long[] values) {
        boolean isLike(final Item other) {
            return name.equals(other.name)
                    && gauge == other.gauge
                    && values.length == other.values.length
                    && links.equals(other.links);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(SourcePart.class);

    private final StatisticsSources sources;
    private List<Item> described = List.of();
    private List<Item> now = List.of();
    private final List<Cells> rows = new ArrayList<>();
    /** Plugins whose sources failed already: one word each. */
    private final Set<String> failed = new HashSet<>();

    SourcePart(final StatisticsSources sources) {
        this.sources = sources;
    }

    @Override
    public boolean isCurrent() {
        now = new ArrayList<>();
        sources.all().forEach(this::ask);
        if (now.size() != described.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).isLike(described.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A source that fails publishes what it did until then, and must not keep the others from being asked. */
    private void ask(final Owned owned) {
        try {
            owned.source().publish(new Notes());
        } catch (final RuntimeException | Error e) {
            if (failed.add(owned.owner())) {
                LOG.warn("statistics of plugin {} fail, which is told once: {}", owned.owner(), e.toString());
            }
        }
    }

    @Override
    public void describe(final Layout layout) {
        rows.clear();
        for (final Item item : now) {
            final Cells row = item.gauge ? layout.gauge(item.name) : layout.simple(item.name, 1, item.values.length);
            rows.add(row);
            for (int i = 0; i < item.links.size(); i++) {
                layout.link(item.links.get(i), row, i);
            }
        }
        described = now;
    }

    @Override
    public void fill() {
        for (int i = 0; i < now.size(); i++) {
            final Item item = now.get(i);
            if (item.gauge) {
                rows.get(i).set(item.values[0]);
            } else {
                for (int column = 0; column < item.values.length; column++) {
                    rows.get(i).set(0, column, item.values[column]);
                }
            }
        }
    }

    /** Notes what one source says. */
    private final class Notes implements Statistics {
        @Override
        public void gauge(final String name, final long value) {
            now.add(new Item(checked(name), true, List.of(), new long[] {value}));
        }

        @Override
        public void counters(final String name, final List<String> links, final long[] values) {
            if (!links.isEmpty() && links.size() != values.length) {
                throw new IllegalArgumentException(
                        name + " has " + values.length + " values and " + links.size() + " names for them");
            }
            links.forEach(Notes::checked);
            now.add(new Item(checked(name), false, List.copyOf(links), values.clone()));
        }

        private static String checked(final String name) {
            if (!name.startsWith("/")) {
                throw new IllegalArgumentException("the name `" + name + "' begins with no slash");
            }
            return name;
        }
    }
}
