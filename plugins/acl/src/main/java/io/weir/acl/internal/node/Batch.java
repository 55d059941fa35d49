package io.weir.acl.internal.node;

import io.weir.acl.internal.classify.Key;
import io.weir.graph.Frame;

/** Packets of a frame that are decided about together, as a dense list; for one node on one thread. */
final class Batch {
    /** Their places in the frame. */
    final int[] at = new int[Frame.CAPACITY];
    /** Their {@code Layers}. */
    final int[] layers = new int[Frame.CAPACITY];

    final long[] buffers = new long[Frame.CAPACITY];
    /** Interfaces by which they come or leave. */
    final int[] interfaces = new int[Frame.CAPACITY];
    /** Hashes of their sessions' keys, where these were looked for. */
    final int[] hashes = new int[Frame.CAPACITY];
    /** Where the session's key of each lies among {@link #sessionKeys}. */
    final int[] sessionAt = new int[Frame.CAPACITY];
    /** What rules are held against. */
    final long keys;

    final long sessionKeys;
    final int keyBytes;
    private int size;

    Batch(final boolean ip6, final NodeMemory memory) {
        keyBytes = Key.bytes(ip6);
        keys = memory.allocate((long) Frame.CAPACITY * keyBytes);
        sessionKeys = memory.allocate((long) Frame.CAPACITY * keyBytes);
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
        at[to] = at[from];
        buffers[to] = buffers[from];
        layers[to] = layers[from];
        interfaces[to] = interfaces[from];
        hashes[to] = hashes[from];
        sessionAt[to] = sessionAt[from];
    }
}
