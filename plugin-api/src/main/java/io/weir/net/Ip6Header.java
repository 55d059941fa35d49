package io.weir.net;

import io.weir.memory.Memory;

/**
 * The IPv6 header (RFC 8200, 3). All take the address of its first byte. An address is two longs in host order, as in
 * {@link Ip6Address}, so that none becomes an object.
 */
public final class Ip6Header {
    /** Bytes of the header. */
    public static final int LENGTH = 40;

    private Ip6Header() {}

    /** Version, 6 for a packet that is one. */
    public static int version(final long header) {
        return Memory.getUnsignedByte(header) >>> 4;
    }

    public static void version(final long header, final int version) {
        Memory.putByte(header, Memory.getByte(header) & 0xf | version << 4);
    }

    /** Traffic class: DSCP and ECN. */
    public static int trafficClass(final long header) {
        return Memory.getShortBe(header) >>> 4 & 0xff;
    }

    public static void trafficClass(final long header, final int trafficClass) {
        Memory.putShortBe(header, Memory.getShortBe(header) & 0xf00f | (trafficClass & 0xff) << 4);
    }

    /** Flow label, 20 bits. */
    public static int flowLabel(final long header) {
        return Memory.getIntBe(header) & 0xfffff;
    }

    public static void flowLabel(final long header, final int label) {
        Memory.putIntBe(header, Memory.getIntBe(header) & 0xfff0_0000 | label & 0xfffff);
    }

    /** Bytes behind this header, extension headers included, as it says. */
    public static int payloadLength(final long header) {
        return Memory.getShortBe(header + 4);
    }

    public static void payloadLength(final long header, final int bytes) {
        Memory.putShortBe(header + 4, bytes);
    }

    /** What follows: an extension header or the upper protocol, see {@link Ip6Extensions}. */
    public static int nextHeader(final long header) {
        return Memory.getUnsignedByte(header + 6);
    }

    public static void nextHeader(final long header, final int protocol) {
        Memory.putByte(header + 6, protocol);
    }

    public static int hopLimit(final long header) {
        return Memory.getUnsignedByte(header + 7);
    }

    public static void hopLimit(final long header, final int hops) {
        Memory.putByte(header + 7, hops);
    }

    /** First eight bytes of the source. */
    public static long sourceHigh(final long header) {
        return Memory.getLongBe(header + 8);
    }

    /** Last eight bytes of the source. */
    public static long sourceLow(final long header) {
        return Memory.getLongBe(header + 16);
    }

    public static void source(final long header, final long high, final long low) {
        Memory.putLongBe(header + 8, high);
        Memory.putLongBe(header + 16, low);
    }

    /** First eight bytes of the destination. */
    public static long destinationHigh(final long header) {
        return Memory.getLongBe(header + 24);
    }

    /** Last eight bytes of the destination. */
    public static long destinationLow(final long header) {
        return Memory.getLongBe(header + 32);
    }

    public static void destination(final long header, final long high, final long low) {
        Memory.putLongBe(header + 24, high);
        Memory.putLongBe(header + 32, low);
    }

    /** Writes version, traffic class 0, flow label 0, length, next header and hop limit; not the addresses. */
    public static void write(final long header, final int payloadLength, final int nextHeader, final int hopLimit) {
        Memory.putLongBe(header, 0x6L << 60 | (payloadLength & 0xffffL) << 16 | nextHeader << 8 | hopLimit);
    }
}
