package io.weir.net;

import io.weir.memory.Memory;

/** ARP for IPv4 over Ethernet (RFC 826). All take the address of its first byte. */
public final class ArpHeader {
    /** Bytes of the message. */
    public static final int LENGTH = 28;

    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private ArpHeader() {}

    /** Whether hardware, protocol and their sizes are Ethernet and IPv4. */
    public static boolean ethernetIp4(final long header) {
        return Memory.getIntBe(header) == 0x0001_0800 && Memory.getShortBe(header + 4) == 0x0604;
    }

    public static int operation(final long header) {
        return Memory.getShortBe(header + 6);
    }

    public static void operation(final long header, final int operation) {
        Memory.putShortBe(header + 6, operation);
    }

    public static long senderMac(final long header) {
        return (long) Memory.getShortBe(header + 8) << 32 | Memory.getIntBe(header + 10) & 0xffffffffL;
    }

    public static void senderMac(final long header, final long mac) {
        EthernetHeader.putMac(header + 8, mac);
    }

    public static int senderIp(final long header) {
        return Memory.getIntBe(header + 14);
    }

    public static void senderIp(final long header, final int address) {
        Memory.putIntBe(header + 14, address);
    }

    public static long targetMac(final long header) {
        return (long) Memory.getShortBe(header + 18) << 32 | Memory.getIntBe(header + 20) & 0xffffffffL;
    }

    public static void targetMac(final long header, final long mac) {
        EthernetHeader.putMac(header + 18, mac);
    }

    public static int targetIp(final long header) {
        return Memory.getIntBe(header + 24);
    }

    public static void targetIp(final long header, final int address) {
        Memory.putIntBe(header + 24, address);
    }

    /** Writes a message; MAC addresses are 48 bits, IP addresses in host order. */
    public static void write(
            final long header,
            final int operation,
            final long senderMac,
            final int senderIp,
            final long targetMac,
            final int targetIp) {
        Memory.putIntBe(header, 0x0001_0800);
        Memory.putIntBe(header + 4, 0x0604_0000 | operation);
        Memory.putShortBe(header + 8, (int) (senderMac >>> 32));
        Memory.putIntBe(header + 10, (int) senderMac);
        Memory.putIntBe(header + 14, senderIp);
        Memory.putShortBe(header + 18, (int) (targetMac >>> 32));
        Memory.putIntBe(header + 20, (int) targetMac);
        Memory.putIntBe(header + 24, targetIp);
    }
}
