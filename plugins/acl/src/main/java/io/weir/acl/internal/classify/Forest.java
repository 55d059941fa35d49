package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.List;

/** The trees of a classifier, grown as its {@link Partition} has it. */
final class Forest {
    /** Copies of a rule, on average, after which a tree branches no more. */
    private static final int MOST_COPIES = 40;

    private Forest() {}

    /** Grows all trees of some rules into an image. */
    static List<Planted> grow(final Boxes boxes, final Image image) {
        final List<Planted> trees = new ArrayList<>();
        final Parts parts = new Parts();
        for (final Partition.Share share : Partition.of(boxes)) {
            final int[] rules = share.rules();
            final long root = builder(boxes, image, parts, rules.length).build(rules);
            trees.add(new Planted(new Tree(root, boxes.label(rules[0])), share.conditions(), null));
        }
        return trees;
    }

    /** What adds a tree of so many rules to an image. */
    static TreeBuilder builder(final Boxes boxes, final Image image, final Parts parts, final int rules) {
        return new TreeBuilder(boxes, image, parts, image.size() + Partition.words(boxes, rules, MOST_COPIES), false);
    }
}
