package io.weir.platform.thread;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A bounded queue of vectors in front of one thread: many threads offer, the owner takes. A ring of slots with a
 * sequence number each (Vyukov's bounded queue, one consumer): a slot at position {@code p} may be filled while its
 * number is {@code p}, and taken once it is {@code p + 1}; the consumer then sets it to {@code p + size}.
 *
 * <p>The release write of a slot's number after filling pairs with the consumer's acquire read of it, and the other way
 * round after taking.
 */
public final class HandoffQueue {
    /** Vectors that a queue holds. */
    public static final int SLOTS = 64;

    /** Where vectors come out. */
    @FunctionalInterface
    interface Receiver {
        /** Takes a vector; the array is the queue's, to be copied from. */
        void arrive(int[] packets, int count, int target);
    }

    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong congested = new AtomicLong();
    private final AtomicLongArray sequence = new AtomicLongArray(SLOTS);
    private final int[][] packets = new int[SLOTS][Frame.CAPACITY];
    private final int[] counts = new int[SLOTS];
    private final int[] targets = new int[SLOTS];
    private long head;

    HandoffQueue() {
        for (int i = 0; i < SLOTS; i++) {
            sequence.set(i, i);
        }
    }

    /** Puts packets in, all or none. Any thread. */
    boolean offer(final int[] buffers, final int offset, final int count, final int target) {
        while (true) {
            final long position = tail.get();
            final int slot = (int) position & SLOTS - 1;
            final long state = sequence.getAcquire(slot);
            if (state < position) {
                congested.incrementAndGet();
                return false;
            }
            if (state == position && tail.compareAndSet(position, position + 1)) {
                System.arraycopy(buffers, offset, packets[slot], 0, count);
                counts[slot] = count;
                targets[slot] = target;
                sequence.setRelease(slot, position + 1);
                return true;
            }
            Thread.onSpinWait();
        }
    }

    /** Takes what is there into the graph, at most once around the ring; returns how many packets. Only the owner. */
    int drain(final Receiver receiver) {
        int taken = 0;
        for (int vectors = 0; vectors < SLOTS && !empty(); vectors++) {
            final int slot = (int) head & SLOTS - 1;
            receiver.arrive(packets[slot], counts[slot], targets[slot]);
            taken += counts[slot];
            sequence.setRelease(slot, head + SLOTS);
            head++;
        }
        return taken;
    }

    /** Whether nothing is there. Only the owner. */
    boolean empty() {
        return sequence.getAcquire((int) head & SLOTS - 1) != head + 1;
    }

    /** Buffers of the packets that wait; while no thread offers or takes. */
    public int buffers() {
        int waiting = 0;
        for (long position = head; sequence.getAcquire((int) position & SLOTS - 1) == position + 1; position++) {
            final int slot = (int) position & SLOTS - 1;
            for (int i = 0; i < counts[slot]; i++) {
                waiting += Buffer.chainLength(packets[slot][i]);
            }
        }
        return waiting;
    }

    /** How often it was full. Any thread. */
    public long congested() {
        return congested.get();
    }
}
