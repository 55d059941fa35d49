package io.weir.nat64.internal.log;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.HandedMemory;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Events on their way from one worker to the thread that sends them, in memory outside the heap: all there is to it lies there, so
 * that the next version of the plugin goes on with it. What finds no room is counted.
 */
final class LogRing implements AutoCloseable {
    /** Events that it holds. */
    static final int EVENTS = 1 << 16;

    private static final String LAYOUT = "nat64 log ring";
    private static final int VERSION = 1;
    private static final int CAPACITY = EVENTS * (LogRecord.BYTES + Long.BYTES);
    private static final int LOST = CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;
    /** A line of the cache more, for the count. */
    static final int BYTES = LOST + 64;

    private final long address;
    private final OneToOneRingBuffer ring;
    private int claimed;

    private LogRing(final long address) {
        this.address = address;
        ring = new OneToOneRingBuffer(new UnsafeBuffer(address, LOST));
    }

    /** An empty one. */
    static LogRing create() {
        final long memory = OffHeap.reserve(BYTES);
        // Now, as a worker would wait for each page.
        OffHeap.populate(memory, BYTES + OffHeap.pageBytes() - 1 & -OffHeap.pageBytes());
        return new LogRing(memory);
    }

    /** That of the version before. */
    static LogRing attach(final HandedMemory memory) {
        return new LogRing(memory.as(LAYOUT, VERSION));
    }

    HandedMemory handed() {
        return new HandedMemory(LAYOUT, VERSION, address, BYTES);
    }

    /** Where the next event is to be written, followed by {@link #commit}; 0 if there is no room, which is counted. Its worker only. */
    long claim(final int event) {
        claimed = ring.tryClaim(event, LogRecord.BYTES);
        if (claimed < 0) {
            Memory.putLongRelease(address + LOST, Memory.getLong(address + LOST) + 1);
            return 0;
        }
        return address + claimed;
    }

    /** The event is there. */
    void commit() {
        ring.commit(claimed);
    }

    /** Events for which there was no room. Any thread. */
    long lost() {
        return Memory.getLongAcquire(address + LOST);
    }

    /** How many wait. Any thread. */
    long waiting() {
        return ring.size() / (LogRecord.BYTES + Long.BYTES);
    }

    /** Takes events out. One thread at a time, other than the worker or not. */
    int read(final MessageHandler handler, final int most) {
        return ring.read(handler, most);
    }

    /** Address of an event that a handler is given. */
    long at(final int index) {
        return address + index;
    }

    @Override
    public void close() {
        OffHeap.free(address);
    }
}
