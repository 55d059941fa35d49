package io.weir.graph;

import io.weir.memory.Memory;
import io.weir.plugin.HostOnly;

/** One thread's part of a counter: 64 bits at an address that other threads and processes only read. */
public final class WorkerCounter {
    private final long address;

    /** For the host: {@link Counter#on} gives these out. */
    @HostOnly
    public WorkerCounter(final long address) {
        this.address = address;
    }

    /** Adds; only the owning thread calls. */
    public void add(final long amount) {
        Memory.putLong(address, Memory.getLong(address) + amount);
    }

    /** The value so far. */
    public long value() {
        return Memory.getLong(address);
    }
}
