package io.weir.net;

import java.util.regex.Pattern;

/** Ethernet addresses, held in the low 48 bits of a {@code long}: {@code 06:05:04:03:02:01} is 0x060504030201. */
public final class MacAddress {

    /** The broadcast address, all ones. */
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private static final Pattern COLONS = Pattern.compile("\\p{XDigit}{1,2}(:\\p{XDigit}{1,2}){5}");
    private static final Pattern DOTS = Pattern.compile("\\p{XDigit}{4}(\\.\\p{XDigit}{4}){2}");

    private MacAddress() {}

    /**
     * The address written as six hex numbers ({@code 6:5:4:3:2:1}) or as three of four digits ({@code cdef.abcd.abcd}).
     *
     * @throws IllegalArgumentException with one sentence that names the text, if it is anything else
     */
    public static long parse(final String text) {
        final int bits;
        if (COLONS.matcher(text).matches()) {
            bits = 8;
        } else if (DOTS.matcher(text).matches()) {
            bits = 16;
        } else {
            throw new IllegalArgumentException(
                    "`" + text + "' is no MAC address, expected 02:fe:00:00:00:01 or 02fe.0000.0001");
        }
        long address = 0;
        long part = 0;
        for (int i = 0; i < text.length(); i++) {
            final int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                address = address << bits | part;
                part = 0;
            } else {
                part = part << 4 | digit;
            }
        }
        return address << bits | part;
    }

    /** The address as six two-digit hex numbers with colons, as VPP prints it. */
    public static String format(final long address) {
        final StringBuilder out = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            final int part = (int) (address >>> shift) & 0xff;
            out.append(Character.forDigit(part >>> 4, 16)).append(Character.forDigit(part & 0xf, 16));
            if (shift > 0) {
                out.append(':');
            }
        }
        return out.toString();
    }

    /** Whether the group bit is set: multicast or broadcast. */
    public static boolean isMulticast(final long address) {
        return (address >>> 40 & 1) != 0;
    }
}
