package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.table.Expiry;
import io.weir.table.SessionTable;
import io.weir.table.TableShape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * A table that fills and empties again. Means are of the time that the thread had its core. A longest time is looked for in
 * several rounds that do the same: of each step the shortest one counts, so that what the machine does to one of them, which
 * on a shared one is far longer than any step, doesn't.
 */
final class TableFill implements AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int STEPS_PER_TURN = 128;
    private static final int INSERTS_PER_PROVISION = 1_024;
    private static final long PROVISION_BYTES = 8 << 20;
    private static final Expiry OVER = (table, entry) -> Expiry.OVER;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TableKeys keys;
    private final SessionTable table;
    private double insertNs;
    private double expireNs;

    TableFill(final TableKeys keys) {
        this.keys = keys;
        table = SessionTable.create(new TableShape(keys.bytes, valueBytes(keys.bytes), 1, keys.count));
        table.expire(0, 0, OVER);
    }

    /** As many as fill up the lines of an entry. */
    private static int valueBytes(final int keyBytes) {
        return keyBytes == 16 ? 24 : 64;
    }

    SessionTable table() {
        return table;
    }

    /** Adds all keys as fast as it can, with memory taken ahead. */
    void fill() {
        long spent = 0;
        for (int from = 0; from < keys.count; from += INSERTS_PER_PROVISION) {
            provision();
            final long start = threads.getCurrentThreadCpuTime();
            for (int i = from; i < Math.min(from + INSERTS_PER_PROVISION, keys.count); i++) {
                insert(i);
            }
            spent += threads.getCurrentThreadCpuTime() - start;
        }
        insertNs = spent / (double) keys.count;
    }

    /**
     * Adds all keys, and looks how long each takes.
     *
     * @param ahead whether memory is taken ahead, as main does for a worker.
     * @param leastNs the shortest that each has taken in a round.
     */
    void fill(final boolean ahead, final int[] leastNs) {
        for (int i = 0; i < keys.count; i++) {
            if (ahead && i % INSERTS_PER_PROVISION == 0) {
                provision();
            }
            final long start = System.nanoTime();
            insert(i);
            leastNs[i] = (int) Math.min(leastNs[i], System.nanoTime() - start);
        }
    }

    private void provision() {
        long taken;
        do {
            taken = table.provision(PROVISION_BYTES);
        } while (taken > 0);
    }

    private void insert(final int number) {
        final long key = keys.key(number);
        final int entry = table.insert(key, table.hash(key), 60 * SECOND_NS);
        if (entry <= 0) {
            throw new IllegalStateException("session " + number + " was refused");
        }
        table.endChange(entry);
    }

    /**
     * Lets time pass until all are over, all at once.
     *
     * @param leastNs the shortest that each turn has taken in a round.
     */
    void expire(final int[] leastNs) {
        final int sessions = table.size();
        final long before = threads.getCurrentThreadCpuTime();
        for (int turn = 0; table.size() > 0; turn++) {
            final long start = System.nanoTime();
            table.expire(120 * SECOND_NS, STEPS_PER_TURN, OVER);
            leastNs[turn] = (int) Math.min(leastNs[turn], System.nanoTime() - start);
        }
        expireNs = (threads.getCurrentThreadCpuTime() - before) / (double) sessions;
    }

    /** For rounds: nothing has been measured yet. */
    static int[] steps(final int count) {
        final int[] leastNs = new int[count];
        Arrays.fill(leastNs, Integer.MAX_VALUE);
        return leastNs;
    }

    /** The longest of the steps that there were, in microseconds. */
    static double longestUs(final int[] leastNs) {
        return Arrays.stream(leastNs).filter(ns -> ns < Integer.MAX_VALUE).max().orElse(0) / 1e3;
    }

    double insertNs() {
        return insertNs;
    }

    double expireNs() {
        return expireNs;
    }

    @Override
    public void close() {
        table.close();
    }
}
