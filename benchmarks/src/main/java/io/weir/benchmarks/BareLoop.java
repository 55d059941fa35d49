package io.weir.benchmarks;

import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.OffHeap;
import io.weir.memory.PageSize;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * The yardstick: the work of forwarding an IPv4 packet as bare loops over vectors of 256, with no graph, no features, no
 * tracing and no error handling around them. It takes its buffers from the same kind of pool as the engine does, with
 * the same pages and stride; its packets lie where a plain layout puts them, metadata on the first line of the buffer
 * and data from byte 256 on.
 */
final class BareLoop {
    private static final int VECTOR = 256;
    private static final int DATA = 256;
    private static final int CURRENT_LENGTH = 2;
    private static final int FLAGS = 4;
    private static final int RX = 8;
    private static final int TX = 12;
    private static final int ADJACENCY = 16;
    private static final int ROUTES = 65_536;
    private static final int FIXED_DESTINATION = 0xc0a80202;

    private final Buffers buffers = new Buffers(new BufferPool("bare", 16_384, PageSize.DEFAULT));
    private final long routeCounters = OffHeap.allocate(ROUTES * 16L);
    private final long adjacencies = OffHeap.allocate(64 * 64);
    private final long adjacencyCounters = OffHeap.allocate(64 * 16);
    private final long txCounters = OffHeap.allocate(64);
    private final long template = OffHeap.allocate(64);
    private final int[] routeAdjacency = new int[ROUTES];
    private final int[] free = new int[16_384];
    private final int[] root = new int[65_536];
    private final int[] plies = new int[258 * 256];
    private final int[] vector = new int[VECTOR];
    private final short[] next = new short[VECTOR];
    private final boolean one;
    private int freeCount;
    private int random = 1;
    private long generateNs;
    private long bad;

    /**
     * Builds tables and packets.
     *
     * @param one whether all packets go to one destination, else to random ones of 65,536 routes.
     */
    BareLoop(final boolean one) {
        this.one = one;
        while (freeCount < free.length) {
            freeCount += buffers.allocate(free, freeCount, 256);
        }
        Arrays.sort(free);
        final byte[] header = {0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0, (byte) 192, (byte) 168, 1, 2, 10, 0, 0, 1};
        for (int i = 0; i < header.length; i++) {
            UnsafeApi.putByte(template + i, header[i]);
        }
        routes();
        UnsafeApi.putLong(adjacencies, 0x0102030405060708L);
        UnsafeApi.putLong(adjacencies + 8, 0x0008aabbccddeeffL);
        UnsafeApi.putInt(adjacencies + 16, 2);
        UnsafeApi.putInt(adjacencies + 20, 1_500);
    }

    /** Even entries name a ply, odd ones a route; route 0 drops. */
    private void routes() {
        Arrays.fill(root, 1);
        for (int high = 0; high < 256; high++) {
            root[0x0a00 + high] = high << 1;
            for (int low = 0; low < 256; low++) {
                plies[high * 256 + low] = (high * 256 + low) << 1 | 1;
            }
        }
        root[FIXED_DESTINATION >>> 16] = 256 << 1;
        Arrays.fill(plies, 256 * 256, 258 * 256, 1);
        plies[256 * 256 + 2] = 257 << 1;
        plies[257 * 256 + 2] = 7 << 1 | 1;
    }

    /** Forwards vectors for so long; returns how many packets. What generating them took is added up apart. */
    long run(final long sliceNs) {
        long packets = 0;
        final long start = System.nanoTime();
        long now = start;
        do {
            final long t0 = now;
            generate();
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

    /** Nanoseconds that {@link #generate} has taken so far. */
    long generateNs() {
        return generateNs;
    }

    /** Packets that failed a check: none. */
    long bad() {
        return bad;
    }

    private void generate() {
        freeCount -= VECTOR;
        System.arraycopy(free, freeCount, vector, 0, VECTOR);
        for (int i = 0; i < VECTOR; i++) {
            final long b = Buffer.address(vector[i]);
            UnsafeApi.putInt(b, 46 << 16);
            UnsafeApi.putInt(b + FLAGS, 0);
            UnsafeApi.putInt(b + RX, 1);
            UnsafeApi.putInt(b + TX, -1);
            final long p = b + DATA;
            for (int k = 0; k < 48; k += 8) {
                UnsafeApi.putLong(p + k, UnsafeApi.getLong(template + k));
            }
            random = random * 1_664_525 + 1_013_904_223;
            final int destination = one ? FIXED_DESTINATION : 0x0a000000 | random >>> 8;
            UnsafeApi.putInt(p + 16, Integer.reverseBytes(destination));
            UnsafeApi.putShort(p + 10, (short) ~fold(sum(p)));
        }
    }

    private int input() {
        int failed = 0;
        for (int i = 0; i < VECTOR; i++) {
            final long b = Buffer.address(vector[i]);
            final long p = b + DATA + UnsafeApi.getShort(b);
            final int length = Short.reverseBytes(UnsafeApi.getShort(p + 2)) & 0xffff;
            int error = UnsafeApi.getByte(p) == 0x45 ? 0 : 1;
            error = fold(sum(p)) == 0xffff ? error : 2;
            error = UnsafeApi.getByte(p + 8) != 0 ? error : 3;
            error = length >= 20 && length <= UnsafeApi.getShort(b + CURRENT_LENGTH) ? error : 4;
            next[i] = (short) error;
            failed += error;
        }
        return failed;
    }

    private void lookup() {
        for (int i = 0; i < VECTOR; i++) {
            final long b = Buffer.address(vector[i]);
            final long p = b + DATA + UnsafeApi.getShort(b);
            final int destination = Integer.reverseBytes(UnsafeApi.getInt(p + 16));
            int leaf = root[destination >>> 16];
            if ((leaf & 1) == 0) {
                leaf = plies[(leaf >>> 1) * 256 + (destination >>> 8 & 255)];
                if ((leaf & 1) == 0) {
                    leaf = plies[(leaf >>> 1) * 256 + (destination & 255)];
                }
            }
            final int route = leaf >>> 1;
            UnsafeApi.putInt(b + ADJACENCY, routeAdjacency[route]);
            next[i] = 0;
            count(routeCounters + ((long) route << 4), 1, UnsafeApi.getShort(b + CURRENT_LENGTH));
        }
    }

    private void rewrite() {
        for (int i = 0; i < VECTOR; i++) {
            final long b = Buffer.address(vector[i]);
            final int data = UnsafeApi.getShort(b);
            final int length = UnsafeApi.getShort(b + CURRENT_LENGTH);
            final long p = b + DATA + data;
            final int ttl = (UnsafeApi.getByte(p + 8) & 0xff) - 1;
            final int checksum = (UnsafeApi.getShort(p + 10) & 0xffff) + 1;
            UnsafeApi.putShort(p + 10, (short) (checksum + (checksum >>> 16)));
            UnsafeApi.putByte(p + 8, (byte) ttl);
            final int index = UnsafeApi.getInt(b + ADJACENCY);
            final long adjacency = adjacencies + ((long) index << 6);
            int error = ttl > 0 ? 0 : 1;
            error = length <= UnsafeApi.getInt(adjacency + 20) ? error : 2;
            UnsafeApi.putLong(p - 16, UnsafeApi.getLong(adjacency));
            UnsafeApi.putLong(p - 8, UnsafeApi.getLong(adjacency + 8));
            UnsafeApi.putShort(b, (short) (data - 14));
            UnsafeApi.putShort(b + CURRENT_LENGTH, (short) (length + 14));
            UnsafeApi.putInt(b + TX, UnsafeApi.getInt(adjacency + 16));
            next[i] = (short) error;
            count(adjacencyCounters + ((long) index << 4), 1, length);
        }
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

    private static void count(final long counter, final long packets, final long bytes) {
        UnsafeApi.putLong(counter, UnsafeApi.getLong(counter) + packets);
        UnsafeApi.putLong(counter + 8, UnsafeApi.getLong(counter + 8) + bytes);
    }

    private static long sum(final long p) {
        return (UnsafeApi.getInt(p) & 0xffffffffL)
                + (UnsafeApi.getInt(p + 4) & 0xffffffffL)
                + (UnsafeApi.getInt(p + 8) & 0xffffffffL)
                + (UnsafeApi.getInt(p + 12) & 0xffffffffL)
                + (UnsafeApi.getInt(p + 16) & 0xffffffffL);
    }

    private static int fold(final long sum) {
        long s = (sum & 0xffffffffL) + (sum >>> 32);
        s = (s & 0xffff) + (s >>> 16);
        s = (s & 0xffff) + (s >>> 16);
        return (int) ((s & 0xffff) + (s >>> 16));
    }
}
