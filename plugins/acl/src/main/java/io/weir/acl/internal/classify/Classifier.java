package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Rule;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A list's rules of one family, compiled: tells of a packet which of them is the first that it matches. Immutable, outside the
 * heap; any number of threads ask it at once, each by a {@link Walk} of its own.
 *
 * <p>Rules lie in the leaves of trees, in the order of the list. A branch takes some bits of the key to choose the child, so a
 * step is one load, and all packets of a vector take theirs before the next.
 */
public final class Classifier implements AutoCloseable {
    /** With fewer rules, a list is compiled anew as a whole at each change: its tables need no room then. */
    public static final int LARGE = 256;
    /** Of rules that a classifier was made of as a whole, one of so many may have come and gone since. */
    private static final int MOST_EDITS_OF = 8;
    /** Words for changes to come, at least. */
    private static final int ROOM = 1 << 15;

    private final boolean ip6;
    private final Arena arena;
    private final long bytes;
    private final List<Planted> planted;
    private final Tree[] trees;
    /** Changes that it may still take. */
    private final int editsLeft;

    private boolean closed;

    private Classifier(final boolean ip6, final Arena arena, final List<Planted> planted, final int editsLeft) {
        this.ip6 = ip6;
        this.arena = arena;
        this.planted = planted;
        this.editsLeft = editsLeft;
        trees = planted.stream()
                .map(Planted::tree)
                .sorted(Comparator.comparingInt(Tree::first))
                .toArray(Tree[]::new);
        bytes = (long) arena.size() * Long.BYTES;
    }

    /** Compiles those rules of a list that are of a family; their labels are their numbers in the list. */
    public static Classifier of(final boolean ip6, final List<Rule> rules) {
        return of(ip6, LabelledRules.numbered(rules));
    }

    /** Compiles those rules of a list that are of a family. */
    public static Classifier of(final boolean ip6, final LabelledRules rules) {
        final Image image = new Image();
        final Boxes boxes = Boxes.of(ip6, rules);
        final List<Planted> planted = Forest.grow(boxes, image);
        final boolean large = rules.labels().length >= LARGE;
        return new Classifier(
                ip6,
                new Arena(image, large ? (long) image.size() + ROOM : 0),
                planted,
                large ? LARGE + boxes.count() / MOST_EDITS_OF : 0);
    }

    /**
     * The classifier of a list that differs a little from this one's; both share what is alike, and are closed by themselves. One
     * thread at a time may call, and only of the last that was made so; others may ask it meanwhile.
     *
     * @param before this one's rules.
     * @return null if it is better made anew.
     */
    public Classifier changed(final LabelledRules before, final LabelledRules now) {
        final Edits edits = Edits.of(ip6, before, now);
        if (edits.size() > editsLeft) {
            return null;
        }
        final Image image = arena.next();
        try {
            final List<Planted> after = new ForestEdit(ip6, arena, image, edits).trees(planted);
            return arena.add(image) ? new Classifier(ip6, arena, after, editsLeft - edits.size()) : null;
        } catch (final TooLarge e) {
            return null;
        }
    }

    /** The family. */
    public boolean ip6() {
        return ip6;
    }

    /** Bytes outside the heap, with those of versions before that share them. */
    public long bytes() {
        return bytes;
    }

    /** What each tree looks like. */
    public List<Profile> profile() {
        return Arrays.stream(trees)
                .map(tree -> Profile.of(memory(), tree.root()))
                .toList();
    }

    Tree[] trees() {
        return trees;
    }

    /** Address that places count from. */
    long memory() {
        return arena.memory();
    }

    /** Gives the memory back; nobody asks any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            arena.release();
        }
    }
}
