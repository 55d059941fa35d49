package io.weir.acl.internal.classify;

/** Makes a tree of rules: branches that part them until few are left, which lie behind one another in a leaf. */
final class TreeBuilder {
    /** So many rules are compared one after the other rather than parted. */
    static final int SMALL = 4;

    /** No list needs that many branches. */
    private static final int MAX_DEPTH = 64;

    private final Boxes boxes;
    private final Image image;
    private final Parts parts;
    private final CutChoice choice;
    private final int recordWords;
    private final long limit;
    private final boolean strict;

    /**
     * A builder.
     *
     * @param parts what it reckons with; others may have done so before.
     * @param limit words that the image may have.
     * @param strict whether it throws {@link TooLarge} then; else it branches no more.
     */
    TreeBuilder(final Boxes boxes, final Image image, final Parts parts, final long limit, final boolean strict) {
        this.boxes = boxes;
        this.image = image;
        this.parts = parts;
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
        final int from = parts.add(rules, count);
        try {
            return build(from, count, region, depth);
        } finally {
            parts.back(from);
        }
    }

    private long build(final int rules, final int count, final Region region, final int depth) {
        Compiling.mayGoOn();
        final int kept = trim(rules, count, region);
        final Cut cut = kept <= SMALL || depth > MAX_DEPTH || full() ? null : choice.choose(parts, rules, kept, region);
        return cut == null ? leaf(rules, kept) : branch(rules, kept, region, cut, depth);
    }

    /** Leaves out what comes behind a rule that matches all of a region; returns how many are left. */
    private int trim(final int rules, final int count, final Region region) {
        for (int i = 0; i < count; i++) {
            if (region.covered(boxes, parts.rule(rules + i))) {
                return i + 1;
            }
        }
        return count;
    }

    private long leaf(final int rules, final int count) {
        if (count == 0) {
            return Place.EMPTY;
        }
        image.align(count * recordWords);
        final int at = take(count * recordWords);
        for (int i = 0; i < count; i++) {
            image.put(at + i * recordWords, boxes, parts.rule(rules + i));
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

    private long branch(final int rules, final int count, final Region region, final Cut cut, final int depth) {
        final int children = cut.children();
        final int at = take(children);
        final int parted = parts.part(boxes, rules, count, region, cut);
        for (int i = 0; i < children; i++) {
            final int same = parts.same(parted, children, i);
            if (same >= 0 && same < i) {
                image.put(at + i, image.get(at + same));
            } else {
                image.put(at + i, child(parted, i, same >= 0, region, cut, depth));
            }
        }
        parts.back(parted);
        return Place.branch(at, boxes.fields.get(cut.field()), cut);
    }

    private long child(
            final int parted, final int i, final boolean shared, final Region region, final Cut cut, final int depth) {
        final int from = parts.from(parted, cut.children(), i);
        final int count = parts.count(parted, cut.children(), i);
        if (shared) {
            // A tree for several children can't know what tells them apart.
            return build(from, count, region, depth + 1);
        }
        final long before = region.narrow(cut.field(), cut.mask() << cut.shift(), i << cut.shift());
        final long child = build(from, count, region, depth + 1);
        region.widen(cut.field(), before);
        return child;
    }
}
