package io.weir.acl.internal.classify;

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
        return build(rules, rules.length, Region.all(boxes.fields), 0);
    }

    /** The place of a tree of the first {@code count} of these rules below a region that is that deep in another one. */
    long build(final int[] rules, final int count, final Region region, final int depth) {
        Compiling.mayGoOn();
        final int kept = trim(rules, count, region);
        final Cut cut = kept <= SMALL || depth > MAX_DEPTH || full() ? null : choice.choose(rules, kept, region);
        return cut == null ? leaf(rules, kept) : branch(rules, kept, region, cut, depth);
    }

    /** Leaves out what comes behind a rule that matches all of a region; returns how many are left. */
    private int trim(final int[] rules, final int count, final Region region) {
        for (int i = 0; i < count; i++) {
            if (region.covered(boxes, rules[i])) {
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
            image.put(at + i * recordWords, boxes, rules[i]);
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
        final int[][] parts = Parts.of(boxes, rules, count, region, cut);
        final int[] same = Parts.same(parts, count);
        final int bits = cut.mask() << cut.shift();
        for (int i = 0; i < children; i++) {
            final boolean shared = same[i] >= 0;
            if (shared && same[i] < i) {
                image.put(at + i, image.get(at + same[i]));
            } else {
                // A tree for several children can't know what tells them apart.
                final Region within = shared ? region : region.with(cut.field(), bits, i << cut.shift());
                final long child = build(parts[i], parts[i].length, within, depth + 1);
                image.put(at + i, child);
            }
        }
        return Place.branch(at, boxes.fields.get(cut.field()), cut);
    }
}
