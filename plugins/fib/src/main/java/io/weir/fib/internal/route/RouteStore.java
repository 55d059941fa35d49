package io.weir.fib.internal.route;

import io.weir.fib.IndexPool;
import io.weir.fib.Prefix;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/**
 * All routes of all tables, outside the heap. A route is a record of 40 bytes, numbered from 1 on; its number is that of
 * its counters. What the strongest source says of its prefix lies in it, what weaker ones say in a chain ({@link SaidChains});
 * it is found by a {@link RouteHash}.
 *
 * <pre>
 *   0      8     16              20       24          28     32     36     40
 *   +------+-----+---------------+--------+-----------+------+------+------+
 *   | high | low | length, table | source | path list | more | next | -    |   next: in its bucket
 *   +------+-----+---------------+--------+-----------+------+------+------+
 * </pre>
 *
 * <p>All memory is reserved for the most routes there may be, committed as it is used, and given back in parts that no
 * route lies in any more ({@link #reclaim}). Only main.
 */
final class RouteStore implements AutoCloseable {
    static final int RECORD = 40;
    static final int LOW = 8;
    static final int PREFIX = 16;
    static final int NEXT = 32;
    /** Prefixes looked for at once. */
    static final int AT_ONCE = 8;

    private static final int SOURCE = 20;
    /** Routes that have to go before it is worth while to look for memory to give back. */
    private static final int MANY = 1_024;

    private static final int EXPORTED = 2;

    private final long records;
    private final IndexPool numbers;
    private final RouteHash hash;
    private final SaidChains said;
    private final int[] chains = new int[AT_ONCE];
    private int removed;
    /** Keeps what only brings records near from being left out. */
    long touched;

    RouteStore(final int capacity, final Quiescence quiescence) {
        records = OffHeap.allocate((long) capacity * RECORD);
        numbers = new IndexPool("routes", 1, capacity, quiescence);
        hash = new RouteHash(capacity, records);
        said = new SaidChains(capacity, quiescence);
    }

    /** How many more there is room for. */
    int available() {
        return Math.min(numbers.available(), said.available());
    }

    int size() {
        return hash.size();
    }

    /** Behind the highest number in use. */
    int end() {
        return numbers.end();
    }

    /** Bytes that are taken: records, chains, hash table. */
    long usedBytes() {
        return (long) numbers.committed() * RECORD + said.usedBytes() + hash.usedBytes();
    }

    /** The number of a route, or 0. */
    int find(final int table, final long high, final long low, final int length) {
        return hash.find(high, low, prefix(table, length));
    }

    /**
     * Finds the first that is there of the prefixes of an address, or 0. What is read of the table for all of them is read at once, not
     * one after the other.
     *
     * @param lengths of the prefixes.
     * @param count how many, up to {@link #AT_ONCE}.
     */
    int findFirst(final int table, final long high, final long low, final int[] lengths, final int count) {
        for (int i = 0; i < count; i++) {
            final int length = lengths[i];
            chains[i] = hash.chain(high & Prefix.highMask(length), low & Prefix.lowMask(length), prefix(table, length));
        }
        long seen = 0;
        for (int i = 0; i < count; i++) {
            seen += Memory.getLong(record(chains[i]));
        }
        touched = seen;
        for (int i = 0; i < count; i++) {
            final int length = lengths[i];
            final int route = hash.find(
                    chains[i], high & Prefix.highMask(length), low & Prefix.lowMask(length), prefix(table, length));
            if (route != 0) {
                return route;
            }
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
        SaidChains.clear(record + SOURCE);
        hash.add(route);
        return route;
    }

    boolean reused() {
        return numbers.reused();
    }

    /** Takes a route out that has no sources left. */
    void remove(final int route) {
        hash.remove(route);
        Memory.putInt(record(route) + PREFIX, 0);
        numbers.retire(route);
        removed++;
    }

    /** Whether so many routes have gone that there may be memory to give back. */
    boolean reclaimable() {
        return removed >= MANY;
    }

    /**
     * Gives memory back that no route lies in any more; returns whether there is more.
     *
     * @param counters has that of the counters given back.
     */
    boolean reclaim(final IndexPool.Release counters) {
        removed = 0;
        numbers.reclaim((first, end) -> {
            OffHeap.release(record(first), (long) (end - first) * RECORD);
            counters.of(first, end);
        });
        final boolean moreSaid = said.reclaim();
        return moreSaid || numbers.reclaimable();
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
        return SaidChains.list(record(route) + SOURCE);
    }

    /** The first thing that is said of a route, for {@link #next}; those of an absent route are all 0. */
    long first(final int route) {
        final long first = record(route) + SOURCE;
        return SaidChains.isThere(first) ? first : 0;
    }

    /** The next weaker one, or 0. */
    long next(final long after) {
        return said.next(after);
    }

    /** What a source says of a route, or 0. */
    long of(final int route, final int source) {
        long at = first(route);
        while (at != 0 && SaidChains.source(at) != source) {
            at = next(at);
        }
        return at;
    }

    /**
     * Adds what a source says that hasn't said anything yet.
     *
     * @param behind the one that it comes behind, or 0 if it is the strongest.
     */
    void say(final int route, final long behind, final int source, final int list) {
        said.say(record(route) + SOURCE, behind, source, list);
    }

    /** Takes back what a source says. */
    void unsay(final int route, final long gone) {
        said.unsay(record(route) + SOURCE, gone);
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
        return LongStream.concat(
                        LongStream.of(records, numbers.end()),
                        LongStream.concat(LongStream.of(said.export()), LongStream.of(hash.export())))
                .toArray();
    }

    /** Fills an empty store with what another one {@link #export}ed; numbers stay. */
    void copy(final long[] from) {
        final int end = (int) from[1];
        copyBytes(from[0], records, (long) end * RECORD);
        numbers.restore(end, this::isThere);
        said.copy(
                part(from, EXPORTED, EXPORTED),
                first -> visit(1, Integer.MAX_VALUE, route -> first.accept(record(route) + SOURCE)));
        hash.copy(part(from, 2 * EXPORTED, from.length - 2 * EXPORTED));
        // What was copied of parts that no route lies in is given back.
        removed = MANY;
    }

    private static long[] part(final long[] of, final int first, final int count) {
        return LongStream.of(of).skip(first).limit(count).toArray();
    }

    static void copyBytes(final long from, final long to, final long bytes) {
        final int step = 1 << 28;
        for (long done = 0; done < bytes; done += step) {
            Memory.copy(from + done, to + done, (int) Math.min(step, bytes - done));
        }
    }

    @Override
    public void close() {
        OffHeap.free(records);
        numbers.close();
        hash.close();
        said.close();
    }
}
