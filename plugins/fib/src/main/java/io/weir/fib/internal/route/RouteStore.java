package io.weir.fib.internal.route;

import io.weir.fib.IndexPool;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;
import java.util.function.IntConsumer;

/**
 * All routes of all tables, outside the heap. A route is a record of 40 bytes, numbered from 1 on; its number is that of
 * its counters. What weaker sources say of its prefix is a chain of records of 16 bytes, strongest first.
 *
 * <pre>
 *   0      8     16              20       24          28     32     36     40
 *   +------+-----+---------------+--------+-----------+------+------+------+
 *   | high | low | length, table | source | path list | more | next | -    |   more: the chain; next: in its bucket
 *   +------+-----+---------------+--------+-----------+------+------+------+
 *                                0        4           8      12     16
 *                                +--------+-----------+------+------+
 *                                | source | path list | more | -    |
 *                                +--------+-----------+------+------+
 * </pre>
 *
 * <p>They are found by a hash table that grows a bucket at a time (linear hashing), so that no route ever waits for the
 * others to be entered anew. All memory is reserved for the most routes there may be, and committed as it is used. Only main.
 */
final class RouteStore implements AutoCloseable {
    private static final int RECORD = 40;
    private static final int LOW = 8;
    private static final int PREFIX = 16;
    private static final int SOURCE = 20;
    private static final int LIST = 24;
    private static final int MORE = 28;
    private static final int NEXT = 32;
    private static final int EXTRA = 16;
    private static final int FIRST_BITS = 10;

    private final int capacity;
    private final long records;
    private final long extras;
    private final long heads;
    private final IndexPool numbers;
    private final IndexPool extraNumbers;
    private int size;
    private int bits = FIRST_BITS;
    private int split;

    RouteStore(final int capacity, final Quiescence quiescence) {
        this.capacity = capacity;
        records = OffHeap.allocate((long) capacity * RECORD);
        extras = OffHeap.allocate((long) capacity * EXTRA);
        heads = OffHeap.allocate(2L * capacity * Integer.BYTES);
        numbers = new IndexPool("routes", 1, capacity, quiescence);
        extraNumbers = new IndexPool("routes of several sources", 1, capacity, quiescence);
    }

    /** How many more there is room for. */
    int available() {
        return Math.min(numbers.available(), extraNumbers.available());
    }

    int size() {
        return size;
    }

    /** Behind the highest number in use. */
    int end() {
        return numbers.end();
    }

    /** Bytes that are in use: records, chains, hash table. */
    long usedBytes() {
        return (long) numbers.end() * RECORD
                + (long) extraNumbers.end() * EXTRA
                + ((1L << bits) + split) * Integer.BYTES;
    }

    /** The number of a route, or 0. */
    int find(final int table, final long high, final long low, final int length) {
        final int prefix = prefix(table, length);
        int route = Memory.getInt(heads + 4L * bucket(hash(high, low, prefix)));
        while (route != 0) {
            final long record = record(route);
            if (Memory.getLong(record) == high
                    && Memory.getLong(record + LOW) == low
                    && Memory.getInt(record + PREFIX) == prefix) {
                return route;
            }
            route = Memory.getInt(record + NEXT);
        }
        return 0;
    }

    /** Adds a route that isn't there, without sources; whether its number was another's before, {@link #reused} says. */
    int add(final int table, final long high, final long low, final int length) {
        final int route = numbers.take();
        final long record = record(route);
        Memory.putLong(record, high);
        Memory.putLong(record + LOW, low);
        Memory.putInt(record + PREFIX, prefix(table, length));
        Memory.putInt(record + SOURCE, 0);
        Memory.putInt(record + LIST, 0);
        Memory.putInt(record + MORE, 0);
        link(route, record);
        size++;
        grow();
        return route;
    }

    boolean reused() {
        return numbers.reused();
    }

    private void link(final int route, final long record) {
        final long head = heads + 4L * bucket(hash(high(route), low(route), Memory.getInt(record + PREFIX)));
        Memory.putInt(record + NEXT, Memory.getInt(head));
        Memory.putInt(head, route);
    }

    /** Splits one bucket for each route beyond one a bucket. */
    private void grow() {
        if (size <= (1 << bits) + split || (1L << bits) + split >= 2L * capacity - 1) {
            return;
        }
        final long head = heads + 4L * split;
        int route = Memory.getInt(head);
        Memory.putInt(head, 0);
        split++;
        while (route != 0) {
            final long record = record(route);
            final int next = Memory.getInt(record + NEXT);
            link(route, record);
            route = next;
        }
        if (split == 1 << bits) {
            bits++;
            split = 0;
        }
    }

    /** Takes a route out that has no sources left. */
    void remove(final int route) {
        final long gone = record(route);
        long at = heads + 4L * bucket(hash(high(route), low(route), Memory.getInt(gone + PREFIX)));
        while (Memory.getInt(at) != route) {
            at = record(Memory.getInt(at)) + NEXT;
        }
        Memory.putInt(at, Memory.getInt(gone + NEXT));
        Memory.putInt(gone + PREFIX, 0);
        numbers.retire(route);
        size--;
    }

    private int bucket(final int hash) {
        final int low = hash & (1 << bits) - 1;
        return low < split ? hash & (1 << bits + 1) - 1 : low;
    }

    private static int hash(final long high, final long low, final int prefix) {
        long h = (high ^ Long.rotateLeft(low, 31)) * 0x9e3779b97f4a7c15L + prefix * 0xc2b2ae3d27d4eb4fL;
        h = (h ^ h >>> 32) * 0xff51afd7ed558ccdL;
        return (int) (h ^ h >>> 29);
    }

    private static int prefix(final int table, final int length) {
        return 1 << 31 | table << 8 | length;
    }

    private long record(final int route) {
        return records + (long) route * RECORD;
    }

    /** Whether a number is a route's. */
    boolean isThere(final int route) {
        return Memory.getInt(record(route) + PREFIX) != 0;
    }

    long high(final int route) {
        return Memory.getLong(record(route));
    }

    long low(final int route) {
        return Memory.getLong(record(route) + LOW);
    }

    int length(final int route) {
        return Memory.getInt(record(route) + PREFIX) & 0xff;
    }

    /** Index of the route's table. */
    int table(final int route) {
        return Memory.getInt(record(route) + PREFIX) >>> 8 & 0x7fffff;
    }

    /** The path list that counts, 0 while there is none. */
    int list(final int route) {
        return Memory.getInt(record(route) + LIST);
    }

    /** The first thing that is said of a route, for {@link #next}; those of an absent route are all 0. */
    long first(final int route) {
        final long at = record(route) + SOURCE;
        return Memory.getInt(at + 4) == 0 ? 0 : at;
    }

    /** The next weaker one, or 0. */
    long next(final long said) {
        final int more = Memory.getInt(said + 8);
        return more == 0 ? 0 : extras + (long) more * EXTRA;
    }

    /** Who says it. */
    static int source(final long said) {
        return Memory.getInt(said);
    }

    /** The paths that it gives. */
    static int list(final long said) {
        return Memory.getInt(said + 4);
    }

    /** Changes the paths that a source gives. */
    static void list(final long said, final int list) {
        Memory.putInt(said + 4, list);
    }

    /** What a source says of a route, or 0. */
    long of(final int route, final int source) {
        long said = first(route);
        while (said != 0 && source(said) != source) {
            said = next(said);
        }
        return said;
    }

    /**
     * Adds what a source says that hasn't said anything yet.
     *
     * @param behind the one that it comes behind, or 0 if it is the strongest.
     */
    void say(final int route, final long behind, final int source, final int list) {
        final long first = record(route) + SOURCE;
        if (Memory.getInt(first + 4) == 0) {
            write(first, source, list, 0);
            return;
        }
        final int number = extraNumbers.take();
        final long extra = extras + (long) number * EXTRA;
        if (behind == 0) {
            write(extra, source(first), list(first), Memory.getInt(first + 8));
            write(first, source, list, number);
        } else {
            write(extra, source, list, Memory.getInt(behind + 8));
            Memory.putInt(behind + 8, number);
        }
    }

    /** Takes back what a source says. */
    void unsay(final int route, final long said) {
        final long first = record(route) + SOURCE;
        if (said == first) {
            final int more = Memory.getInt(first + 8);
            if (more == 0) {
                write(first, 0, 0, 0);
            } else {
                final long extra = extras + (long) more * EXTRA;
                write(first, source(extra), list(extra), Memory.getInt(extra + 8));
                extraNumbers.untake(more);
            }
            return;
        }
        long before = first;
        while (next(before) != said) {
            before = next(before);
        }
        extraNumbers.untake(Memory.getInt(before + 8));
        Memory.putInt(before + 8, Memory.getInt(said + 8));
    }

    private static void write(final long said, final int source, final int list, final int more) {
        Memory.putInt(said, source);
        Memory.putInt(said + 4, list);
        Memory.putInt(said + 8, more);
    }

    /** Visits routes from a number on, at most so many numbers; returns where to go on, 0 at the end. */
    int visit(final int from, final int numbersToSee, final IntConsumer visitor) {
        final int last = (int) Math.min(end(), (long) from + numbersToSee);
        for (int route = from; route < last; route++) {
            if (isThere(route)) {
                visitor.accept(route);
            }
        }
        return last >= end() ? 0 : last;
    }

    /** Where everything lies and how much of it is used, for {@link #copy}. */
    long[] export() {
        return new long[] {records, extras, heads, numbers.end(), extraNumbers.end(), size, bits, split};
    }

    /** Fills an empty store with what another one {@link #export}ed; numbers stay. */
    void copy(final long[] from) {
        final int routes = (int) from[3];
        final int chained = (int) from[4];
        copyBytes(from[0], records, (long) routes * RECORD);
        copyBytes(from[1], extras, (long) chained * EXTRA);
        size = (int) from[5];
        bits = (int) from[6];
        split = (int) from[7];
        copyBytes(from[2], heads, ((1L << bits) + split) * Integer.BYTES);
        numbers.restore(routes, this::isThere);
        final long marks = OffHeap.allocate(Math.max(chained, 1));
        for (int route = 1; route < routes; route++) {
            for (long said = isThere(route) ? next(first(route)) : 0; said != 0; said = next(said)) {
                Memory.putByte(marks + (said - extras) / EXTRA, 1);
            }
        }
        extraNumbers.restore(chained, number -> Memory.getByte(marks + number) != 0);
        OffHeap.free(marks);
    }

    private static void copyBytes(final long from, final long to, final long bytes) {
        final int step = 1 << 28;
        for (long done = 0; done < bytes; done += step) {
            Memory.copy(from + done, to + done, (int) Math.min(step, bytes - done));
        }
    }

    @Override
    public void close() {
        OffHeap.free(records);
        OffHeap.free(extras);
        OffHeap.free(heads);
        numbers.close();
        extraNumbers.close();
    }
}
