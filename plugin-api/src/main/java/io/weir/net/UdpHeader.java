package io.weir.net;

import io.weir.memory.Memory;

/** The UDP header (RFC 768); ports are at the same place in TCP. All take the address of its first byte. */
public final class UdpHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 8;

    private UdpHeader() {}

    public static int sourcePort(final long header) {
        return Memory.getShortBe(header);
    }

    public static int destinationPort(final long header) {
        return Memory.getShortBe(header + 2);
    }

    /** Bytes of header and payload as the header says. */
    public static int length(final long header) {
        return Memory.getShortBe(header + 4);
    }

    public static int checksum(final long header) {
        return Memory.getShortBe(header + 6);
    }
}
