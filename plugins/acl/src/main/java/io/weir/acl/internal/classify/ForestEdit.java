package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes trees of others whose rules have changed a little. */
final class ForestEdit {
    /** Rules that belong to too many places of all other trees: so many may be in one by themselves. */
    private static final int MOST_STRAYS = 64;

    private final Arena arena;
    private final Image image;
    private final Edits edits;
    private final Boxes boxes;
    private final List<Integer> strays = new ArrayList<>();

    ForestEdit(final boolean ip6, final Arena arena, final Image image, final Edits edits) {
        this.arena = arena;
        this.image = image;
        this.edits = edits;
        boxes = Boxes.of(ip6, edits.changed());
    }

    /**
     * The trees.
     *
     * @throws TooLarge when too much changes.
     */
    List<Planted> trees(final List<Planted> before) {
        final List<Planted> after = new ArrayList<>();
        final boolean[] taken = new boolean[edits.size()];
        int[] straysBefore = {};
        for (final Planted planted : before) {
            if (planted.strays() == null) {
                after.add(edit(planted, taken));
            } else {
                straysBefore = planted.strays();
            }
        }
        for (int edit = edits.gone(); edit < taken.length; edit++) {
            if (!taken[edit]) {
                strays.add(boxes.label(edit));
            }
        }
        strays(after, straysBefore);
        return after;
    }

    private Planted edit(final Planted planted, final boolean... taken) {
        final int[] come = IntStream.range(edits.gone(), taken.length)
                .filter(edit -> Condition.allHold(planted.conditions(), boxes, edit))
                .toArray();
        final int size = image.size();
        try {
            return edit(planted, come, taken);
        } catch (final TooLarge e) {
            image.back(size);
            return edit(planted, new int[0], taken);
        }
    }

    private Planted edit(final Planted planted, final int[] come, final boolean... taken) {
        final Hidden hidden = new Hidden(boxes.ip6, edits, planted.conditions());
        final int[] touched = IntStream.concat(IntStream.range(0, edits.gone()), IntStream.of(come))
                .toArray();
        final long root = new TreeEdit(arena, image, edits, boxes, hidden)
                .root(planted.tree().root(), touched);
        int first = planted.tree().first();
        for (final int edit : come) {
            taken[edit] = true;
            first = Math.min(first, boxes.label(edit));
        }
        return new Planted(new Tree(root, first), planted.conditions(), null);
    }

    /** Makes the tree of those that are in no other one anew. */
    private void strays(final List<Planted> trees, final int... before) {
        final Hidden there = new Hidden(boxes.ip6, edits, List.of());
        final int[] labels = IntStream.concat(
                        IntStream.of(before).filter(there::isThere).filter(label -> !edits.touches(label)),
                        strays.stream().mapToInt(Integer::intValue))
                .sorted()
                .toArray();
        if (labels.length > MOST_STRAYS) {
            throw new TooLarge();
        }
        if (labels.length > 0) {
            final Boxes here = Boxes.of(boxes.ip6, edits.now().only(labels, labels.length));
            final int[] rules = IntStream.range(0, labels.length).toArray();
            final long root =
                    Forest.builder(here, image, new Parts(), rules.length).build(rules);
            trees.add(new Planted(new Tree(root, labels[0]), List.of(), labels));
        }
    }
}
