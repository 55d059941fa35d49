package io.weir.testkit.live;

import io.weir.memory.OffHeap;

/** A table outside the heap. */
final class ScriptedMemory {
    private long address;

    void reserve(final long bytes) {
        address = OffHeap.allocate(bytes);
    }

    void giveBack() {
        if (address != 0) {
            OffHeap.free(address);
            address = 0;
        }
    }
}
