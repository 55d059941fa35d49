package com.example.flowlog;

import io.weir.graph.Frame;

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

    /** Counts a packet by the hash of its flow, and notes that if it is traced. */
    void count(final Frame frame, final int i, final int hash) {
        final int bucket = hash & BUCKETS - 1;
        packets[bucket]++;
        if (frame.traced()) {
            frame.trace(i, bucket, packets[bucket]);
        }
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
