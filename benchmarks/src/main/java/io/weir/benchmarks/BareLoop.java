package io.weir.benchmarks;

import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.OffHeap;
import io.weir.memory.PageSize;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * The yardstick: the work of forwarding a packet as bare loops over vectors of 256, with no graph, no features, no tracing and
 * no error handling around them. It takes its buffers from the same kind of pool as the engine does, with the same pages and
 * stride; its packets lie where a plain layout puts them, metadata on the first line of the buffer and data from byte 256 on.
 */
abstract class BareLoop {
    static final int VECTOR = 256;
    static final int DATA = 256;
    static final int CURRENT_LENGTH = 2;
    static final int FLAGS = 4;
    static final int RX = 8;
    static final int TX = 12;
    static final int ADJACENCY = 16;
    static final int ROUTES = 65_536;

    final long routeCounters = OffHeap.allocate(ROUTES * 16L);
    final long adjacencies = OffHeap.allocate(64 * 64);
    final long adjacencyCounters = OffHeap.allocate(64 * 16);
    final long template = OffHeap.allocate(64);
    final int[] routeAdjacency = new int[ROUTES];
    final int[] vector = new int[VECTOR];
    final short[] next = new short[VECTOR];

    private final Buffers buffers = new Buffers(new BufferPool("bare", 16_384, PageSize.DEFAULT));
    private final long txCounters = OffHeap.allocate(64);
    private final int[] free = new int[16_384];
    private int freeCount;
    private int random = 1;
    private long generateNs;
    private long bad;

    BareLoop(final byte[] header, final long sourceAndType) {
        while (freeCount < free.length) {
            freeCount += buffers.allocate(free, freeCount, 256);
        }
        Arrays.sort(free);
        for (int i = 0; i < header.length; i++) {
            UnsafeApi.putByte(template + i, header[i]);
        }
        UnsafeApi.putLong(adjacencies, 0x0102030405060708L);
        UnsafeApi.putLong(adjacencies + 8, sourceAndType);
        UnsafeApi.putInt(adjacencies + 16, 2);
        UnsafeApi.putInt(adjacencies + 20, 1_500);
    }

    /** Writes the packets of a vector. */
    abstract void write();

    /** Verifies headers; returns how many are bad. */
    abstract int input();

    abstract void lookup();

    abstract void rewrite();

    /** Forwards vectors for so long; returns how many packets. What generating them took is added up apart. */
    final long run(final long sliceNs) {
        long packets = 0;
        final long start = System.nanoTime();
        long now = start;
        do {
            final long t0 = now;
            freeCount -= VECTOR;
            System.arraycopy(free, freeCount, vector, 0, VECTOR);
            write();
            final long t1 = System.nanoTime();
            generateNs += t1 - t0;
            bad += input();
            lookup();
            rewrite();
            tx();
            packets += VECTOR;
            now = System.nanoTime();
        } while (now - start < sliceNs);
        return packets;
    }

    /** Nanoseconds that making packets has taken so far. */
    final long generateNs() {
        return generateNs;
    }

    /** Packets that failed a check: none. */
    final long bad() {
        return bad;
    }

    final int random() {
        random = random * 1_664_525 + 1_013_904_223;
        return random >>> 8;
    }

    private void tx() {
        long bytes = 0;
        for (int i = 0; i < VECTOR; i++) {
            bytes += UnsafeApi.getShort(Buffer.address(vector[i]) + CURRENT_LENGTH);
        }
        count(txCounters, VECTOR, bytes);
        System.arraycopy(vector, 0, free, freeCount, VECTOR);
        freeCount += VECTOR;
    }

    static void count(final long counter, final long packets, final long bytes) {
        UnsafeApi.putLong(counter, UnsafeApi.getLong(counter) + packets);
        UnsafeApi.putLong(counter + 8, UnsafeApi.getLong(counter + 8) + bytes);
    }

    /** Nanoseconds of a packet in a slice, what makes the packets left out. */
    final double slice(final long sliceNs) {
        final long before = generateNs();
        final long start = System.nanoTime();
        final long packets = run(sliceNs);
        return (System.nanoTime() - start - (generateNs() - before)) / (double) packets;
    }
}
