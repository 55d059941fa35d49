package io.weir.ip6.internal.nd;

import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;

/** Messages of neighbor discovery (RFC 4861, 4): ICMPv6 header, target, options. All take the address of the ICMPv6 header. */
public final class NdMessage {
    /** Bytes of a solicitation or advertisement of a neighbour without options. */
    public static final int LENGTH = 24;
    /** Bytes of the option with an Ethernet address. */
    public static final int LINK_OPTION_BYTES = 8;

    public static final int SOURCE_LINK = 1;
    public static final int TARGET_LINK = 2;
    public static final int PREFIX_INFORMATION = 3;
    public static final int MTU = 5;
    /** RFC 3971, 5.3.2; by which a host knows its own question again (RFC 7527). */
    public static final int NONCE = 14;
    /** RFC 8106. */
    public static final int RDNSS = 25;

    /** The sender is a router. */
    public static final int ROUTER = 1 << 31;
    /** The advertisement answers a solicitation. */
    public static final int SOLICITED = 1 << 30;
    /** What was known of the target is no longer so. */
    public static final int OVERRIDE = 1 << 29;

    private static final int MAX_OPTIONS = 64;

    private NdMessage() {}

    static long targetHigh(final long message) {
        return Memory.getLongBe(message + Icmp6Header.LENGTH);
    }

    static long targetLow(final long message) {
        return Memory.getLongBe(message + Icmp6Header.LENGTH + 8);
    }

    static void target(final long message, final long high, final long low) {
        Memory.putLongBe(message + Icmp6Header.LENGTH, high);
        Memory.putLongBe(message + Icmp6Header.LENGTH + 8, low);
    }

    /** Whether all options from {@code first} on have a length and end with the message; so many there may be, no more. */
    public static boolean optionsGood(final long message, final int first, final int bytes) {
        int at = first;
        for (int i = 0; i < MAX_OPTIONS && at < bytes; i++) {
            final int length = at + 2 > bytes ? 0 : Memory.getUnsignedByte(message + at + 1) * 8;
            if (length == 0 || at + length > bytes) {
                return false;
            }
            at += length;
        }
        return at == bytes;
    }

    /** Offset of the first option of a type, or 0; the options are good. */
    static int option(final long message, final int first, final int bytes, final int type) {
        for (int at = first; at < bytes; at += Memory.getUnsignedByte(message + at + 1) * 8) {
            if (Memory.getUnsignedByte(message + at) == type) {
                return at;
            }
        }
        return 0;
    }

    /** The six bytes of an option of a type, an Ethernet address or a nonce, or 0 if there is none. */
    public static long link(final long message, final int first, final int bytes, final int type) {
        final int at = option(message, first, bytes, type);
        return at == 0 || Memory.getUnsignedByte(message + at + 1) != 1
                ? 0
                : Memory.getLongBe(message + at) & 0xffff_ffff_ffffL;
    }

    /** Writes an option with an Ethernet address, or a nonce. */
    public static void writeLink(final long option, final int type, final long mac) {
        Memory.putLongBe(option, (long) type << 56 | 1L << 48 | mac);
    }
}
