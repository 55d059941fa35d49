package io.weir.acl.internal.classify;

import io.weir.memory.OffHeap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory outside the heap that versions of a classifier share: each adds words behind those that are there, which nobody writes
 * again. One thread at a time adds; words count for others when they have come by the version that has them.
 */
final class Arena {
    private final long memory;
    private final int room;
    private final AtomicInteger users = new AtomicInteger(1);
    private int size;

    /** Holds an image, for its first user, and has room for so many more words. */
    Arena(final Image image, final long more) {
        final long words = Math.min(image.size() + more, Image.MAX_WORDS);
        room = (int) words;
        memory = OffHeap.allocate(Math.max(8, words * Long.BYTES));
        image.place(memory);
        size = image.size();
    }

    /** Address that places count from. */
    long memory() {
        return memory;
    }

    int size() {
        return size;
    }

    /** An image whose words come behind those that are there. */
    Image next() {
        return new Image(size);
    }

    /** Adds an image from {@link #next}, for one more user; false if there is no room. */
    boolean add(final Image image) {
        if ((long) size + image.size() > room) {
            return false;
        }
        image.place(memory);
        size += image.size();
        users.incrementAndGet();
        return true;
    }

    /** A user needs it no more; the memory goes with the last. */
    void release() {
        if (users.decrementAndGet() == 0) {
            OffHeap.free(memory);
        }
    }
}
