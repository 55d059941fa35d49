package io.weir.ip6.internal.icmp;

import io.weir.fib.family.LocalTargets;
import io.weir.fib.family.TooBig;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/** Packet too big (RFC 4443, 3.2; RFC 8201): quotes what this host sent. Any thread. */
public record Ip6TooBig(LocalTargets targets) implements TooBig {
    /** What every link carries; less is not believed (RFC 8201, 4). */
    private static final int LEAST = 1_280;

    /** Of what follows the quoted headers. */
    private static final int QUOTED_BYTES = 8;

    @Override
    public boolean credible(final long buffer) {
        final long header = Buffer.data(buffer);
        final long quoted = quoted(buffer);
        final int left = (int) (Buffer.length(buffer) - (quoted - header));
        final int mtu = mtu(buffer);
        return left >= Ip6Header.LENGTH + QUOTED_BYTES
                && Ip6Header.version(quoted) == 6
                && Ip6Header.sourceHigh(quoted) == Ip6Header.destinationHigh(header)
                && Ip6Header.sourceLow(quoted) == Ip6Header.destinationLow(header)
                && Ip6Header.sourceHigh(quoted) >>> 56 != 0xff
                && Ip6Header.destinationHigh(quoted) >>> 56 != 0xff
                && !LinkScope.is(Ip6Header.destinationHigh(quoted))
                && mtu >= LEAST
                && mtu < Ip6Header.LENGTH + Ip6Header.payloadLength(quoted)
                && sent(quoted, left);
    }

    /** Whether somebody here speaks the protocol of the quoted packet, or of its first fragment. */
    private boolean sent(final long quoted, final int left) {
        final long walk = Ip6Extensions.walk(quoted, left);
        final int offset = Ip6Extensions.offset(walk);
        if (Ip6Extensions.failure(walk) != Ip6Extensions.FOUND
                || Ip6Extensions.isLaterFragment(walk)
                || offset + QUOTED_BYTES > left) {
            return false;
        }
        final int protocol = Ip6Extensions.protocol(walk);
        final long transport = quoted + offset;
        return switch (protocol) {
            case IpProtocol.ICMP6 -> Icmp6Header.echo(Icmp6Header.type(transport));
            case IpProtocol.UDP ->
                targets.ofUdpPort(UdpHeader.sourcePort(transport)) != 0 || targets.ofProtocol(protocol) != 0;
            case IpProtocol.TCP ->
                targets.ofTcpPort(TcpHeader.sourcePort(transport)) != 0 || targets.ofProtocol(protocol) != 0;
            default -> targets.ofProtocol(protocol) != 0;
        };
    }

    private static long quoted(final long buffer) {
        return Layers.transport(buffer, Layers.ip6(buffer)) + Icmp6Header.LENGTH;
    }

    @Override
    public int mtu(final long buffer) {
        return Icmp6Header.rest(quoted(buffer) - Icmp6Header.LENGTH);
    }

    @Override
    public long high(final long buffer) {
        return Ip6Header.destinationHigh(quoted(buffer));
    }

    @Override
    public long low(final long buffer) {
        return Ip6Header.destinationLow(quoted(buffer));
    }
}
