package io.weir.benchmarks.acl;

import io.weir.acl.internal.classify.Classifier;
import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.classify.Walk;
import io.weir.acl.internal.rule.FiveTuple;
import io.weir.acl.internal.rule.Rule;
import io.weir.memory.OffHeap;
import java.util.Arrays;
import java.util.List;

/** Look-ups in one rule set: what they cost, and whether they are right. */
final class Lookups implements AutoCloseable {
    static final int PACKETS = 16_384;
    private static final int VECTOR = 256;
    private static final int CHECKED_COMPARISONS = 40_000_000;

    private final boolean ip6;
    private final List<Rule> rules;
    private final Classifier classifier;
    private final double buildMs;
    private final long[] keys = new long[2];
    private final FiveTuple[][] packets = new FiveTuple[2][PACKETS];
    private final int[] matched = new int[PACKETS];
    private final Walk walk = new Walk();

    Lookups(final ClassBench world, final boolean ip6, final int count) {
        this.ip6 = ip6;
        rules = world.rules(count);
        final long start = System.nanoTime();
        classifier = Classifier.of(ip6, rules);
        buildMs = (System.nanoTime() - start) / 1e6;
        for (int kind = 0; kind < 2; kind++) {
            keys[kind] = OffHeap.allocate((long) PACKETS * Key.bytes(ip6));
            for (int i = 0; i < PACKETS; i++) {
                packets[kind][i] = kind == 0 ? world.packet(rules) : world.stray();
                Key.write(packets[kind][i], key(kind, i));
            }
        }
    }

    private long key(final int kind, final int i) {
        return keys[kind] + (long) i * Key.bytes(ip6);
    }

    /** Nanoseconds of a look-up, packets drawn from the rules (0) or from anywhere (1), once over all of them. */
    double ns(final int kind) {
        final long start = System.nanoTime();
        for (int from = 0; from < PACKETS; from += VECTOR) {
            walk.first(classifier, key(kind, from), VECTOR, matched);
        }
        return (System.nanoTime() - start) / (double) PACKETS;
    }

    /** Median of many. */
    double median(final int kind, final int rounds) {
        final double[] all = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            all[i] = ns(kind);
        }
        Arrays.sort(all);
        return all[rounds / 2];
    }

    /** Nanoseconds of asking the rules one after the other, of which some packets are enough to tell. */
    double linearNs() {
        final int asked = Math.max(64, Math.min(PACKETS, CHECKED_COMPARISONS / rules.size() / 4));
        final long start = System.nanoTime();
        for (int i = 0; i < asked; i++) {
            matched[i] = linear(packets[0][i]);
        }
        return (System.nanoTime() - start) / (double) asked;
    }

    private int linear(final FiveTuple packet) {
        for (int i = 0; i < rules.size(); i++) {
            if (packet.matches(rules.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Holds answers against asking the rules one after the other; returns how many were wrong. */
    int wrong() {
        int wrong = 0;
        final int checked = Math.max(64, Math.min(PACKETS, CHECKED_COMPARISONS / rules.size()));
        for (int kind = 0; kind < 2; kind++) {
            walk.first(classifier, keys[kind], PACKETS, matched);
            for (int i = 0; i < checked; i++) {
                wrong += matched[i] == linear(packets[kind][i]) ? 0 : 1;
            }
        }
        return wrong;
    }

    double buildMs() {
        return buildMs;
    }

    double bytesPerRule() {
        return classifier.bytes() / (double) rules.size();
    }

    @Override
    public void close() {
        classifier.close();
        OffHeap.free(keys[0]);
        OffHeap.free(keys[1]);
    }
}
