package io.weir.acl.internal.classify;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Makes a tree of rules: branches that part them until few are left, which lie behind one another in a leaf. */
final class TreeBuilder {
    /** So many rules are compared one after the other rather than parted. */
    static final int SMALL = 4;

    /** No list needs that many branches. */
    private static final int MAX_DEPTH = 64;

    private final Boxes boxes;
    private final Image image;
    private final CutChoice choice;
    private final int recordWords;
    private final long limit;
    private final boolean strict;

    /**
     * A builder.
     *
     * @param limit words that the image may have.
     * @param strict whether it throws {@link TooLarge} then; else it branches no more.
     */
    TreeBuilder(final Boxes boxes, final Image image, final long limit, final boolean strict) {
        this.boxes = boxes;
        this.image = image;
        this.limit = limit;
        this.strict = strict;
        choice = new CutChoice(boxes);
        recordWords = Record.words(boxes.ip6);
    }

    /** The place of a tree of these rules, the first of which come first. */
    long build(final int[] rules) {
        return build(rules, rules.length, Region.all(boxes), 0);
    }

    private long build(final int[] rules, final int count, final Region region, final int depth) {
        final int kept = trim(rules, count, region);
        final Cut cut = kept <= SMALL || depth > MAX_DEPTH || full() ? null : choice.choose(rules, kept, region);
        return cut == null ? leaf(rules, kept) : branch(rules, kept, region, cut, depth);
    }

    /** Leaves out what comes behind a rule that matches all of a region; returns how many are left. */
    private int trim(final int[] rules, final int count, final Region region) {
        for (int i = 0; i < count; i++) {
            if (region.covered(rules[i])) {
                return i + 1;
            }
        }
        return count;
    }

    private long leaf(final int[] rules, final int count) {
        if (count == 0) {
            return Place.EMPTY;
        }
        image.align(count * recordWords);
        final int at = take(count * recordWords);
        for (int i = 0; i < count; i++) {
            Record.write(boxes, rules[i], image.words(), at + i * recordWords);
        }
        return Place.leaf(at, count);
    }

    private int take(final int words) {
        if (strict && image.size() + (long) words > limit) {
            throw new TooLarge();
        }
        return image.take(words);
    }

    private boolean full() {
        return image.size() > limit;
    }

    private long branch(final int[] rules, final int count, final Region region, final Cut cut, final int depth) {
        final int children = cut.children();
        final int at = take(children);
        final int[][] parts = parts(rules, count, region, cut);
        final int[] same = same(parts, count);
        final int bits = cut.mask() << cut.shift();
        for (int i = 0; i < children; i++) {
            final boolean shared = same[i] >= 0;
            if (shared && same[i] < i) {
                image.put(at + i, image.words()[at + same[i]]);
            } else {
                // A tree for several children can't know what tells them apart.
                final Region within = shared ? region : region.with(cut.field(), bits, i << cut.shift());
                final long child = build(parts[i], parts[i].length, within, depth + 1);
                image.put(at + i, child);
            }
        }
        return Place.branch(at, boxes.fields.get(cut.field()), cut);
    }

    /** By child: the first one with the same rules, if there are several and their rules are fewer than all; else -1. */
    private static int[] same(final int[][] parts, final int count) {
        final int[] same = new int[parts.length];
        final Map<Rules, Integer> firsts = HashMap.newHashMap(parts.length);
        for (int i = 0; i < parts.length; i++) {
            same[i] = -1;
            if (parts[i].length < count) {
                final Integer first = firsts.putIfAbsent(new Rules(parts[i]), i);
                if (first != null) {
                    same[i] = first;
                    same[first] = first;
                }
            }
        }
        return same;
    }

    /** Rules by what they are, as a key. */
    private record Rules(int[] rules) {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Rules that && Arrays.equals(rules, that.rules);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(rules);
        }
    }

    private int[][] parts(final int[] rules, final int count, final Region region, final Cut cut) {
        final int children = cut.children();
        final int[] sizes = new int[children];
        final int[] spans = new int[count];
        for (int i = 0; i < count; i++) {
            spans[i] = cut.span(
                    Math.max(boxes.low(cut.field(), rules[i]), region.low(cut.field())),
                    Math.min(boxes.high(cut.field(), rules[i]), region.high(cut.field())));
            final int last = spans[i] >>> 16;
            for (int child = spans[i] & 0xffff; ; child = child + 1 & cut.mask()) {
                sizes[child]++;
                if (child == last) {
                    break;
                }
            }
        }
        final int[][] parts = new int[children][];
        for (int child = 0; child < children; child++) {
            parts[child] = new int[sizes[child]];
            sizes[child] = 0;
        }
        for (int i = 0; i < count; i++) {
            final int last = spans[i] >>> 16;
            for (int child = spans[i] & 0xffff; ; child = child + 1 & cut.mask()) {
                parts[child][sizes[child]++] = rules[i];
                if (child == last) {
                    break;
                }
            }
        }
        return parts;
    }
}
