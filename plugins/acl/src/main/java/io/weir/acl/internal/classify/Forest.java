package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Parts rules into trees. Rules that leave an address open would be copied into each child of a branch by that address, so
 * in large lists they get trees of their own, as in EffiCuts (Vamanan et al., 2010) and CutSplit (Li et al., 2018).
 */
final class Forest {
    /** Words of a tree for each rule; few rules may take {@link #ROOM} anyway. */
    private static final int WORDS_PER_RULE = 6;

    private static final int ROOM = 1 << 12;
    /** Bits from which on an address counts as known. */
    private static final int KNOWN_BITS = 12;

    private final Boxes boxes;
    private final Image image;
    private final int[] labels;

    Forest(final Boxes boxes, final Image image) {
        this.boxes = boxes;
        this.image = image;
        labels = IntStream.range(0, boxes.count()).toArray();
    }

    Tree[] grow() {
        final List<Tree> trees = new ArrayList<>();
        grow(labels, trees);
        return trees.toArray(Tree[]::new);
    }

    private void grow(final int[] rules, final List<Tree> trees) {
        if (rules.length == 0) {
            return;
        }
        final Tree whole = tree(rules, (long) rules.length * WORDS_PER_RULE * Record.words(boxes.ip6) / 4 + ROOM);
        if (whole != null) {
            trees.add(whole);
            return;
        }
        final int half = boxes.ip6 ? 4 : 1;
        final IntPredicate source = rule -> known(0, rule);
        final IntPredicate destination = rule -> known(half, rule);
        final List<IntPredicate> classes = List.of(
                source.and(destination),
                source.and(destination.negate()),
                source.negate().and(destination),
                source.negate().and(destination.negate()));
        for (final IntPredicate each : classes) {
            final int[] part = IntStream.of(rules).filter(each).toArray();
            if (part.length > 0) {
                trees.add(tree(part, Long.MAX_VALUE));
            }
        }
    }

    private boolean known(final int field, final int rule) {
        return boxes.high(field, rule) - boxes.low(field, rule) < 1L << 32 - KNOWN_BITS;
    }

    private Tree tree(final int[] rules, final long words) {
        final int before = image.size();
        try {
            final TreeBuilder builder =
                    new TreeBuilder(boxes, labels, image, before + words < 0 ? Long.MAX_VALUE : before + words);
            final Tree tree = new Tree(builder.build(rules), labels[rules[0]]);
            if (Boolean.getBoolean("acl.debug")) {
                System.out.printf(
                        "tree of %d: words %d, largest %d, leaves %d, cost %.1f%n",
                        rules.length,
                        image.size() - before,
                        builder.largest(),
                        builder.leaves(),
                        builder.cost() / rules.length);
            }
            return tree;
        } catch (final TooLarge e) {
            image.back(before);
            return null;
        }
    }
}
