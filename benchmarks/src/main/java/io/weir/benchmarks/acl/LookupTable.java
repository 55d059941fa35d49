package io.weir.benchmarks.acl;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a look-up costs by the number of rules, over kinds of lists and both families. */
public final class LookupTable {
    private static final int[] COUNTS = {1, 10, 100, 1_000, 10_000, 100_000};
    private static final int ROUNDS = 60;
    private static final long SEED = 1;

    private final Map<Integer, Double> matching = new LinkedHashMap<>();
    private final Map<Integer, Double> strays = new LinkedHashMap<>();
    private double bytesPerRule;
    private double buildMs;

    /** Measures, and prints a line for each list. */
    public void run() {
        System.out.printf(
                "%-4s %-4s %8s %12s %12s %12s %12s %10s%n",
                "list", "ip", "rules", "matching ns", "strays ns", "linear ns", "bytes/rule", "build ms");
        // So that the first lists are not those that are compiled for.
        measure(ClassBench.Seed.ACL, false, 1_000, false);
        measure(ClassBench.Seed.ACL, true, 1_000, false);
        for (final int count : COUNTS) {
            double sum = 0;
            double sumStrays = 0;
            bytesPerRule = 0;
            buildMs = 0;
            for (final boolean ip6 : new boolean[] {false, true}) {
                for (final ClassBench.Seed seed : ClassBench.Seed.ALL) {
                    final double[] ns = measure(seed, ip6, count, true);
                    sum += ns[0] / 6;
                    sumStrays += ns[1] / 6;
                }
            }
            matching.put(count, sum);
            strays.put(count, sumStrays);
        }
    }

    private double[] measure(final ClassBench.Seed seed, final boolean ip6, final int count, final boolean shown) {
        try (Lookups lookups = new Lookups(new ClassBench(seed, ip6, SEED), ip6, count)) {
            final int wrong = lookups.wrong();
            if (wrong != 0) {
                throw new IllegalStateException(wrong + " answers for " + count + " rules are wrong");
            }
            final double[] ns = {lookups.median(0, ROUNDS), lookups.median(1, ROUNDS)};
            if (shown) {
                System.out.printf(
                        "%-4s %-4s %8d %12.1f %12.1f %12.1f %12.0f %10.1f%n",
                        seed.name(),
                        ip6 ? "ip6" : "ip4",
                        count,
                        ns[0],
                        ns[1],
                        lookups.linearNs(),
                        lookups.bytesPerRule(),
                        lookups.buildMs());
            }
            bytesPerRule += lookups.bytesPerRule() / 6;
            buildMs += lookups.buildMs() / 6;
            return ns;
        }
    }

    /** Nanoseconds of a look-up by the number of rules, packets drawn from the rules: mean over the lists. */
    public Map<Integer, Double> matching() {
        return matching;
    }

    /** The same for packets from anywhere. */
    public Map<Integer, Double> strays() {
        return strays;
    }

    /** Of lists of 100,000 rules. */
    public double bytesPerRule() {
        return bytesPerRule;
    }

    /** Of lists of 100,000 rules. */
    public double buildMs() {
        return buildMs;
    }
}
