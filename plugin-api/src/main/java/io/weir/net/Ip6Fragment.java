package io.weir.net;

import io.weir.memory.Memory;

/** The IPv6 fragment header (RFC 8200, 4.5). All take the address of its first byte. */
public final class Ip6Fragment {
    /** Bytes of the header. */
    public static final int LENGTH = 8;

    private Ip6Fragment() {}

    /** What the fragmentable part begins with; only the first fragment's counts. */
    public static int nextHeader(final long header) {
        return Memory.getUnsignedByte(header);
    }

    public static void nextHeader(final long header, final int protocol) {
        Memory.putByte(header, protocol);
    }

    /** Where in the fragmentable part this fragment's begins, in bytes. */
    public static int offset(final long header) {
        return Memory.getShortBe(header + 2) & 0xfff8;
    }

    /** Writes where this fragment's part begins, in bytes, a multiple of 8. */
    public static void offset(final long header, final int bytes) {
        Memory.putShortBe(header + 2, Memory.getShortBe(header + 2) & 7 | bytes & 0xfff8);
    }

    /** Whether more fragments follow. */
    public static boolean more(final long header) {
        return (Memory.getByte(header + 3) & 1) != 0;
    }

    public static void more(final long header, final boolean follow) {
        Memory.putByte(header + 3, Memory.getByte(header + 3) & ~1 | (follow ? 1 : 0));
    }

    public static int identification(final long header) {
        return Memory.getIntBe(header + 4);
    }

    public static void identification(final long header, final int identification) {
        Memory.putIntBe(header + 4, identification);
    }

    /**
     * Writes the header.
     *
     * @param offset in bytes, a multiple of 8.
     */
    public static void write(
            final long header, final int nextHeader, final int offset, final boolean more, final int identification) {
        Memory.putIntBe(header, nextHeader << 24 | offset & 0xfff8 | (more ? 1 : 0));
        Memory.putIntBe(header + 4, identification);
    }
}
