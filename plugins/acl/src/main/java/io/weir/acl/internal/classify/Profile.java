package io.weir.acl.internal.classify;

import io.weir.memory.Memory;

/**
 * What a tree looks like: how far packets walk, and how many rules they are held against then.
 *
 * @param branches places that choose among children.
 * @param leaves places with rules; those without don't count.
 * @param depth steps to the leaf that is farthest away.
 * @param records rules in all leaves, copies included.
 * @param largest rules in the largest leaf.
 */
public record Profile(int branches, int leaves, int depth, long records, int largest) {
    private static final Profile EMPTY = new Profile(0, 0, 0, 0, 0);

    /** Of a place in a tree, and all below. */
    static Profile of(final long memory, final long place) {
        if (Place.isLeaf(place)) {
            final int records = Place.records(place);
            return records == 0 ? EMPTY : new Profile(0, 1, 0, records, records);
        }
        int branches = 1;
        int leaves = 0;
        int depth = 0;
        long records = 0;
        int largest = 0;
        for (int child = 0; child <= Place.mask(place); child++) {
            final Profile below = of(memory, Memory.getLong(memory + Place.offset(place) + ((long) child << 3)));
            branches += below.branches;
            leaves += below.leaves;
            depth = Math.max(depth, below.depth + 1);
            records += below.records;
            largest = Math.max(largest, below.largest);
        }
        return new Profile(branches, leaves, depth, records, largest);
    }
}
