package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Rule;
import io.weir.memory.OffHeap;
import java.util.Arrays;
import java.util.List;

/**
 * A list's rules of one family, compiled: tells of a packet which of them is the first that it matches. Immutable, outside the
 * heap; any number of threads ask it at once, each by a {@link Walk} of its own.
 *
 * <p>Rules lie in the leaves of trees, in the order of the list. A branch takes some bits of the key to choose the child, so a
 * step is one load, and all packets of a vector take theirs before the next.
 */
public final class Classifier implements AutoCloseable {
    private final boolean ip6;
    private final long memory;
    private final long bytes;
    private final Tree[] trees;
    private boolean closed;

    private Classifier(final boolean ip6, final Image image, final Tree[] trees) {
        this.ip6 = ip6;
        this.trees = trees;
        memory = image.place();
        bytes = (long) image.size() * Long.BYTES;
    }

    /** Compiles those rules of a list that are of a family; their labels are their numbers in the list. */
    public static Classifier of(final boolean ip6, final List<Rule> rules) {
        final Image image = new Image();
        return new Classifier(ip6, image, Forest.grow(Boxes.of(ip6, rules), image));
    }

    /** The family. */
    public boolean ip6() {
        return ip6;
    }

    /** Bytes outside the heap. */
    public long bytes() {
        return bytes;
    }

    /** What each tree looks like. */
    public List<Profile> profile() {
        return Arrays.stream(trees).map(tree -> Profile.of(memory, tree.root())).toList();
    }

    Tree[] trees() {
        return trees;
    }

    /** Address that places count from. */
    long memory() {
        return memory;
    }

    /** Gives the memory back; nobody asks any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            OffHeap.free(memory);
        }
    }
}
