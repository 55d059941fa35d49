package io.weir.nat64.internal.node;

import io.weir.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;

/** Memory of nodes, which goes when they have gone. Any thread. */
final class NodeMemory implements AutoCloseable {
    private final List<Long> blocks = new ArrayList<>();

    synchronized long allocate(final long bytes) {
        final long block = OffHeap.allocate(bytes);
        blocks.add(block);
        return block;
    }

    @Override
    public synchronized void close() {
        blocks.forEach(OffHeap::free);
        blocks.clear();
    }
}
