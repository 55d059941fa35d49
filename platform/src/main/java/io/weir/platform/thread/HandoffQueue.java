package io.weir.platform.thread;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bounded queue of vectors of one handoff in front of one thread: many threads offer, the owner takes. A ring of slots with
 * a sequence number each (Vyukov's bounded queue, one consumer): a slot at position {@code p} may be filled while its
 * number is {@code p}, and taken once it is {@code p + 1}; the consumer then sets it to {@code p + size}.
 *
 * <p>The release write of a slot's number after filling pairs with the consumer's acquire read of it, and the other way
 * round after taking.
 */
final class HandoffQueue {
    /** Where vectors come out. */
    @FunctionalInterface
    interface Receiver {
        /** Takes a vector; the array is the queue's, to be copied from. */
        void arrive(int[] packets, int count, int target);
    }

    private final int target;
    private final int slots;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLongArray sequence;
    private final int[][] packets;
    private final AtomicIntegerArray counts;
    private long head;
    private volatile boolean closed;

    /**
     * An empty queue.
     *
     * @param target where its packets go.
     * @param slots vectors that it holds, a power of two.
     */
    HandoffQueue(final int target, final int slots) {
        this.target = target;
        this.slots = slots;
        sequence = new AtomicLongArray(slots);
        counts = new AtomicIntegerArray(slots);
        packets = new int[slots][Frame.CAPACITY];
        for (int i = 0; i < slots; i++) {
            sequence.set(i, i);
        }
    }

    /** Puts packets in, all or none. Any thread. */
    boolean offer(final int[] buffers, final int offset, final int count) {
        while (!closed) {
            final long position = tail.get();
            final int slot = (int) position & slots - 1;
            final long state = sequence.getAcquire(slot);
            if (state < position) {
                return false;
            }
            if (state == position && tail.compareAndSet(position, position + 1)) {
                System.arraycopy(buffers, offset, packets[slot], 0, count);
                counts.setPlain(slot, count);
                sequence.setRelease(slot, position + 1);
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** Takes what is there into the graph, at most once around the ring; returns how many packets. Only the owner. */
    int drain(final Receiver receiver) {
        int taken = 0;
        for (int vectors = 0; vectors < slots && !empty(); vectors++) {
            final int slot = (int) head & slots - 1;
            final int count = counts.getPlain(slot);
            receiver.arrive(packets[slot], count, target);
            taken += count;
            sequence.setRelease(slot, head + slots);
            head++;
        }
        return taken;
    }

    /** Whether nothing is there. Only the owner, or main while no thread offers or takes. */
    boolean empty() {
        return sequence.getAcquire((int) head & slots - 1) != head + 1;
    }

    /** Takes nothing more. Any thread. */
    void close() {
        closed = true;
    }

    /** Vectors that wait, about. Any thread. */
    int waiting() {
        int waiting = 0;
        for (int i = 0; i < slots; i++) {
            // Filled: the number is one above a position of this slot.
            waiting += (sequence.getAcquire(i) - i & slots - 1) == 1 ? 1 : 0;
        }
        return waiting;
    }

    /** Buffers of the packets that wait; while no thread offers or takes. */
    int buffers() {
        int waiting = 0;
        for (long position = head; sequence.getAcquire((int) position & slots - 1) == position + 1; position++) {
            final int slot = (int) position & slots - 1;
            for (int i = 0; i < counts.getPlain(slot); i++) {
                waiting += Buffer.chainLength(packets[slot][i]);
            }
        }
        return waiting;
    }
}
