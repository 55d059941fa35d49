package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Icmp6Header;
import io.weir.net.IcmpHeader;
import io.weir.net.IpProtocol;

/** Echo requests and replies; of the informational messages only these are translated (RFC 7915, 4.2 and 5.2). Any thread. */
final class Echo {
    private Echo() {}

    /**
     * Makes an ICMPv6 message, whose IPv6 header is still there, one of ICMPv4.
     *
     * @return 0, or the code of a refusal: then nothing was changed.
     */
    static int toIp4(final long buffer, final Headers6 headers, final int identifier) {
        final long header = Buffer.data(buffer);
        final int bytes = headers.end - headers.transport;
        final int refusal = refusal(buffer, headers.isFragment(), headers.transport, bytes);
        if (refusal != 0) {
            return refusal;
        }
        final long message = header + headers.transport;
        final int type = IcmpTypes.echoTo4(Icmp6Header.type(message));
        if (type < 0) {
            return Refusal.ICMP_TYPE.code();
        }
        change(message, type, identifier, Checksum.pseudoHeader6(header, IpProtocol.ICMP6, bytes), 0);
        if (IcmpHeader.checksum(message) == 0) {
            // Without a pseudo header all that is covered may be zeros, and the checksum of that is not 0.
            Memory.putShort(message + 2, ~Checksum.fold(Checksum.addPacket(0, buffer, headers.transport, bytes)));
        }
        return 0;
    }

    /**
     * Makes an ICMPv4 message one of ICMPv6.
     *
     * @param addresses sum of those that its IPv6 header will have.
     * @return 0, or the code of a refusal: then nothing was changed.
     */
    static int toIp6(final long buffer, final Headers4 headers, final int identifier, final long addresses) {
        final int bytes = headers.end - headers.transport;
        final int refusal = refusal(buffer, headers.isFragment(), headers.transport, bytes);
        if (refusal != 0) {
            return refusal;
        }
        final long message = Buffer.data(buffer) + headers.transport;
        final int type = IcmpTypes.echoTo6(IcmpHeader.type(message));
        if (type < 0) {
            return Refusal.ICMP_TYPE.code();
        }
        change(message, type, identifier, 0, pseudo(addresses, bytes));
        return 0;
    }

    /** What the pseudo header of ICMPv6 adds to a checksum. */
    static long pseudo(final long addresses, final int bytes) {
        return addresses + Transport.order(bytes) + Transport.order(IpProtocol.ICMP6);
    }

    private static int refusal(final long buffer, final boolean fragment, final int transport, final int bytes) {
        if (fragment) {
            return Refusal.FRAGMENTED_ICMP.code();
        }
        if (bytes < IcmpHeader.LENGTH || transport + IcmpHeader.LENGTH > Buffer.length(buffer)) {
            return Refusal.TRUNCATED.code();
        }
        // The pseudo header that is in a partial checksum is of the one family alone.
        return !Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL) || Checksum.fillIn(buffer)
                ? 0
                : Refusal.MALFORMED.code();
    }

    /** Changes type, identifier and checksum of an echo, whether it is a packet or quoted. */
    static void change(final long message, final int type, final int identifier, final long removed, final long added) {
        final int checksum = Memory.getShort(message + 2) & 0xffff;
        final long before = removed + words(message);
        Icmp6Header.type(message, type);
        if (identifier >= 0) {
            Icmp6Header.identifier(message, identifier);
        }
        Memory.putShort(message + 2, Checksum.update(checksum, before, added + words(message)));
    }

    /** The sum of the words that change: type and code, and the identifier. */
    private static long words(final long message) {
        return (Memory.getShort(message) & 0xffffL) + (Memory.getShort(message + 4) & 0xffffL);
    }
}
