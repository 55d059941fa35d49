package io.weir.memory;

import io.weir.plugin.HostOnly;

/**
 * Keeps the free buffers of a pool in the pool's place, where native code can reach them too: see {@link BufferPool#lend}.
 * The pool calls one method at a time; native code may take and give at any time.
 */
@HostOnly
public interface FreeList {
    /** Most buffers that the pool moves at once. */
    int BATCH = 1_024;

    /**
     * Moves up to {@code count} free buffers, at most {@link #BATCH}, to the caller.
     *
     * @return how many indices were written from {@code into[offset]} on.
     */
    int take(int[] into, int offset, int count);

    /** Gets buffers back; {@code count} may be more than {@link #BATCH}. */
    void put(int[] from, int offset, int count);

    /** How many are free, those included that native threads keep at hand. */
    int available();
}
