package io.weir.benchmarks.acl;

import io.weir.acl.internal.rule.Rule;
import io.weir.benchmarks.acl.rival.BitVectors;
import io.weir.benchmarks.acl.rival.Generated;
import io.weir.benchmarks.acl.rival.Linear;
import io.weir.benchmarks.acl.rival.Rival;
import io.weir.benchmarks.acl.rival.Trees;
import io.weir.benchmarks.acl.rival.TupleMerge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Ways to find the first rule, beside one another in turn, over kinds of lists, both families, and numbers of rules. */
public final class Alternatives {
    private static final long SEED = 1;
    private static final long SLICE_NS = 1_000_000;
    private static final int WARM_ROUNDS = 10;
    private static final int ROUNDS = 30;

    /** What a way costs in a list, or in the mean of some. */
    public record Costs(double matchingNs, double straysNs, double bytesPerRule, double buildMs) {
        private static Costs mean(final List<Costs> some) {
            return new Costs(
                    mean(some, Costs::matchingNs),
                    mean(some, Costs::straysNs),
                    mean(some, Costs::bytesPerRule),
                    mean(some, Costs::buildMs));
        }

        private static double mean(final List<Costs> some, final ToDoubleFunction<Costs> what) {
            return some.stream().mapToDouble(what).average().orElseThrow();
        }

        private void print(final String what) {
            System.out.printf("%-28s %12.1f %12.1f %12.0f %10.1f%n", what, matchingNs, straysNs, bytesPerRule, buildMs);
        }
    }

    private final int[] counts;
    private final Map<String, List<Costs>> all = new LinkedHashMap<>();

    /** Lists of so many rules. */
    public Alternatives(final int... counts) {
        this.counts = counts.clone();
    }

    /** Measures, and prints a line for each list and way; returns the means by number of rules and way. */
    public Map<String, Costs> run() {
        System.out.printf(
                "%-28s %12s %12s %12s %10s%n", "list, way", "matching ns", "strays ns", "bytes/rule", "build ms");
        // So that the first lists are not those that are compiled for.
        for (final boolean ip6 : new boolean[] {false, true}) {
            measure(ClassBench.Seed.FW, ip6, 1_000);
        }
        all.clear();
        for (final int count : counts) {
            for (final boolean ip6 : new boolean[] {false, true}) {
                for (final ClassBench.Seed seed : ClassBench.Seed.ALL) {
                    measure(seed, ip6, count);
                }
            }
        }
        System.out.println("means over lists");
        final Map<String, Costs> means = new LinkedHashMap<>();
        all.forEach((name, costs) -> {
            means.put(name, Costs.mean(costs));
            means.get(name).print(name);
        });
        return means;
    }

    private void measure(final ClassBench.Seed seed, final boolean ip6, final int count) {
        final ClassBench world = new ClassBench(seed, ip6, SEED);
        final List<Rule> rules = world.rules(count);
        final List<Rival> rivals = new ArrayList<>();
        final List<Double> buildMs = new ArrayList<>();
        for (final Supplier<Rival> way : ways(ip6, rules)) {
            final long start = System.nanoTime();
            rivals.add(way.get());
            buildMs.add((System.nanoTime() - start) / 1e6);
        }
        try (RivalSlices slices = new RivalSlices(world, ip6, rules, rivals)) {
            slices.check();
            final double[][] ns = slices.undisturbed(WARM_ROUNDS, ROUNDS, SLICE_NS);
            for (int i = 0; i < rivals.size(); i++) {
                final Rival rival = rivals.get(i);
                final Costs costs = new Costs(ns[i][0], ns[i][1], rival.bytes() / (double) count, buildMs.get(i));
                costs.print(seed.name() + (ip6 ? " ip6 " : " ip4 ") + count + ' ' + rival.name());
                all.computeIfAbsent(rival.name() + '_' + count, key -> new ArrayList<>())
                        .add(costs);
            }
        }
    }

    static List<Supplier<Rival>> ways(final boolean ip6, final List<Rule> rules) {
        final List<Supplier<Rival>> ways = new ArrayList<>();
        ways.add(() -> new Trees(ip6, rules));
        ways.add(() -> new TupleMerge(ip6, rules));
        if (BitVectors.possible(rules.size())) {
            ways.add(() -> new BitVectors(ip6, rules));
        }
        if (Generated.possible(rules.size())) {
            ways.add(() -> new Generated(ip6, rules));
        }
        ways.add(() -> new Linear(ip6, rules));
        return ways;
    }
}
