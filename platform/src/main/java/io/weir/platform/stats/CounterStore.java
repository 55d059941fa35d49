package io.weir.platform.stats;

import io.weir.graph.Counter;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * All declared counters; each thread counts in a block of its own, so that no line is written by two. A counter that is
 * declared again while it is there is the same one: an upgrade goes on where the version before stood. Main declares.
 */
public final class CounterStore implements AutoCloseable {
    private static final int MAX_COUNTERS = 16_384;

    private final long[] blocks;
    private final List<Declared> counters = new ArrayList<>();

    public CounterStore(final int threads) {
        blocks = new long[threads];
        for (int i = 0; i < threads; i++) {
            blocks[i] = OffHeap.allocate(MAX_COUNTERS * 8L);
        }
    }

    /**
     * Declares a counter. If one of that name is there, it is that one, with what it has counted; else it begins at zero.
     *
     * @throws IllegalStateException when that one counts in another unit, or there is no room.
     */
    public Counter add(final String name, final Unit unit) {
        for (final Declared counter : counters) {
            if (counter != null && counter.name.equals(name)) {
                if (counter.unit != unit) {
                    throw new IllegalStateException("counter " + name + " counts "
                            + counter.unit.name().toLowerCase(Locale.ROOT) + " already, not "
                            + unit.name().toLowerCase(Locale.ROOT));
                }
                counter.references++;
                return counter;
            }
        }
        return fresh(name, unit);
    }

    private Counter fresh(final String name, final Unit unit) {
        int slot = counters.indexOf(null);
        if (slot < 0) {
            slot = counters.size();
            if (slot == MAX_COUNTERS) {
                throw new IllegalStateException("no more than " + MAX_COUNTERS + " counters fit");
            }
            counters.add(null);
        }
        final Declared counter = new Declared(name, unit, slot);
        counters.set(slot, counter);
        for (final long block : blocks) {
            Memory.putLong(block + slot * 8L, 0);
        }
        return counter;
    }

    /** Takes one declaration back; with the last the counter goes. */
    public void remove(final Counter counter) {
        final Declared declared = (Declared) counter;
        if (--declared.references == 0) {
            counters.set(declared.slot, null);
        }
    }

    /** All that are declared. */
    public List<Counter> all() {
        return counters.stream()
                .filter(Objects::nonNull)
                .map(Counter.class::cast)
                .toList();
    }

    @Override
    public void close() {
        for (final long block : blocks) {
            OffHeap.free(block);
        }
    }

    /** A counter and its place in each block. */
    private final class Declared implements Counter {
        private final String name;
        private final Unit unit;
        private final int slot;
        private int references = 1;

        Declared(final String name, final Unit unit, final int slot) {
            this.name = name;
            this.unit = unit;
            this.slot = slot;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Unit unit() {
            return unit;
        }

        @Override
        public WorkerCounter on(final Worker worker) {
            return new WorkerCounter(blocks[worker.index()] + slot * 8L);
        }

        @Override
        public long sum() {
            long sum = 0;
            for (final long block : blocks) {
                sum += Memory.getLong(block + slot * 8L);
            }
            return sum;
        }
    }
}
