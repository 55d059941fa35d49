package io.weir.benchmarks;

import io.weir.memory.Buffer;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * The bare loop of IPv6: a table of levels of bytes, as many as the routes of 48 bits have behind the first 16, or the connected
 * one of 64.
 */
final class BareLoop6 extends BareLoop {
    private static final long NETWORK = 0x2a00_1450_0000_0000L;
    private static final long ONE_HIGH = 0x2001_0db8_0002_0000L;
    private static final int PAYLOAD = 24;

    private final int[] root = new int[65_536];
    private final int[] plies = new int[300 * 256];
    private final boolean one;
    private int plyCount;

    /**
     * Builds tables and packets.
     *
     * @param one whether all packets go to one destination, else to random ones of 65,536 routes.
     */
    BareLoop6(final boolean one) {
        super(header(), 0xdd86_aabb_ccdd_eeffL);
        this.one = one;
        Arrays.fill(root, 1);
        for (int route = 0; route < ROUTES; route++) {
            put(NETWORK | (long) route << 16, 0, 48, route);
        }
        put(ONE_HIGH, 0, 64, 7);
    }

    private static byte[] header() {
        final byte[] header = new byte[40];
        header[0] = 0x60;
        header[5] = PAYLOAD;
        header[6] = 17;
        header[7] = 64;
        final byte[] source = {0x20, 1, 0x0d, (byte) 0xb8, 0, 1};
        System.arraycopy(source, 0, header, 8, source.length);
        header[23] = 2;
        return header;
    }

    /** Even entries name a ply, odd ones a route; route 0 drops. */
    private void put(final long high, final long low, final int length, final int route) {
        int ply = child(root, (int) (high >>> 48));
        int bit = 16;
        for (; bit + 8 < length; bit += 8) {
            ply = child(plies, ply * 256 + at(high, low, bit));
        }
        plies[ply * 256 + at(high, low, bit)] = route << 1 | 1;
    }

    private int child(final int[] entries, final int at) {
        if ((entries[at] & 1) != 0) {
            Arrays.fill(plies, plyCount * 256, (plyCount + 1) * 256, 1);
            entries[at] = plyCount++ << 1;
        }
        return entries[at] >>> 1;
    }

    private static int at(final long high, final long low, final int bit) {
        return (int) ((bit < 64 ? high : low) >>> 56 - bit) & 255;
    }

    @Override
    void write() {
        for (int i = 0; i < VECTOR; i++) {
            final long b = Buffer.address(vector[i]);
            UnsafeApi.putInt(b, 40 + PAYLOAD << 16);
            UnsafeApi.putInt(b + FLAGS, 0);
            UnsafeApi.putInt(b + RX, 1);
            UnsafeApi.putInt(b + TX, -1);
            final long p = b + DATA;
            for (int k = 0; k < 64; k += 8) {
                UnsafeApi.putLong(p + k, UnsafeApi.getLong(template + k));
            }
            final int random = random();
            UnsafeApi.putLong(p + 24, Long.reverseBytes(one ? ONE_HIGH : NETWORK | (random & 0xffffL) << 16));
            UnsafeApi.putLong(p + 32, Long.reverseBytes(one ? 2 : 1));
        }
    }

    @Override
    int input() {
        int failed = 0;
        for (int i = 0; i < VECTOR; i++) {
            final long b = Buffer.address(vector[i]);
            final long p = b + DATA + UnsafeApi.getShort(b);
            final int length = 40 + (Short.reverseBytes(UnsafeApi.getShort(p + 4)) & 0xffff);
            int error = (UnsafeApi.getByte(p) & 0xf0) == 0x60 ? 0 : 1;
            error = UnsafeApi.getByte(p + 7) != 0 ? error : 2;
            error = length <= UnsafeApi.getShort(b + CURRENT_LENGTH) ? error : 3;
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
            final long high = Long.reverseBytes(UnsafeApi.getLong(p + 24));
            final long low = Long.reverseBytes(UnsafeApi.getLong(p + 32));
            int leaf = root[(int) (high >>> 48)];
            for (int bit = 16; (leaf & 1) == 0; bit += 8) {
                leaf = plies[(leaf >>> 1) * 256 + at(high, low, bit)];
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
            final int hops = (UnsafeApi.getByte(p + 7) & 0xff) - 1;
            UnsafeApi.putByte(p + 7, (byte) hops);
            final int index = UnsafeApi.getInt(b + ADJACENCY);
            final long adjacency = adjacencies + ((long) index << 6);
            int error = hops > 0 ? 0 : 1;
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
}
