package io.weir.platform.stats;

import io.weir.graph.Counter;
import io.weir.graph.WorkerCounter;
import io.weir.platform.thread.GraphLoop;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** {@code /PLUGIN/COUNTER}: the counters that plugins declared. */
final class CounterPart implements Part {
    /** One counter, by name: a counter that goes and comes back may lie elsewhere. */
    private record Row(String name, Cells cells) {}

    private final List<GraphLoop> threads;
    private final CounterStore counters;
    private final List<Row> rows = new ArrayList<>();

    CounterPart(final List<GraphLoop> threads, final CounterStore counters) {
        this.threads = threads;
        this.counters = counters;
    }

    @Override
    public boolean isCurrent() {
        final Iterator<Row> described = rows.iterator();
        for (final Counter counter : counters.all()) {
            if (!described.hasNext() || !described.next().name.equals(counter.name())) {
                return false;
            }
        }
        return !described.hasNext();
    }

    @Override
    public void describe(final Layout layout) {
        rows.clear();
        for (final Counter counter : counters.all()) {
            final Cells cells = layout.simple("/" + counter.name(), threads.size(), 1);
            rows.add(new Row(counter.name(), cells));
        }
    }

    @Override
    public void fill() {
        final List<Counter> all = counters.all();
        for (int i = 0; i < Math.min(rows.size(), all.size()); i++) {
            if (!all.get(i).name().equals(rows.get(i).name)) {
                return; // a plugin has come or gone since: they are described anew soon
            }
            for (int thread = 0; thread < threads.size(); thread++) {
                final WorkerCounter part = all.get(i).on(threads.get(thread));
                rows.get(i).cells.set(thread, 0, part.value());
            }
        }
    }
}
