package io.weir.acl.internal.classify;

import io.weir.memory.Memory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes a tree of another one whose rules have changed a little: leaves in which that shows are made anew, as are the branches
 * above them; all else is shared by both. A leaf may be left with rules that no packet which comes there can match, as before.
 */
final class TreeEdit {
    /** Stands for what would be no less work than making all anew. */
    private static final int MOST_LEAVES = 1_024;

    private final Arena arena;
    private final Image image;
    private final Edits edits;
    /** The edits' rules. */
    private final Boxes boxes;

    private final Hidden hidden;
    private final Parts parts = new Parts();
    private int leaves;

    /** What the children of a branch under edits may have in common. */
    private record Shared(long place, List<Integer> edits) {}

    TreeEdit(final Arena arena, final Image image, final Edits edits, final Boxes boxes, final Hidden hidden) {
        this.arena = arena;
        this.image = image;
        this.edits = edits;
        this.boxes = boxes;
        this.hidden = hidden;
    }

    /**
     * The root of the new tree.
     *
     * @param touched numbers of the edits that concern it.
     * @throws TooLarge when too much of it changes; what was taken of the image is of no use then.
     */
    long root(final long root, final int... touched) {
        return place(root, touched, Region.all(boxes.fields), 0);
    }

    private long place(final long place, final int[] candidates, final Region region, final int depth) {
        final int[] touched = IntStream.of(candidates)
                .filter(edit -> region.meets(boxes, edit))
                .toArray();
        if (touched.length == 0) {
            return place;
        }
        return Place.isLeaf(place) ? leaf(place, touched, region, depth) : branch(place, touched, region, depth);
    }

    private long branch(final long place, final int[] touched, final Region region, final int depth) {
        final Cut cut = cut(place);
        final int children = cut.children();
        final long[] before = new long[children];
        final long first = arena.memory() + Place.offset(place);
        for (int i = 0; i < children; i++) {
            before[i] = Memory.getLong(first + (long) i * Long.BYTES);
        }
        final long[] sorted = before.clone();
        Arrays.sort(sorted);
        final int[][] come = parts(touched, region, cut);
        final Map<Shared, Long> made = new HashMap<>();
        final long[] after = before.clone();
        for (int i = 0; i < children; i++) {
            if (come[i].length > 0) {
                final boolean shared = before[i] == Place.EMPTY || several(sorted, before[i]);
                after[i] = shared
                        // As in the making: it can't know what tells them apart.
                        ? shared(made, before[i], come[i], region, depth)
                        : within(before[i], come[i], region, cut, i, depth);
            }
        }
        return Arrays.equals(before, after) ? place : branch(after, cut);
    }

    /** Which edits come to each child. */
    private int[][] parts(final int[] touched, final Region region, final Cut cut) {
        final int from = parts.add(touched, touched.length);
        final int at = parts.part(boxes, from, touched.length, region, cut);
        final int[][] come = new int[cut.children()][];
        for (int i = 0; i < come.length; i++) {
            come[i] = parts.rules(at, come.length, i);
        }
        parts.back(from);
        return come;
    }

    private long within(
            final long place, final int[] touched, final Region region, final Cut cut, final int i, final int depth) {
        final long before = region.narrow(cut.field(), cut.mask() << cut.shift(), i << cut.shift());
        final long after = place(place, touched, region, depth + 1);
        region.widen(cut.field(), before);
        return after;
    }

    private long shared(
            final Map<Shared, Long> made, final long place, final int[] touched, final Region region, final int depth) {
        final Shared key = new Shared(place, IntStream.of(touched).boxed().toList());
        Long done = made.get(key);
        if (done == null) {
            done = place(place, touched, region, depth + 1);
            made.put(key, done);
        }
        return done;
    }

    private static boolean several(final long[] sorted, final long place) {
        final int at = Arrays.binarySearch(sorted, place);
        return at > 0 && sorted[at - 1] == place || at + 1 < sorted.length && sorted[at + 1] == place;
    }

    private long branch(final long[] children, final Cut cut) {
        final int at = image.take(children.length);
        for (int i = 0; i < children.length; i++) {
            image.put(at + i, children[i]);
        }
        return Place.branch(at, boxes.fields.get(cut.field()), cut);
    }

    /** The cut that a branch was made by. */
    private Cut cut(final long place) {
        final int offset = Place.keyOffset(place);
        final int shift = Place.shift(place) & 31;
        final int bits = Integer.bitCount(Place.mask(place));
        for (int field = 0; field < boxes.fields.size(); field++) {
            final Field each = boxes.fields.get(field);
            if (each.offset() == offset && shift >= each.shift() && shift < each.shift() + each.width()) {
                return new Cut(field, shift - each.shift(), bits);
            }
        }
        throw new IllegalStateException("no field lies at " + offset + " bit " + shift);
    }

    private long leaf(final long place, final int[] touched, final Region region, final int depth) {
        final int[] before = labels(place);
        final int[] after = IntStream.concat(IntStream.of(before).filter(hidden::isThere), more(touched, region))
                .sorted()
                .distinct()
                .toArray();
        if (Arrays.equals(before, after) && IntStream.of(before).noneMatch(edits::touches)) {
            return place;
        }
        if (++leaves > MOST_LEAVES) {
            throw new TooLarge();
        }
        final Boxes here = Boxes.of(boxes.ip6, edits.now().only(after, after.length));
        final int[] rules = IntStream.range(0, here.count())
                .filter(rule -> region.meets(here, rule))
                .toArray();
        return Forest.builder(here, image, parts, rules.length).build(rules, rules.length, region, depth);
    }

    /** Labels of what comes to a leaf: rules that are new, and those that one which goes has hidden. */
    private IntStream more(final int[] touched, final Region region) {
        return IntStream.of(touched).flatMap(edit -> {
            if (edit >= edits.gone()) {
                return IntStream.of(boxes.label(edit));
            }
            return region.covered(boxes, edit) ? hidden.behind(edit, region) : IntStream.empty();
        });
    }

    private int[] labels(final long leaf) {
        final int[] labels = new int[Place.records(leaf)];
        final int bytes = Record.words(boxes.ip6) * Long.BYTES;
        final long first = arena.memory() + Place.offset(leaf);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Record.label(first + (long) i * bytes, bytes);
        }
        return labels;
    }
}
