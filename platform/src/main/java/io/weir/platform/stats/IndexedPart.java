package io.weir.platform.stats;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** {@code /PLUGIN/COUNTER}, a column for each number: the counters by number that plugins declared. */
final class IndexedPart implements Part {
    /** One counter as it was described. */
    private record Row(IndexedCounterParts counter, int size, Cells cells) {}

    private final int threads;
    private final IndexedStore counters;
    private final List<Row> rows = new ArrayList<>();

    IndexedPart(final int threads, final IndexedStore counters) {
        this.threads = threads;
        this.counters = counters;
    }

    @Override
    public boolean isCurrent() {
        final Iterator<Row> described = rows.iterator();
        for (final IndexedCounterParts counter : counters.parts()) {
            if (!described.hasNext() || !current(described.next(), counter)) {
                return false;
            }
        }
        return !described.hasNext();
    }

    private static boolean current(final Row row, final IndexedCounterParts counter) {
        return row.counter == counter && row.size == counter.size();
    }

    @Override
    public void describe(final Layout layout) {
        rows.clear();
        for (final IndexedCounterParts counter : List.copyOf(counters.parts())) {
            final int size = counter.size();
            rows.add(new Row(counter, size, layout.simple("/" + counter.name(), threads, size)));
        }
    }

    @Override
    public void fill() {
        for (final Row row : rows) {
            // One that has gone since has no memory any more; the directory follows soon.
            for (int thread = 0; thread < threads && counters.parts().contains(row.counter); thread++) {
                for (int i = 0; i < row.size; i++) {
                    row.cells.set(thread, i, row.counter.value(thread, i));
                }
            }
        }
    }
}
