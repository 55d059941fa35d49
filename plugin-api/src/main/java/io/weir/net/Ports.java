package io.weir.net;

import io.weir.memory.Memory;

/**
 * What tells flows between two hosts apart, as 32 bits in the machine's order: source and destination port of protocols that have
 * them; an echo's identifier twice; type and code of other ICMP messages; 0 of all other packets.
 */
final class Ports {
    private static final int BYTES = 4;

    private Ports() {}

    /** Of the upper header of a protocol, {@code bytes} bytes of which are in reach. */
    static int of(final long header, final int protocol, final int bytes) {
        if (IpProtocol.hasPorts(protocol)) {
            return bytes < BYTES ? 0 : Memory.getInt(header);
        }
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6 ? ofIcmp(header, protocol, bytes) : 0;
    }

    private static int ofIcmp(final long header, final int protocol, final int bytes) {
        if (bytes < IcmpHeader.LENGTH) {
            return 0;
        }
        final int type = IcmpHeader.type(header);
        final boolean echo = protocol == IpProtocol.ICMP ? IcmpHeader.echo(type) : Icmp6Header.echo(type);
        if (!echo) {
            return Memory.getShort(header) & 0xffff;
        }
        final int identifier = Memory.getShort(header + 4) & 0xffff;
        return identifier << 16 | identifier;
    }
}
