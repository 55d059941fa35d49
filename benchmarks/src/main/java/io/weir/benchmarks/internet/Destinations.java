package io.weir.benchmarks.internet;

import io.weir.fib.Prefix;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.Random;

/** Random addresses within a table's prefixes, one behind the other outside the heap: upper halves. Written before packets come. */
final class Destinations {
    /** A power of two. */
    static final int COUNT = 1 << 20;

    private final long addresses = OffHeap.allocate((long) COUNT * Long.BYTES);

    /** Draws all of them anew. */
    void draw(final DrawnTable table, final long seed) {
        final Random random = new Random(seed);
        for (int i = 0; i < COUNT; i++) {
            Memory.putLong(addresses + i * 8L, table.address(random));
        }
    }

    long high(final int i) {
        return Memory.getLong(addresses + (i & COUNT - 1) * 8L);
    }

    int ip4(final int i) {
        return Prefix.ip4(high(i));
    }

    void free() {
        OffHeap.free(addresses);
    }
}
