package io.weir.acl.internal.lookup;

import io.weir.acl.internal.classify.Key;
import io.weir.graph.Frame;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/** Keys of packets of one family, as a dense row. For one thread. */
final class KeyGroup implements AutoCloseable {
    /** Places of the packets in the frame. */
    final int[] at = new int[Frame.CAPACITY];

    final boolean ip6;
    final long keys;
    private final int keyBytes;
    private int size;

    KeyGroup(final boolean ip6) {
        this.ip6 = ip6;
        keyBytes = Key.bytes(ip6);
        keys = OffHeap.allocate((long) Frame.CAPACITY * keyBytes);
    }

    /** Takes a packet in; returns where its key is to be written. */
    long add(final int place) {
        at[size] = place;
        return keys + (long) size++ * keyBytes;
    }

    int size() {
        return size;
    }

    /** Keeps the first ones. */
    void size(final int kept) {
        size = kept;
    }

    /** Moves one to a place before it. */
    void move(final int from, final int to) {
        if (from != to) {
            at[to] = at[from];
            Memory.copy(keys + (long) from * keyBytes, keys + (long) to * keyBytes, keyBytes);
        }
    }

    @Override
    public void close() {
        OffHeap.free(keys);
    }
}
