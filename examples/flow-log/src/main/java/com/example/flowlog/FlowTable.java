package com.example.flowlog;

/** What one thread has counted: packets of flows by a part of their hash. Only that thread touches it. */
final class FlowTable {
    /** A power of two. */
    static final int BUCKETS = 1_024;

    private final long[] packets;
    private long before;
    private long lastSecond;

    FlowTable(final long[] packets) {
        this.packets = packets;
    }

    /** Counts a packet; returns how many there were of its bucket. */
    long count(final int bucket) {
        return ++packets[bucket];
    }

    static int bucket(final int hash) {
        return hash & BUCKETS - 1;
    }

    /** A second has passed. */
    void tick() {
        final long now = total();
        lastSecond = now - before;
        before = now;
    }

    long total() {
        long total = 0;
        for (final long each : packets) {
            total += each;
        }
        return total;
    }

    int flows() {
        int flows = 0;
        for (final long each : packets) {
            flows += each == 0 ? 0 : 1;
        }
        return flows;
    }

    /** Packets in the last whole second. */
    long lastSecond() {
        return lastSecond;
    }
}
