package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.List;

/** The trees of a classifier, grown as its {@link Partition} has it. */
final class Forest {
    /** Copies of a rule, on average, after which a tree branches no more. */
    private static final int MOST_COPIES = 40;

    private Forest() {}

    /** Grows all trees of some rules into an image. */
    static Tree[] grow(final Boxes boxes, final Image image) {
        final List<Tree> trees = new ArrayList<>();
        for (final int[] rules : Partition.of(boxes)) {
            final long limit = image.size() + Partition.words(boxes, rules.length, MOST_COPIES);
            trees.add(new Tree(new TreeBuilder(boxes, image, limit, false).build(rules), boxes.label(rules[0])));
        }
        trees.sort((a, b) -> Integer.compare(a.first(), b.first()));
        return trees.toArray(Tree[]::new);
    }
}
