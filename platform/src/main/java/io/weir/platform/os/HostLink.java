package io.weir.platform.os;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the kernel says of one of its interfaces, at one moment. Immutable.
 *
 * @param ifIndex   its number within its namespace.
 * @param name      its name.
 * @param flags     the kernel's IFF_ flags.
 * @param mtu       its MTU, in bytes.
 * @param mac       its hardware address as {@code 02:fe:12:34:56:78}; empty if it has none.
 * @param rxPackets packets that the host received on it: those that the holder of a tap wrote.
 * @param txPackets packets that the host sent on it: those that the holder of a tap read.
 * @param rxBytes   bytes received.
 * @param txBytes   bytes sent.
 * @param rxDropped packets that the host received and dropped.
 * @param txDropped packets that the host dropped because the queue was full.
 */
public record HostLink(
        int ifIndex,
        String name,
        int flags,
        int mtu,
        String mac,
        long rxPackets,
        long txPackets,
        long rxBytes,
        long txBytes,
        long rxDropped,
        long txDropped) {

    private static final int IFF_UP = 0x1;
    private static final int IFF_LOWER_UP = 0x10000;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_STATS64 = 23;
    private static final int STATS_LENGTH = 8 * Long.BYTES;

    /** Returns whether it is administratively up. */
    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /** Returns whether it sees a carrier. */
    public boolean hasCarrier() {
        return (flags & IFF_LOWER_UP) != 0;
    }

    /** Reads {@code struct ifinfomsg} and what follows. */
    static HostLink from(final ByteBuffer message) {
        message.getInt();
        final int ifIndex = message.getInt();
        final int flags = message.getInt();
        message.getInt();
        final NetlinkAttributes attributes = NetlinkAttributes.of(message);
        final byte[] name = attributes.value(IFLA_IFNAME);
        final byte[] mac = attributes.value(IFLA_ADDRESS);
        final ByteBuffer mtu = numbers(attributes.value(IFLA_MTU), Integer.BYTES);
        final ByteBuffer stats = numbers(attributes.value(IFLA_STATS64), STATS_LENGTH);
        return new HostLink(
                ifIndex,
                new String(name, 0, Math.max(0, name.length - 1), StandardCharsets.UTF_8),
                flags,
                mtu.getInt(),
                HexFormat.ofDelimiter(":").formatHex(mac),
                stats.getLong(0),
                stats.getLong(Long.BYTES),
                stats.getLong(2 * Long.BYTES),
                stats.getLong(3 * Long.BYTES),
                stats.getLong(6 * Long.BYTES),
                stats.getLong(7 * Long.BYTES));
    }

    /** An attribute's value, filled up with zeros if the kernel gave less. */
    private static ByteBuffer numbers(final byte[] value, final int lengthBytes) {
        final byte[] filled = Arrays.copyOf(value, Math.max(value.length, lengthBytes));
        return ByteBuffer.wrap(filled).order(ByteOrder.nativeOrder());
    }
}
