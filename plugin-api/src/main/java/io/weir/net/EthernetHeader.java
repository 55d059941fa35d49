package io.weir.net;

import io.weir.memory.Memory;

/** The Ethernet II header: destination, source, type. All take the address of its first byte. */
public final class EthernetHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 14;

    public static final int TYPE_IP4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_VLAN = 0x8100;
    public static final int TYPE_IP6 = 0x86dd;
    /** A service provider's tag (802.1ad), in front of another. */
    public static final int TYPE_SERVICE_VLAN = 0x88a8;

    private EthernetHeader() {}

    /** Destination as 48 bits. */
    public static long destination(final long header) {
        return Long.reverseBytes(Memory.getLong(header)) >>> 16;
    }

    /** Source as 48 bits. */
    public static long source(final long header) {
        return Long.reverseBytes(Memory.getLong(header + 4)) & 0xffff_ffff_ffffL;
    }

    /** Writes the destination, 48 bits. */
    public static void destination(final long header, final long mac) {
        putMac(header, mac);
    }

    /** Writes the source, 48 bits. */
    public static void source(final long header, final long mac) {
        putMac(header + 6, mac);
    }

    static void putMac(final long address, final long mac) {
        Memory.putShortBe(address, (int) (mac >>> 32));
        Memory.putIntBe(address + 2, (int) mac);
    }

    /** Whether the destination is a group: multicast or broadcast. */
    public static boolean group(final long header) {
        return (Memory.getByte(header) & 1) != 0;
    }

    /** EtherType as 0 to 65535. */
    public static int type(final long header) {
        return Memory.getShortBe(header + 12);
    }

    public static void type(final long header, final int type) {
        Memory.putShortBe(header + 12, type);
    }

    /** Writes the header. */
    public static void write(final long header, final long destination, final long source, final int type) {
        Memory.putIntBe(header, (int) (destination >>> 16));
        Memory.putShortBe(header + 4, (int) destination);
        Memory.putShortBe(header + 6, (int) (source >>> 32));
        Memory.putIntBe(header + 8, (int) source);
        Memory.putShortBe(header + 12, type);
    }
}
