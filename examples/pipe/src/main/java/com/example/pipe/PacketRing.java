package com.example.pipe;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/**
 * Packets on their way from one thread to another: one puts, one takes.
 *
 * <pre>
 * 0    head: how many were taken          written by the taker
 * 64   tail: how many were put            written by the putter
 * 128  indices of the packets, a ring
 * </pre>
 *
 * What {@link #put} writes with release semantics, {@link #take} reads with acquire, and the other way round for the head: so an
 * index, and the packet that it names, is seen whole, and a place is not written before it was read.
 */
final class PacketRing {
    private static final int CAPACITY = 1_024;
    private static final int TAIL = 64;
    private static final int INDICES = 128;

    private final long address = OffHeap.allocate(INDICES + 4 * CAPACITY);

    PacketRing() {
        Memory.zero(address, INDICES);
    }

    /** Puts a packet; returns whether there was room. */
    boolean put(final int index) {
        final long tail = Memory.getLong(address + TAIL);
        if (tail - Memory.getLongAcquire(address) == CAPACITY) {
            return false;
        }
        Memory.putInt(place(tail), index);
        Memory.putLongRelease(address + TAIL, tail + 1);
        return true;
    }

    /** Takes up to {@code max} packets. */
    int take(final int[] into, final int offset, final int max) {
        final long head = Memory.getLong(address);
        final int taken = (int) Math.min(max, Memory.getLongAcquire(address + TAIL) - head);
        for (int i = 0; i < taken; i++) {
            into[offset + i] = Memory.getInt(place(head + i));
        }
        Memory.putLongRelease(address, head + taken);
        return taken;
    }

    private long place(final long count) {
        return address + INDICES + 4 * (count & CAPACITY - 1);
    }

    /** How many wait; while neither thread runs. */
    int size() {
        return (int) (Memory.getLong(address + TAIL) - Memory.getLong(address));
    }

    void free() {
        OffHeap.free(address);
    }
}
