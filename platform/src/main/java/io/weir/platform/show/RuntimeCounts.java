package io.weir.platform.show;

import io.weir.platform.graph.NodeRuntime;

/**
 * What a node did on one thread.
 *
 * @param calls how often it was called.
 * @param vectors packets that it was given, or took.
 * @param suspends how often it gave main back, if it is a process.
 * @param ns nanoseconds spent in it.
 * @param measured packets of those calls whose allocation was measured.
 * @param bytes that it allocated in those.
 */
record RuntimeCounts(long calls, long vectors, long suspends, long ns, long measured, long bytes) {
    static final RuntimeCounts NONE = new RuntimeCounts(0, 0, 0, 0, 0, 0);

    static RuntimeCounts of(final NodeRuntime runtime) {
        return new RuntimeCounts(
                runtime.calls(),
                runtime.vectors(),
                runtime.suspends(),
                runtime.clockNs(),
                runtime.measuredPackets(),
                runtime.measuredBytes());
    }

    RuntimeCounts minus(final RuntimeCounts other) {
        return new RuntimeCounts(
                calls - other.calls,
                vectors - other.vectors,
                suspends - other.suspends,
                ns - other.ns,
                measured - other.measured,
                bytes - other.bytes);
    }

    boolean none() {
        return calls == 0 && vectors == 0 && suspends == 0;
    }

    /** Nanoseconds per packet; per call where there were no packets, per suspend where there were no calls. */
    double nsEach() {
        final long each = vectors > 0 ? vectors : calls > 0 ? calls : suspends;
        return Numbers.per(ns, each);
    }

    double vectorsPerCall() {
        return Numbers.per(vectors, calls);
    }
}
