package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/**
 * What translating changes above IP: ports, and checksums that cover addresses. Sums are in the machine's order, as those of
 * {@link Checksum}. Any thread.
 */
public final class Transport {
    /** In place of a port or identifier: it stays as it is. */
    public static final int KEEP = -1;

    /** Bytes of ports, at which all protocols that have them begin. */
    static final int PORT_BYTES = 4;

    /** A multiple of 65,535 that no sum here exceeds. */
    private static final long REMOVABLE = 0xffffL << 24;

    private Transport() {}

    /** Where the checksum lies in the header of a protocol whose checksum covers addresses, ICMP apart; -1 for others. */
    static int checksumOffset(final int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> TcpHeader.CHECKSUM_OFFSET;
            // DCCP's (RFC 4340, 5.1) and UDP-Lite's (RFC 3828) lie where UDP's does.
            case IpProtocol.UDP, IpProtocol.DCCP, IpProtocol.UDP_LITE -> UdpHeader.CHECKSUM_OFFSET;
            default -> -1;
        };
    }

    /** Shortest header of a protocol with a {@link #checksumOffset}. */
    static int headerBytes(final int protocol) {
        return protocol == IpProtocol.TCP ? TcpHeader.LENGTH : UdpHeader.LENGTH;
    }

    /** Whether ports are changed: those of other protocols stay, whatever they are. */
    private static boolean isShared(final int protocol) {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }

    /** The sum of a word's four 16-bit parts. */
    static long halves(final long word) {
        return (word & 0xffff_ffffL) + (word >>> 32);
    }

    /** The sum of the addresses in an IPv6 header. */
    static long addresses6(final long header) {
        return halves(Memory.getLong(header + 8))
                + halves(Memory.getLong(header + 16))
                + halves(Memory.getLong(header + 24))
                + halves(Memory.getLong(header + 32));
    }

    /** The sum of two IPv6 addresses. */
    static long addresses6(final long fromHigh, final long fromLow, final long toHigh, final long toLow) {
        return halves(Long.reverseBytes(fromHigh))
                + halves(Long.reverseBytes(fromLow))
                + halves(Long.reverseBytes(toHigh))
                + halves(Long.reverseBytes(toLow));
    }

    /** The sum of the addresses in an IPv4 header. */
    static long addresses4(final long header) {
        return halves(Memory.getLong(header + 12));
    }

    /** What both ports, as one word in the machine's order, become. */
    static int ports(final int old, final int source, final int destination) {
        int word = old;
        if (source >= 0) {
            word = word & 0xffff_0000 | Short.reverseBytes((short) source) & 0xffff;
        }
        if (destination >= 0) {
            word = word & 0xffff | Short.reverseBytes((short) destination) << 16;
        }
        return word;
    }

    /** What an echo's identifier becomes, if ports are given so. */
    static int identifier(final int source, final int destination) {
        return source >= 0 ? source : destination;
    }

    /** A 16-bit value as sums have it. */
    static int order(final int value) {
        return Short.reverseBytes((short) value) & 0xffff;
    }

    /**
     * What {@link Checksum#update} gives, by one fold instead of three: where sums are known to be no larger than those of two pairs of
     * IPv6 addresses, what is removed can be taken from a multiple of 65,535 instead.
     */
    static int adapted(final int checksum, final long removed, final long added) {
        return ~Checksum.fold((~checksum & 0xffff) + added + (REMOVABLE - removed)) & 0xffff;
    }

    /** The same of UDP, where 0 says that there is none. */
    static int adaptedUdp(final int checksum, final long removed, final long added) {
        return checksum == 0 ? 0 : Checksum.udp(adapted(checksum, removed, added));
    }

    /** A checksum of a protocol, as it is in the header, after what it covers has changed. */
    static int updated(final int protocol, final int checksum, final long removed, final long added) {
        return protocol == IpProtocol.UDP ? adaptedUdp(checksum, removed, added) : adapted(checksum, removed, added);
    }

    /**
     * Why what {@link #change} reads and changes can't be: 0 if it can.
     *
     * @param transport where the upper header begins, and {@code end} where the packet does, from current data on.
     */
    static int refusal(final long buffer, final int transport, final int end, final int protocol) {
        final int offset = checksumOffset(protocol);
        if (offset < 0) {
            return 0;
        }
        if (transport + headerBytes(protocol) > Math.min(end, Buffer.length(buffer))) {
            return Refusal.TRUNCATED.code();
        }
        final boolean elsewhere = Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL)
                && !Offload.isPartial(buffer, Buffer.data(buffer) + transport + offset);
        return elsewhere && !Checksum.fillIn(buffer) ? Refusal.MALFORMED.code() : 0;
    }

    /**
     * Changes ports and checksum of a packet in a buffer, wherever its IP header is meanwhile. Of a protocol that has neither, nothing.
     *
     * @param header of the upper protocol, with at least {@link #headerBytes} in the first buffer if it has a checksum.
     * @param removed sum of what of its pseudo header goes.
     * @param added sum of what comes.
     */
    static void change(
            final long buffer,
            final long header,
            final int protocol,
            final long removed,
            final long added,
            final int source,
            final int destination) {
        final int offset = checksumOffset(protocol);
        if (offset < 0) {
            return;
        }
        final int old = Memory.getInt(header);
        final int ports = isShared(protocol) ? ports(old, source, destination) : old;
        Memory.putInt(header, ports);
        final long field = header + offset;
        final int checksum = Memory.getShort(field) & 0xffff;
        if (Offload.isPartial(buffer, field)) {
            // The field holds the pseudo header's sum, as it is; who fills it in sums the ports then.
            Memory.putShort(field, Checksum.fold(checksum + (~Checksum.fold(removed) & 0xffffL) + added));
        } else {
            Memory.putShort(
                    field, updated(protocol, checksum, removed + (old & 0xffff_ffffL), added + (ports & 0xffff_ffffL)));
        }
    }

    /**
     * Changes ports and checksum of a packet that an error quotes, as far as they are there.
     *
     * @param bytes of its upper header and what follows.
     */
    static void changeQuoted(
            final long header,
            final int bytes,
            final int protocol,
            final long removed,
            final long added,
            final int source,
            final int destination) {
        final int offset = checksumOffset(protocol);
        if (offset < 0 || bytes < PORT_BYTES) {
            return;
        }
        final int old = Memory.getInt(header);
        final int ports = isShared(protocol) ? ports(old, source, destination) : old;
        Memory.putInt(header, ports);
        if (bytes >= offset + 2) {
            final int checksum = Memory.getShort(header + offset) & 0xffff;
            Memory.putShort(
                    header + offset,
                    updated(protocol, checksum, removed + (old & 0xffff_ffffL), added + (ports & 0xffff_ffffL)));
        }
    }
}
