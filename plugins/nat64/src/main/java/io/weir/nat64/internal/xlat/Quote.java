package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * An ICMP error that came in, and the packet that it quotes: {@link #readIp6} or {@link #readIp4}, then what the quoted packet says of its
 * flow, which went the other way. Nothing beyond what is there is read, whatever lengths are claimed. One thread; read anew for each.
 */
public final class Quote {
    private static final int ICMP_BYTES = IcmpHeader.LENGTH;

    final Headers6 outer6 = new Headers6();
    final Headers4 outer4 = new Headers4();
    final Headers6 inner6 = new Headers6();
    final Headers4 inner4 = new Headers4();

    final ErrorKind kind = new ErrorKind();
    /** Where the quoted packet begins, from current data on. */
    int at;
    /** Where its upper header begins, or a later fragment's payload, from current data on. */
    int upper;
    /** Bytes of it that are there, from its upper header on. */
    int upperBytes;
    /** Where extensions begin (RFC 4884, 7), from current data on; they have no bytes if there are none. */
    int extension;

    int extensionBytes;

    private boolean ip6;
    private int ports;
    private boolean hasPorts;
    private long header;

    /** Reads an error over IPv6, for an IPv4 host; returns 0, or the code of a {@link Refusal}. */
    public int readIp6(final long buffer) {
        ip6 = true;
        final long data = Buffer.data(buffer);
        final int refusal = outer6.read(data, Buffer.length(buffer));
        return refusal != 0
                ? refusal
                : read(
                        buffer,
                        outer6.transport,
                        outer6.end,
                        outer6.protocol == IpProtocol.ICMP6,
                        outer6.isFragment(),
                        Ip6Header.hopLimit(data));
    }

    /** Reads an error over IPv4, for an IPv6 host; returns 0, or the code of a {@link Refusal}. */
    public int readIp4(final long buffer) {
        ip6 = false;
        final long data = Buffer.data(buffer);
        final int refusal = outer4.read(data, Buffer.length(buffer));
        return refusal != 0
                ? refusal
                : read(
                        buffer,
                        outer4.transport,
                        outer4.end,
                        outer4.protocol == IpProtocol.ICMP,
                        outer4.isFragment(),
                        Ip4Header.ttl(data));
    }

    private int read(
            final long buffer,
            final int transport,
            final int end,
            final boolean icmp,
            final boolean part,
            final int hops) {
        final long message = Buffer.data(buffer) + transport;
        at = transport + ICMP_BYTES;
        if (!icmp) {
            return Refusal.ICMP_TYPE.code();
        }
        if (part) {
            return Refusal.FRAGMENTED_ICMP.code();
        }
        if (end > Buffer.packetLength(buffer) || at > Math.min(end, Buffer.length(buffer))) {
            return Refusal.TRUNCATED.code();
        }
        if (hops <= 1 && !Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED)) {
            return Refusal.HOP_LIMIT.code();
        }
        final int refusal = kind.read(message, ip6);
        if (refusal != 0) {
            return refusal;
        }
        if (!isSummedRight(buffer, transport, end - transport)) {
            return Refusal.CHECKSUM.code();
        }
        return quoted(buffer, message, end);
    }

    private boolean isSummedRight(final long buffer, final int transport, final int bytes) {
        if (Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL) && !Checksum.fillIn(buffer)) {
            return false;
        }
        final long pseudo = ip6 ? Checksum.pseudoHeader6(Buffer.data(buffer), IpProtocol.ICMP6, bytes) : 0;
        return Checksum.fold(Checksum.addPacket(pseudo, buffer, transport, bytes)) == 0xffff;
    }

    private int quoted(final long buffer, final long message, final int end) {
        final boolean chain = Buffer.has(buffer, Buffer.NEXT_PRESENT);
        final int there = Math.min(end, Buffer.length(buffer)) - at;
        final int said = kind.quoted();
        final boolean extended = said > 0 && said < there && !chain;
        final int bytes = extended ? said : there;
        extension = at + bytes;
        extensionBytes = there - bytes;
        header = message + ICMP_BYTES;
        final int refusal = ip6 ? inner6.read(header, bytes) : inner4.read(header, bytes);
        if (refusal != 0) {
            return Refusal.ICMP_QUOTE.code();
        }
        final int offset = ip6 ? inner6.transport : inner4.transport;
        // What is behind the packet's own end is padding, up to the 128 bytes that RFC 4884 asks for.
        upper = at + offset;
        upperBytes = Math.min(bytes, ip6 ? inner6.end : inner4.end) - offset;
        return ports();
    }

    private int ports() {
        hasPorts = false;
        ports = 0;
        if (isLaterFragment()) {
            return 0;
        }
        final long address = header + (upper - at);
        if (protocol() == (ip6 ? IpProtocol.ICMP6 : IpProtocol.ICMP)) {
            if (upperBytes < ICMP_BYTES || echo(address) < 0) {
                return Refusal.ICMP_QUOTE.code();
            }
            hasPorts = true;
            final int identifier = IcmpHeader.identifier(address);
            ports = identifier << 16 | identifier;
        } else if (IpProtocol.hasPorts(protocol()) && upperBytes >= Transport.PORT_BYTES) {
            hasPorts = true;
            ports = Memory.getIntBe(address);
        }
        return 0;
    }

    private int echo(final long message) {
        final int type = IcmpHeader.type(message);
        return ip6 ? IcmpTypes.echoTo4(type) : IcmpTypes.echoTo6(type);
    }

    /**
     * Changes what of the quoted packet's upper header is there.
     *
     * @param removed sum of the addresses that go, and {@code added} of those that come.
     */
    void change(final long address, final long removed, final long added, final int source, final int destination) {
        if (isLaterFragment()) {
            return;
        }
        if (protocol() == (ip6 ? IpProtocol.ICMP6 : IpProtocol.ICMP)) {
            final int bytes = ip6 ? inner6.end - inner6.transport : inner4.end - inner4.transport;
            Echo.change(
                    address,
                    echo(address),
                    Transport.identifier(source, destination),
                    ip6 ? Echo.pseudo(removed, bytes) : 0,
                    ip6 ? 0 : Echo.pseudo(added, bytes));
        } else {
            Transport.changeQuoted(address, upperBytes, protocol(), removed, added, source, destination);
        }
    }

    /** The quoted packet's upper protocol, as its family numbers it. */
    public int protocol() {
        return ip6 ? inner6.protocol : inner4.protocol;
    }

    /** Whether it is a fragment but the first, so that it has no ports. */
    public boolean isLaterFragment() {
        return ip6 ? inner6.isLaterFragment() : inner4.isLaterFragment();
    }

    /** Whether ports, or the identifier of an echo, are quoted. */
    public boolean hasPorts() {
        return hasPorts;
    }

    /** Port that the quoted packet was from, or an echo's identifier. */
    public int sourcePort() {
        return ports >>> 16;
    }

    /** Port that the quoted packet was to, or an echo's identifier. */
    public int destinationPort() {
        return ports & 0xffff;
    }

    /** Address of the quoted packet's IP header, for its addresses. */
    public long header() {
        return header;
    }
}
