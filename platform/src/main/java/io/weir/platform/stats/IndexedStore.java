package io.weir.platform.stats;

import io.weir.graph.IndexedCounter;
import io.weir.graph.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * All counters by number that are declared. One that is declared again while it is there is the same: an upgrade goes on where
 * the version before stood. Main only.
 */
public final class IndexedStore implements AutoCloseable {
    private final int threads;
    private final List<IndexedCounterParts> counters = new ArrayList<>();

    public IndexedStore(final int threads) {
        this.threads = threads;
    }

    /**
     * Declares a counter, with room for so many numbers at least.
     *
     * @param barrier runs what it is given while no thread counts.
     * @throws IllegalStateException when it is there and counts in another unit.
     */
    public IndexedCounter add(final String name, final Unit unit, final int size, final Consumer<Runnable> barrier) {
        for (final IndexedCounterParts counter : counters) {
            if (counter.name().equals(name)) {
                if (counter.unit() != unit) {
                    throw new IllegalStateException("counter " + name + " counts "
                            + counter.unit().name().toLowerCase(Locale.ROOT) + " already, not "
                            + unit.name().toLowerCase(Locale.ROOT));
                }
                counter.reserve(size);
                counter.references++;
                return counter;
            }
        }
        final IndexedCounterParts counter = new IndexedCounterParts(name, unit, threads, size, barrier);
        counters.add(counter);
        return counter;
    }

    /** Takes one declaration back; with the last the counter goes. No thread counts there any more. */
    public void remove(final IndexedCounter counter) {
        final IndexedCounterParts parts = (IndexedCounterParts) counter;
        if (--parts.references == 0) {
            counters.remove(parts);
            parts.close();
        }
    }

    /** All that are declared. */
    public List<IndexedCounter> all() {
        return List.copyOf(counters);
    }

    /** The same, for what reads single parts. */
    List<IndexedCounterParts> parts() {
        return counters;
    }

    @Override
    public void close() {
        counters.forEach(IndexedCounterParts::close);
        counters.clear();
    }
}
