package io.weir.platform.stats;

import io.weir.graph.IndexedCounter;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.graph.WorkerIndexedCounter;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A counter by number: a row of memory for each thread, and what each had counted when it was cleared, which is taken off what
 * is read: so a clear writes nothing that a worker writes, and takes no barrier. Main only.
 */
final class IndexedCounterParts implements IndexedCounter {
    private final String name;
    private final Unit unit;
    private final Consumer<Runnable> barrier;
    private final WorkerIndexedCounter[] parts;
    /** By thread and number. */
    private final long[][] cleared;

    private int size;
    int references = 1;

    IndexedCounterParts(
            final String name, final Unit unit, final int threads, final int size, final Consumer<Runnable> barrier) {
        this.name = name;
        this.unit = unit;
        this.size = check(size);
        this.barrier = barrier;
        parts = new WorkerIndexedCounter[threads];
        cleared = new long[threads][size];
        for (int i = 0; i < threads; i++) {
            parts[i] = new WorkerIndexedCounter(OffHeap.allocate(8L * size), size);
        }
    }

    private static int check(final int size) {
        if (size < 1 || size > 1 << 28) {
            throw new IllegalArgumentException("a counter has room for 1 to " + (1 << 28) + " numbers, not " + size);
        }
        return size;
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
    public int size() {
        return size;
    }

    @Override
    public void reserve(final int wanted) {
        if (check(wanted) <= size) {
            return;
        }
        final int larger = Math.max(wanted, Math.min(2 * size, 1 << 28));
        final long[] fresh = new long[parts.length];
        final long[] old = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            fresh[i] = OffHeap.allocate(8L * larger);
            old[i] = parts[i].address();
        }
        try {
            barrier.accept(() -> {
                for (int i = 0; i < parts.length; i++) {
                    copy(old[i], fresh[i]);
                    parts[i].move(fresh[i], larger);
                }
            });
        } catch (final RuntimeException | Error e) {
            // A worker that doesn't come: all is as it was.
            Arrays.stream(fresh).forEach(OffHeap::free);
            throw e;
        }
        size = larger;
        Arrays.stream(old).forEach(OffHeap::free);
        for (int i = 0; i < parts.length; i++) {
            cleared[i] = Arrays.copyOf(cleared[i], larger);
        }
    }

    private void copy(final long from, final long to) {
        for (int i = 0; i < size; i++) {
            Memory.putLong(to + 8L * i, Memory.getLong(from + 8L * i));
        }
    }

    @Override
    public WorkerIndexedCounter on(final Worker worker) {
        return parts[worker.index()];
    }

    /** What a thread has counted since the clear. */
    long value(final int thread, final int index) {
        return parts[thread].value(index) - cleared[thread][index];
    }

    @Override
    public long sum(final int index) {
        long sum = 0;
        for (int i = 0; i < parts.length; i++) {
            sum += value(i, index);
        }
        return sum;
    }

    @Override
    public void clear(final int index) {
        Objects.checkIndex(index, size);
        for (int i = 0; i < parts.length; i++) {
            cleared[i][index] = parts[i].value(index);
        }
    }

    @Override
    public void clear() {
        for (int i = 0; i < size; i++) {
            clear(i);
        }
    }

    void close() {
        for (final WorkerIndexedCounter part : parts) {
            OffHeap.free(part.address());
        }
    }
}
