package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Parts rules into trees. A rule that leaves a field open is copied into each child of a branch by that field, so in large lists
 * such rules are better off in trees of their own, as in EffiCuts (Vamanan et al., 2010) and CutSplit (Li et al., 2018). Which
 * of them is tried out: trees are parted as long as that makes a packet cheaper.
 */
final class Forest {
    static final int MAX_TREES = 6;
    /** Copies of a rule that a tree may hold on average. */
    private static final int COPIES = Integer.getInteger("acl.copies", 5);
    /** Words that a tree may take anyway. */
    private static final int ROOM = 1 << 12;
    /** Rules of a large list by which it is decided how to part it. */
    private static final int TRIED = 6_000;
    /** What is left of the cost at most when a tree is parted. */
    private static final double WORTH = 0.93;

    private static final double FAILED_NS = 100;

    /** Cheaper than this nothing is parted. */
    private static final double CHEAP_NS = 14;

    /** Rules with the same ways to be parted. */
    private record Part(int[] rules, List<IntPredicate> tests) {}

    /** A tree that was tried. */
    private record Tried(Tree tree, double cost) {}

    private final Boxes boxes;
    private final int[] labels;

    Forest(final Boxes boxes) {
        this.boxes = boxes;
        labels = IntStream.range(0, boxes.count()).toArray();
    }

    /** Grows all trees into an image. */
    Tree[] grow(final Image image) {
        final List<Tree> trees = new ArrayList<>();
        for (final int[] part : parts()) {
            trees.add(tree(part, image, Long.MAX_VALUE));
        }
        trees.sort((a, b) -> Integer.compare(a.first(), b.first()));
        return trees.toArray(Tree[]::new);
    }

    private List<int[]> parts() {
        if (boxes.count() == 0) {
            return List.of();
        }
        final Sample sample = new Sample(boxes);
        final List<int[]> parts = new ArrayList<>(List.of(labels));
        final List<Double> costs = new ArrayList<>(List.of(cost(labels, sample)));
        boolean better = true;
        while (better && parts.size() < MAX_TREES) {
            better = false;
            final int worst = worst(costs);
            final int[] whole = parts.get(worst);
            double best = costs.get(worst) * WORTH;
            int[][] bestParts = null;
            double[] bestCosts = null;
            for (final IntPredicate test : costs.get(worst) < CHEAP_NS ? List.<IntPredicate>of() : Aspect.all(boxes)) {
                final int[] some = IntStream.of(whole).filter(test).toArray();
                if (some.length > 0 && some.length < whole.length) {
                    final int[] others =
                            IntStream.of(whole).filter(test.negate()).toArray();
                    final double some1 = cost(some, sample);
                    final double others1 = some1 >= best ? best : cost(others, sample);
                    if (some1 + others1 < best) {
                        best = some1 + others1;
                        bestParts = new int[][] {some, others};
                        bestCosts = new double[] {some1, others1};
                    }
                }
            }
            if (bestParts != null) {
                parts.set(worst, bestParts[0]);
                costs.set(worst, bestCosts[0]);
                parts.add(bestParts[1]);
                costs.add(bestCosts[1]);
                better = true;
            }
        }
        if (Boolean.getBoolean("acl.debug")) {
            for (int i = 0; i < parts.size(); i++)
                System.out.printf("  part of %d, cost %.1f%n", parts.get(i).length, costs.get(i));
        }
        return parts;
    }

    private static int worst(final List<Double> costs) {
        int worst = 0;
        for (int i = 1; i < costs.size(); i++) {
            worst = costs.get(i) > costs.get(worst) ? i : worst;
        }
        return worst;
    }

    /** What a packet costs in a tree of these rules; without end if that took too much memory. */
    private double cost(final int[] rules, final Sample sample) {
        final Image image = new Image();
        final Tree tree = tree(rules, image, (long) rules.length * COPIES * Record.words(boxes.ip6) + ROOM);
        final double copies = (double) image.size() / (rules.length * Record.words(boxes.ip6));
        return tree == null
                ? FAILED_NS + rules.length
                : sample.cost(tree.root(), image.words(), labels) + Math.max(0, Math.log(copies / 2));
    }

    private Tree tree(final int[] rules, final Image image, final long words) {
        try {
            return new Tree(new TreeBuilder(boxes, labels, image, words).build(rules), labels[rules[0]]);
        } catch (final TooLarge e) {
            return null;
        }
    }
}
