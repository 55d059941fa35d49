package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
    private static final int COPIES = 5;
    /** Copies after which a tree that is needed branches no more. */
    private static final int MOST_COPIES = 40;
    /** Words that a tree may take anyway. */
    private static final int ROOM = 1 << 12;
    /** What is left of the cost at most when a tree is parted. */
    private static final double WORTH = 0.93;

    /** What stands for the cost of a tree that became too large. */
    private static final double FAILED_NS = 100;

    /** Cheaper than this nothing is parted. */
    private static final double CHEAP_NS = 14;

    /** Rules of a tree, and what a packet costs there in ns. */
    private record Part(int[] rules, double cost) {}

    private final Boxes boxes;
    private final int[] all;

    Forest(final Boxes boxes) {
        this.boxes = boxes;
        all = IntStream.range(0, boxes.count()).toArray();
    }

    /** Grows all trees into an image. */
    Tree[] grow(final Image image) {
        final List<Tree> trees = new ArrayList<>();
        for (final Part part : parts()) {
            trees.add(tree(part.rules, image, image.size() + words(part.rules.length, MOST_COPIES), false));
        }
        trees.sort((a, b) -> Integer.compare(a.first(), b.first()));
        return trees.toArray(Tree[]::new);
    }

    /** The rules of each tree. */
    private List<Part> parts() {
        final List<Part> parts = new ArrayList<>();
        if (boxes.count() > 0) {
            final Sample sample = new Sample(boxes);
            parts.add(new Part(all, cost(all, sample)));
            Part dearest = parts.getFirst();
            while (dearest != null && parts.size() < MAX_TREES) {
                final List<Part> better = split(dearest, sample);
                if (better.isEmpty()) {
                    dearest = null;
                } else {
                    parts.remove(dearest);
                    parts.addAll(better);
                    dearest = Collections.max(parts, Comparator.comparingDouble(Part::cost));
                }
            }
        }
        return parts;
    }

    /** Two parts that are cheaper together than one, the cheapest that were found; or none. */
    private List<Part> split(final Part whole, final Sample sample) {
        List<Part> best = List.of();
        double least = whole.cost * WORTH;
        for (final IntPredicate test : whole.cost < CHEAP_NS ? List.<IntPredicate>of() : Aspect.all(boxes)) {
            final int[] some = IntStream.of(whole.rules).filter(test).toArray();
            if (some.length > 0 && some.length < whole.rules.length) {
                final int[] others =
                        IntStream.of(whole.rules).filter(test.negate()).toArray();
                final double someCost = cost(some, sample);
                final double othersCost = someCost < least ? cost(others, sample) : least;
                if (someCost + othersCost < least) {
                    least = someCost + othersCost;
                    best = List.of(new Part(some, someCost), new Part(others, othersCost));
                }
            }
        }
        return best;
    }

    /** What a packet costs in a tree of these rules; far too much if that took too much memory. */
    private double cost(final int[] rules, final Sample sample) {
        final Image image = new Image();
        try {
            final Tree tree = tree(rules, image, words(rules.length, COPIES), true);
            final double copies = (double) image.size() / words(rules.length, 1);
            return sample.cost(tree.root(), image.words()) + Math.max(0, Math.log(copies / 2));
        } catch (final TooLarge e) {
            return FAILED_NS + rules.length;
        }
    }

    private Tree tree(final int[] rules, final Image image, final long words, final boolean strict) {
        final TreeBuilder builder = new TreeBuilder(boxes, image, words, strict);
        return new Tree(builder.build(rules), boxes.label(rules[0]));
    }

    private long words(final int rules, final int copies) {
        return (long) rules * copies * Record.words(boxes.ip6) + ROOM;
    }
}
