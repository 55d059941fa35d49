package io.weir.acl.internal.classify;

import io.weir.memory.Memory;
import java.util.Arrays;

/**
 * Asks classifiers about many packets at once, in passes: each packet takes one step before any takes the next, so that a core
 * has as many loads on the way as it can. For one thread.
 */
public final class Walk {
    /** Packets of a pass: a vector. */
    private static final int GROUP = 256;

    /** What is smaller than this stays in a core's caches. */
    private static final int CACHED_BYTES = 1 << 17;

    private final long[] places = new long[GROUP];
    /** Packets that have not come to a leaf. */
    private final int[] active = new int[GROUP];
    /** Packets that another tree is asked about. */
    private final int[] asked = new int[GROUP];
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
        final Tree[] trees = classifier.trees();
        if (trees.length == 0) {
            Arrays.fill(matched, from, from + count, -1);
            return;
        }
        final boolean ip6 = classifier.ip6();
        final long memory = classifier.memory();
        final boolean large = classifier.bytes() > CACHED_BYTES;
        enter(memory, trees[0].root(), keys, Key.bytes(ip6), count);
        if (ip6) {
            compare6(memory, keys, count, matched, from, large);
        } else {
            compare4(memory, keys, count, matched, from, large);
        }
        for (int t = 1; t < trees.length; t++) {
            more(classifier, trees[t], keys, count, matched, from, large);
        }
    }

    /** Takes all packets from the root of a tree to their leaves. */
    private void enter(final long memory, final long root, final long keys, final int keyBytes, final int count) {
        if (Place.isLeaf(root)) {
            Arrays.fill(places, 0, count, root);
            return;
        }
        // The same for all: what the root asks for is taken apart once.
        final long word = keys + Place.keyOffset(root);
        final long children = memory + Place.offset(root);
        final int shift = Place.shift(root);
        final int mask = Place.mask(root);
        int left = 0;
        for (int i = 0; i < count; i++) {
            final int child = Memory.getInt(word + (long) i * keyBytes) >>> shift & mask;
            final long next = Memory.getLong(children + ((long) child << 3));
            places[i] = next;
            active[left] = i;
            left += Place.isLeaf(next) ? 0 : 1;
        }
        descend(memory, keys, keyBytes, left);
    }

    /** Asks another tree about those packets for which it may have a better rule. */
    private void more(
            final Classifier classifier,
            final Tree tree,
            final long keys,
            final int count,
            final int[] matched,
            final int from,
            final boolean large) {
        int waiting = 0;
        for (int i = 0; i < count; i++) {
            // Without sign: none is the largest.
            final boolean better = Integer.compareUnsigned(tree.first(), matched[from + i]) < 0;
            asked[waiting] = i;
            waiting += better ? 1 : 0;
        }
        if (waiting == 0) {
            return;
        }
        final boolean ip6 = classifier.ip6();
        final long memory = classifier.memory();
        final boolean branches = !Place.isLeaf(tree.root());
        for (int j = 0; j < waiting; j++) {
            places[asked[j]] = tree.root();
            active[j] = asked[j];
        }
        descend(memory, keys, Key.bytes(ip6), branches ? waiting : 0);
        if (large) {
            touch(memory, waiting);
        }
        for (int j = 0; j < waiting; j++) {
            final int i = asked[j];
            final long place = places[i];
            final long records = memory + Place.offset(place);
            final int label = ip6
                    ? Record.first6(records, Place.records(place), keys + (long) i * Key.IP6_BYTES, matched[from + i])
                    : Record.first4(records, Place.records(place), keys + (long) i * Key.IP4_BYTES, matched[from + i]);
            matched[from + i] = label >= 0 ? label : matched[from + i];
        }
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

    private void compare4(
            final long memory,
            final long keys,
            final int count,
            final int[] matched,
            final int from,
            final boolean large) {
        if (large) {
            touchAll(memory, count);
        }
        for (int i = 0; i < count; i++) {
            final long place = places[i];
            matched[from + i] = Record.first4(
                    memory + Place.offset(place), Place.records(place), keys + (long) i * Key.IP4_BYTES, -1);
        }
    }

    private void compare6(
            final long memory,
            final long keys,
            final int count,
            final int[] matched,
            final int from,
            final boolean large) {
        if (large) {
            touchAll(memory, count);
        }
        for (int i = 0; i < count; i++) {
            final long place = places[i];
            matched[from + i] = Record.first6(
                    memory + Place.offset(place), Place.records(place), keys + (long) i * Key.IP6_BYTES, -1);
        }
    }

    /** Brings the first record of each leaf into the cache. */
    private void touchAll(final long memory, final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Memory.getLong(memory + Place.offset(places[i]));
        }
        loaded = sum;
    }

    private void touch(final long memory, final int count) {
        long sum = 0;
        for (int j = 0; j < count; j++) {
            sum += Memory.getLong(memory + Place.offset(places[asked[j]]));
        }
        loaded = sum;
    }

    /** Has what was loaded for its effect alone be of use. */
    long loaded() {
        return loaded;
    }
}
