package io.weir.benchmarks.acl;

import com.sun.management.ThreadMXBean;
import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Rule;
import io.weir.benchmarks.acl.rival.Rival;
import io.weir.memory.OffHeap;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ways to find the first rule of one list, asked about the same packets, in turn in slices; and whether they agree. */
final class RivalSlices implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Times that a slice looks how long it has been on the core. */
    private static final int LOOKS = 5;

    private static final int PACKETS = 16_384;
    private static final int VECTOR = 256;
    /** Rules compared one by one to tell what is right. */
    private static final long COMPARISONS = 20_000_000;
    /** Times the length of a slice that one way may take a round, on average. */
    private static final int SLOW = 3;

    private final boolean ip6;
    private final List<Rule> rules;
    private final List<Rival> rivals;
    private final FiveTuple[][] packets = new FiveTuple[2][PACKETS];
    private final long[] keys = new long[2];
    private final int[] matched = new int[VECTOR];
    /** By way and kind of packets: where its next slice begins. */
    private final int[][] next;
    /** How long the last slice was. */
    private long lastNs;

    RivalSlices(final ClassBench world, final boolean ip6, final List<Rule> rules, final List<Rival> rivals) {
        this.ip6 = ip6;
        this.rules = rules;
        this.rivals = rivals;
        next = new int[rivals.size()][2];
        for (int kind = 0; kind < 2; kind++) {
            keys[kind] = OffHeap.allocate((long) PACKETS * Key.bytes(ip6));
            for (int i = 0; i < PACKETS; i++) {
                packets[kind][i] = kind == 0 ? world.packet(rules) : world.stray();
                Key.write(packets[kind][i], key(kind, i));
            }
        }
    }

    private long key(final int kind, final int packet) {
        return keys[kind] + (long) packet * Key.bytes(ip6);
    }

    /**
     * Holds each answer of all ways against that of the last one, which asks rule after rule, and some of its answers against
     * the rules as they are read from a list.
     *
     * @throws IllegalStateException when one is wrong.
     */
    void check() {
        for (int kind = 0; kind < 2; kind++) {
            final int[] right = answers(rivals.getLast(), kind);
            final int read = (int) Math.min(PACKETS, COMPARISONS / rules.size());
            for (int i = 0; i < read; i++) {
                hold(rivals.getLast(), kind, i, right[i], first(packets[kind][i]));
            }
            for (final Rival rival : rivals) {
                final int[] answers = answers(rival, kind);
                for (int i = 0; i < PACKETS; i++) {
                    hold(rival, kind, i, answers[i], right[i]);
                }
            }
        }
    }

    private void hold(final Rival rival, final int kind, final int packet, final int answer, final int right) {
        if (answer != right) {
            throw new IllegalStateException(rival.name() + " says " + answer + " among " + rules.size()
                    + " rules, where " + right + " is right, of " + packets[kind][packet]);
        }
    }

    private int first(final FiveTuple packet) {
        for (int i = 0; i < rules.size(); i++) {
            if (packet.matches(rules.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private int[] answers(final Rival rival, final int kind) {
        final int[] answers = new int[PACKETS];
        for (int from = 0; from < PACKETS; from += VECTOR) {
            rival.first(key(kind, from), VECTOR, matched);
            System.arraycopy(matched, 0, answers, from, VECTOR);
        }
        return answers;
    }

    /**
     * Nanoseconds of a look-up by way and kind of packets: what a tenth of the slices stay below, which is what a look-up costs
     * where nothing else takes the core or its caches meanwhile. Ways that are slow get fewer slices.
     *
     * @param warm rounds before those that count.
     */
    double[][] undisturbed(final int warm, final int rounds, final long sliceNs) {
        final double[][] least = new double[rivals.size()][2];
        final List<List<Slices>> all = new ArrayList<>();
        for (int way = 0; way < rivals.size(); way++) {
            all.add(List.of(new Slices(rounds), new Slices(rounds)));
        }
        for (int round = -warm; round < rounds; round++) {
            for (int way = 0; way < rivals.size(); way++) {
                for (int kind = 0; kind < 2; kind++) {
                    final Slices slices = all.get(way).get(kind);
                    if (slices.takenNs <= SLOW * sliceNs * (round + warm + 1)) {
                        slices.add(slice(way, kind, sliceNs), round >= 0);
                        slices.takenNs += lastNs;
                    }
                }
            }
        }
        for (int way = 0; way < rivals.size(); way++) {
            for (int kind = 0; kind < 2; kind++) {
                least[way][kind] = all.get(way).get(kind).low();
            }
        }
        return least;
    }

    /** Slices of one way with one kind of packets. */
    private static final class Slices {
        private final double[] ns;
        private int count;
        private long takenNs;

        private Slices(final int most) {
            ns = new double[most + 1];
        }

        /** Those that don't count are kept until one does. */
        private void add(final double each, final boolean counts) {
            if (counts || count == 0) {
                ns[count++] = each;
            } else {
                ns[0] = each;
            }
        }

        private double low() {
            Arrays.sort(ns, 0, count);
            return ns[count / 10];
        }
    }

    /** Time on the core: what others take of it meanwhile is not the way's. */
    private double slice(final int way, final int kind, final long sliceNs) {
        final Rival rival = rivals.get(way);
        final long start = THREADS.getCurrentThreadCpuTime();
        long asked = 0;
        long taken = 0;
        int from = next[way][kind];
        while (taken < sliceNs) {
            // As many as cost far more than asking for the time.
            final long begun = System.nanoTime();
            do {
                rival.first(key(kind, from), VECTOR, matched);
                from = from + VECTOR & PACKETS - 1;
                asked += VECTOR;
            } while (System.nanoTime() - begun < sliceNs / LOOKS);
            taken = THREADS.getCurrentThreadCpuTime() - start;
        }
        next[way][kind] = from;
        lastNs = taken;
        return taken / (double) asked;
    }

    @Override
    public void close() {
        rivals.forEach(Rival::close);
        OffHeap.free(keys[0]);
        OffHeap.free(keys[1]);
    }
}
