package io.weir.acl.internal.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parts rules among trees. A rule that leaves a field open is copied into each child of a branch by that field, so in large lists
 * such rules are better off in trees of their own, as in EffiCuts (Vamanan et al., 2010) and CutSplit (Li et al., 2018). Which
 * of them is tried out, on some of the rules: trees are parted as long as that makes a packet cheaper.
 */
final class Partition {
    private static final int MAX_TREES = 6;
    /** Rules by which it is decided. */
    private static final int TRIED = 12_000;
    /** Copies of a rule that a tree may hold on average; of some of many rules fewer, since all of them will overlap more. */
    private static final int COPIES = 5;

    private static final int COPIES_OF_MANY = 3;
    /** Words that a tree may take anyway. */
    private static final int ROOM = 1 << 12;
    /** What is left of the cost at most when a tree is parted. */
    private static final double WORTH = 0.93;
    /** Cheaper than this nothing is parted. */
    private static final double CHEAP_NS = 14;
    /** What stands for the cost of a tree that became too large. */
    private static final double FAILED_NS = 100;

    /** Rules of a tree, and what they have in common. */
    record Share(int[] rules, List<Condition> conditions) {}

    /** Rules of a tree, what they have in common, and what a packet costs there in ns. */
    private record Part(int[] rules, List<Condition> conditions, double cost) {}

    private final Boxes boxes;
    private final Sample sample;
    private final int mostCopies;
    /** Of one try after the other. */
    private final Image image = new Image();

    private final Parts parts = new Parts();

    private Partition(final Boxes boxes, final boolean all) {
        this.boxes = boxes;
        mostCopies = all ? COPIES : COPIES_OF_MANY;
        sample = new Sample(boxes);
    }

    /** What each tree has. */
    static List<Share> of(final Boxes boxes) {
        if (boxes.count() == 0) {
            return List.of();
        }
        final List<Share> parts = new ArrayList<>();
        for (final Part part : new Partition(boxes.sample(TRIED), boxes.count() <= TRIED).parts()) {
            final int[] rules = IntStream.range(0, boxes.count())
                    .filter(rule -> Condition.allHold(part.conditions, boxes, rule))
                    .toArray();
            if (rules.length > 0) {
                parts.add(new Share(rules, part.conditions));
            }
        }
        return parts;
    }

    private List<Part> parts() {
        final int[] all = IntStream.range(0, boxes.count()).toArray();
        final List<Part> parts = new ArrayList<>(List.of(new Part(all, List.of(), cost(all))));
        Part dearest = parts.getFirst();
        while (dearest != null && parts.size() < MAX_TREES) {
            final List<Part> better = split(dearest);
            if (better.isEmpty()) {
                dearest = null;
            } else {
                parts.remove(dearest);
                parts.addAll(better);
                dearest = Collections.max(parts, Comparator.comparingDouble(Part::cost));
            }
        }
        return parts;
    }

    /** Two parts that are cheaper together than one, the cheapest that were found; or none. */
    private List<Part> split(final Part whole) {
        List<Part> best = List.of();
        double least = whole.cost * WORTH;
        for (final Aspect aspect : whole.cost < CHEAP_NS ? List.<Aspect>of() : Aspect.all(boxes.ip6)) {
            final Part some = part(whole, new Condition(aspect, true), least);
            if (some.rules.length > 0 && some.rules.length < whole.rules.length && some.cost < least) {
                final Part others = part(whole, new Condition(aspect, false), least);
                if (some.cost + others.cost < least) {
                    least = some.cost + others.cost;
                    best = List.of(some, others);
                }
            }
        }
        return best;
    }

    private Part part(final Part whole, final Condition condition, final double unknown) {
        final int[] rules = IntStream.of(whole.rules)
                .filter(rule -> condition.holds(boxes, rule))
                .toArray();
        final List<Condition> conditions = new ArrayList<>(whole.conditions);
        conditions.add(condition);
        final boolean known = rules.length > 0 && rules.length < whole.rules.length;
        return new Part(rules, conditions, known ? cost(rules) : unknown);
    }

    /** What a packet costs in a tree of these rules; far too much if that took too much memory. */
    private double cost(final int... rules) {
        image.back(0);
        try {
            final long root =
                    new TreeBuilder(boxes, image, parts, words(boxes, rules.length, mostCopies), true).build(rules);
            final double copies = (double) image.size() / words(boxes, rules.length, 1);
            return sample.cost(root, image) + Math.max(0, Math.log(copies / 2));
        } catch (final TooLarge e) {
            return FAILED_NS + rules.length;
        }
    }

    /** Words that a tree of so many rules may take. */
    static long words(final Boxes boxes, final int rules, final int copies) {
        return (long) rules * copies * Record.words(boxes.ip6) + ROOM;
    }
}
