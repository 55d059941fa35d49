package io.weir.platform.pg;

import java.util.concurrent.atomic.AtomicLong;

/** What a stream has done since it was last enabled. The stream's worker counts; any thread may read. */
public final class StreamCounters {
    private final AtomicLong generated = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong offered = new AtomicLong();

    StreamCounters() {}

    /** Packets that entered the graph. */
    public long generated() {
        return generated.get();
    }

    /** Packets that were due but found the virtual ring full. */
    public long lost() {
        return lost.get();
    }

    /** Packets that have been due so far: generated, lost, and those that wait in the virtual ring. */
    public long offered() {
        return offered.get();
    }

    void count(final long newGenerated, final long newLost, final long newOffered) {
        generated.setRelease(newGenerated);
        lost.setRelease(newLost);
        offered.setRelease(newOffered);
    }
}
