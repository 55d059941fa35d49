package io.weir.benchmarks;

import io.weir.memory.Buffer;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/** The bare loop of IPv4: a table of two levels of bytes behind a root of 65,536 entries. */
final class BareLoop4 extends BareLoop {
    private static final int FIXED_DESTINATION = 0xc0a80202;

    private final int[] root = new int[65_536];
    private final int[] plies = new int[258 * 256];
    private final boolean one;

    /**
     * Builds tables and packets.
     *
     * @param one whether all packets go to one destination, else to random ones of 65,536 routes.
     */
    BareLoop4(final boolean one) {
        super(
                new byte[] {0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0, (byte) 192, (byte) 168, 1, 2, 10, 0, 0, 1},
                0x0008aabbccddeeffL);
        this.one = one;
        routes();
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

    @Override
    void write() {
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
            final int destination = one ? FIXED_DESTINATION : 0x0a000000 | random();
            UnsafeApi.putInt(p + 16, Integer.reverseBytes(destination));
            UnsafeApi.putShort(p + 10, (short) ~fold(sum(p)));
        }
    }

    @Override
    int input() {
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

    @Override
    void lookup() {
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

    @Override
    void rewrite() {
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
