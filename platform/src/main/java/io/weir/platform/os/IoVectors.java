package io.weir.platform.os;

import java.lang.foreign.MemorySegment;
import org.agrona.UnsafeApi;

/**
 * An off-heap array of {@code struct iovec}, for {@link FdIo#readv} and {@link FdIo#writev}.
 *
 * <pre>
 *   0        8         16
 *   +--------+---------+----
 *   |  base  | length  | ...
 *   +--------+---------+----
 * </pre>
 *
 * <p>One thread at a time. The instance must stay reachable while its address is in use.
 */
public final class IoVectors {
    private static final int STRIDE = 16;

    private final MemorySegment memory;
    private final long address;
    private final int capacity;

    /**
     * An array of empty vectors.
     *
     * @param capacity how many; the kernel takes at most 1,024 at a time.
     */
    public IoVectors(final int capacity) {
        this.capacity = capacity;
        memory = Native.memory((long) capacity * STRIDE);
        address = memory.address();
    }

    /** Returns where the array begins, for the calls that take it. */
    public long address() {
        return address;
    }

    /** Returns how many vectors there are. */
    public int capacity() {
        return capacity;
    }

    /**
     * Points one vector at a piece of memory. The index is not checked.
     *
     * @param index       which vector.
     * @param base        where the piece begins.
     * @param lengthBytes how long it is.
     */
    public void set(final int index, final long base, final long lengthBytes) {
        final long vector = address + (long) index * STRIDE;
        UnsafeApi.putLong(vector, base);
        UnsafeApi.putLong(vector + Long.BYTES, lengthBytes);
    }
}
