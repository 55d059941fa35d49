package io.weir.fib.internal.route;

import io.weir.fib.IndexPool;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * What sources say of prefixes, strongest first: the first in the route's own record, what weaker ones say in a chain of
 * records of 16 bytes. Each is named by its address. Only main.
 *
 * <pre>
 *   0        4           8      12     16
 *   +--------+-----------+------+------+
 *   | source | path list | more | -    |   more: number of the next weaker one, 0 for none
 *   +--------+-----------+------+------+
 * </pre>
 */
final class SaidChains implements AutoCloseable {
    private static final int LIST = 4;
    private static final int MORE = 8;
    private static final int BYTES = 16;

    private final long records;
    private final IndexPool numbers;

    SaidChains(final int capacity, final Quiescence quiescence) {
        records = OffHeap.allocate((long) capacity * BYTES);
        numbers = new IndexPool("routes of several sources", 1, capacity, quiescence);
    }

    int available() {
        return numbers.available();
    }

    long usedBytes() {
        return (long) numbers.committed() * BYTES;
    }

    /** A first one that says nothing yet. */
    static void clear(final long first) {
        write(first, 0, 0, 0);
    }

    /** Whether a first one says something. */
    static boolean isThere(final long first) {
        return list(first) != 0;
    }

    /** The next weaker one, or 0. */
    long next(final long said) {
        final int more = Memory.getInt(said + MORE);
        return more == 0 ? 0 : record(more);
    }

    /** Who says it. */
    static int source(final long said) {
        return Memory.getInt(said);
    }

    /** The paths that it gives. */
    static int list(final long said) {
        return Memory.getInt(said + LIST);
    }

    /** Changes the paths that a source gives. */
    static void list(final long said, final int list) {
        Memory.putInt(said + LIST, list);
    }

    /** Adds what a source says behind another one, or (0) as the strongest. */
    void say(final long first, final long behind, final int source, final int list) {
        if (!isThere(first)) {
            write(first, source, list, 0);
            return;
        }
        final int number = numbers.take();
        if (behind == 0) {
            write(record(number), source(first), list(first), Memory.getInt(first + MORE));
            write(first, source, list, number);
        } else {
            write(record(number), source, list, Memory.getInt(behind + MORE));
            Memory.putInt(behind + MORE, number);
        }
    }

    /** Takes back what a source says. */
    void unsay(final long first, final long said) {
        if (said == first) {
            final int more = Memory.getInt(first + MORE);
            if (more == 0) {
                clear(first);
            } else {
                write(first, source(record(more)), list(record(more)), Memory.getInt(record(more) + MORE));
                numbers.untake(more);
            }
            return;
        }
        long before = first;
        while (next(before) != said) {
            before = next(before);
        }
        numbers.untake(Memory.getInt(before + MORE));
        Memory.putInt(before + MORE, Memory.getInt(said + MORE));
    }

    private static void write(final long said, final int source, final int list, final int more) {
        Memory.putInt(said, source);
        Memory.putInt(said + LIST, list);
        Memory.putInt(said + MORE, more);
    }

    private long record(final int number) {
        return records + (long) number * BYTES;
    }

    /** Gives memory back that nothing lies in any more; returns whether there is more. */
    boolean reclaim() {
        numbers.reclaim((first, end) -> OffHeap.release(record(first), (long) (end - first) * BYTES));
        return numbers.reclaimable();
    }

    /** Where it lies and how much of it is used, for {@link #copy}. */
    long[] export() {
        return new long[] {records, numbers.end()};
    }

    /**
     * Becomes what another one exported.
     *
     * @param chains visits the first of each chain.
     */
    void copy(final long[] from, final Consumer<LongConsumer> chains) {
        final int end = (int) from[1];
        RouteStore.copyBytes(from[0], records, (long) end * BYTES);
        final long marks = OffHeap.allocate(Math.max(end, 1));
        chains.accept(first -> {
            for (long said = next(first); said != 0; said = next(said)) {
                Memory.putByte(marks + (said - records) / BYTES, 1);
            }
        });
        numbers.restore(end, number -> Memory.getByte(marks + number) != 0);
        OffHeap.free(marks);
    }

    @Override
    public void close() {
        OffHeap.free(records);
        numbers.close();
    }
}
