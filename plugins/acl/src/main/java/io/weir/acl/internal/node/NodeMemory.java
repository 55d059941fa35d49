package io.weir.acl.internal.node;

import io.weir.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;

/** Memory of nodes, given back when none of them runs any more. Main only. */
public final class NodeMemory implements AutoCloseable {
    private final List<Long> blocks = new ArrayList<>();

    /** Memory until the end. */
    long allocate(final long bytes) {
        final long address = OffHeap.allocate(bytes);
        blocks.add(address);
        return address;
    }

    @Override
    public void close() {
        blocks.forEach(OffHeap::free);
        blocks.clear();
    }
}
