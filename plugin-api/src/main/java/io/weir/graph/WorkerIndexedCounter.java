package io.weir.graph;

import io.weir.memory.Memory;
import io.weir.plugin.HostOnly;
import java.util.Objects;

/** One thread's part of an {@link IndexedCounter}: 64 bits for each number, in a row. */
public final class WorkerIndexedCounter {
    private long address;
    private int size;

    /** For the host: {@link IndexedCounter#on} gives these out. */
    @HostOnly
    public WorkerIndexedCounter(final long address, final int size) {
        this.address = address;
        this.size = size;
    }

    /** Moves it to other memory, which has all of what it has counted; for the host, while the thread is parked. */
    @HostOnly
    public void move(final long to, final int numbers) {
        address = to;
        size = numbers;
    }

    /** Adds; only the owning thread calls. */
    public void add(final int index, final long amount) {
        final long at = address + 8L * Objects.checkIndex(index, size);
        Memory.putLong(at, Memory.getLong(at) + amount);
    }

    /** What this thread has counted in all, cleared or not. */
    public long value(final int index) {
        return Memory.getLong(address + 8L * Objects.checkIndex(index, size));
    }

    /** Where it lies; for the host. */
    @HostOnly
    public long address() {
        return address;
    }
}
