package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Rule;
import io.weir.memory.OffHeap;
import java.util.List;

/** Cost of look-ups by rules; for a person. */
final class Measure {
    public static void main(final String[] args) {
        final int packets = 16_384;
        final long memory = OffHeap.allocate((long) packets * Key.IP6_BYTES);
        final int[] matched = new int[packets];
        final Walk walk = new Walk();
        for (final boolean ip6 : new boolean[] {false, true}) {
            for (final ClassBench.Seed seed : ClassBench.Seed.values()) {
                for (final int count : new int[] {1, 10, 100, 1_000, 10_000, 100_000}) {
                    if (args.length > 0
                            && !args[0].equals((ip6 ? "6" : "4") + seed + count)
                            && !args[0].equals("all")
                            && !args[0].equals(seed + "")) continue;
                    final ClassBench bench = new ClassBench(seed, ip6, 1);
                    final List<Rule> rules = bench.rules(count);
                    final long start = System.nanoTime();
                    final Classifier classifier = Classifier.of(ip6, rules);
                    final long built = System.nanoTime() - start;
                    final double[] ns = new double[2];
                    int wrong = 0;
                    for (int kind = 0; kind < 2; kind++) {
                        final Keys[] keys = new Keys[packets];
                        for (int i = 0; i < packets; i++) {
                            keys[i] = kind == 0 ? bench.packet(rules) : bench.stray();
                            keys[i].write(ip6, memory + (long) i * Key.bytes(ip6));
                        }
                        double best = 1e9;
                        for (int round = 0; round < 40; round++) {
                            final long t = System.nanoTime();
                            for (int from = 0; from < packets; from += 256) {
                                walk.first(classifier, memory + (long) from * Key.bytes(ip6), 256, matched);
                            }
                            best = Math.min(best, (System.nanoTime() - t) / (double) packets);
                        }
                        ns[kind] = best;
                        walk.first(classifier, memory, packets, matched);
                        for (int i = 0; i < (count > 1_000 ? 300 : 3000); i++) {
                            if (matched[i] != keys[i].first(rules)) wrong++;
                        }
                    }
                    System.out.printf(
                            "%s %s %6d: %6.1f ns matching, %6.1f ns strays, %d trees, %.0f bytes/rule, built in %d ms, wrong %d%n",
                            ip6 ? "ip6" : "ip4",
                            seed,
                            count,
                            ns[0],
                            ns[1],
                            classifier.trees().length,
                            classifier.bytes() / (double) count,
                            built / 1_000_000,
                            wrong);
                    classifier.close();
                }
            }
        }
    }
}
