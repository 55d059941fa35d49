package io.weir.acl.internal.classify;

import io.weir.memory.Memory;

/**
 * Asks classifiers about many packets at once, in passes: each packet takes one step before any takes the next, so that a core
 * has as many loads on the way as it can. For one thread.
 */
public final class Walk {
    /** Packets of a pass: a vector. */
    private static final int GROUP = 256;

    private final long[] places = new long[GROUP];
    private final int[] active = new int[GROUP];
    /** What loads that are made for their effect on the cache have brought, so that they are not left out. */
    private long loaded;

    /**
     * Finds the first rule that each packet matches.
     *
     * @param keys address of the first {@link Key}, the others lie behind it.
     * @param matched gets the rules' labels; -1 where none matches.
     */
    public void first(final Classifier classifier, final long keys, final int count, final int[] matched) {
        for (int from = 0; from < count; from += GROUP) {
            final int size = Math.min(GROUP, count - from);
            group(classifier, keys + (long) from * Key.bytes(classifier.ip6()), size, matched, from);
        }
    }

    private void group(
            final Classifier classifier, final long keys, final int count, final int[] matched, final int from) {
        for (int i = 0; i < count; i++) {
            matched[from + i] = -1;
        }
        final boolean ip6 = classifier.ip6();
        for (final Tree tree : classifier.trees()) {
            final int waiting = begin(tree, count, matched, from);
            if (waiting > 0) {
                if (!Place.isLeaf(tree.root())) {
                    descend(classifier.memory(), keys, Key.bytes(ip6), waiting);
                }
                if (ip6) {
                    compare6(classifier.memory(), keys, count, matched, from);
                } else {
                    compare4(classifier.memory(), keys, count, matched, from);
                }
            }
        }
    }

    /** Has the packets begin at a tree's root that may find a better rule there; returns how many. */
    private int begin(final Tree tree, final int count, final int[] matched, final int from) {
        int waiting = 0;
        for (int i = 0; i < count; i++) {
            // Without sign: none is the largest.
            final boolean better = Integer.compareUnsigned(tree.first(), matched[from + i]) < 0;
            places[i] = better ? tree.root() : Place.EMPTY;
            active[waiting] = i;
            waiting += better ? 1 : 0;
        }
        return waiting;
    }

    private void descend(final long memory, final long keys, final int keyBytes, final int count) {
        int left = count;
        while (left > 0) {
            int still = 0;
            for (int j = 0; j < left; j++) {
                final int i = active[j];
                final long place = places[i];
                final int word = Memory.getInt(keys + (long) i * keyBytes + Place.keyOffset(place));
                final long next = Memory.getLong(memory + Place.child(place, word));
                places[i] = next;
                active[still] = i;
                still += Place.isLeaf(next) ? 0 : 1;
            }
            left = still;
        }
    }

    private void compare4(final long memory, final long keys, final int count, final int[] matched, final int from) {
        touch(memory, count);
        for (int i = 0; i < count; i++) {
            final long place = places[i];
            final int label =
                    Record.first4(memory + Place.offset(place), Place.records(place), keys + (long) i * Key.IP4_BYTES);
            // Without sign: none is the largest.
            matched[from + i] = Integer.compareUnsigned(label, matched[from + i]) < 0 ? label : matched[from + i];
        }
    }

    private void compare6(final long memory, final long keys, final int count, final int[] matched, final int from) {
        touch(memory, count);
        for (int i = 0; i < count; i++) {
            final long place = places[i];
            final int label =
                    Record.first6(memory + Place.offset(place), Place.records(place), keys + (long) i * Key.IP6_BYTES);
            matched[from + i] = Integer.compareUnsigned(label, matched[from + i]) < 0 ? label : matched[from + i];
        }
    }

    /** Brings the first record of each leaf into the cache. */
    private void touch(final long memory, final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Memory.getLong(memory + Place.offset(places[i]));
        }
        loaded = sum;
    }

    /** Has what was loaded for its effect alone be of use. */
    long loaded() {
        return loaded;
    }
}
