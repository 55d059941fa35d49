package io.weir.platform.thread;

import java.util.stream.IntStream;

/**
 * When a thread's loop took long to come round, for the last of those times. The thread writes; others read what may just
 * be overwritten, which is good enough for a report.
 */
final class GapLog {
    /** Gaps shorter than this are not noted. */
    static final long SHORTEST_NS = 20_000;

    private static final int ENTRIES = 8_192;

    private final long[] ends = new long[ENTRIES];
    private final long[] gaps = new long[ENTRIES];
    private volatile int next;

    void add(final long endNs, final long gapNs) {
        final int at = next;
        ends[at & ENTRIES - 1] = endNs;
        gaps[at & ENTRIES - 1] = gapNs;
        next = at + 1;
    }

    /** All gaps that ended in a stretch of time, as far as they are remembered, in nanoseconds. */
    long[] between(final long fromNs, final long toNs) {
        final int end = next;
        return IntStream.range(Math.max(0, end - ENTRIES), end)
                .filter(at -> ends[at & ENTRIES - 1] > fromNs && ends[at & ENTRIES - 1] <= toNs)
                .mapToLong(at -> gaps[at & ENTRIES - 1])
                .toArray();
    }

    /** The longest gap that overlaps a stretch of time, in nanoseconds of {@link System#nanoTime}; 0 if all were short. */
    long longest(final long fromNs, final long toNs) {
        final int end = next;
        long longest = 0;
        for (int at = Math.max(0, end - ENTRIES); at < end; at++) {
            final long to = ends[at & ENTRIES - 1];
            final long gap = gaps[at & ENTRIES - 1];
            if (to > fromNs && to - gap < toNs) {
                longest = Math.max(longest, gap);
            }
        }
        return longest;
    }
}
