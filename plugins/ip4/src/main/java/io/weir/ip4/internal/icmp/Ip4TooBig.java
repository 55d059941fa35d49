package io.weir.ip4.internal.icmp;

import io.weir.fib.Prefix;
import io.weir.fib.family.LocalTargets;
import io.weir.fib.family.TooBig;
import io.weir.ip4.internal.node.Martians;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/** Fragmentation needed (RFC 1191): quotes what this host sent with the don't-fragment bit. Any thread. */
public record Ip4TooBig(LocalTargets targets) implements TooBig {
    /** Less than this isn't believed, as in Linux: it would have this host send next to nothing but headers. */
    private static final int LEAST = 552;

    /** Of what follows the quoted header. */
    private static final int QUOTED_BYTES = 8;

    /** MTUs of links, for routers that say none (RFC 1191, 7.1). */
    private static final int[] PLATEAUS = {32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, LEAST};

    @Override
    public boolean credible(final long buffer) {
        final long header = Buffer.data(buffer);
        final long quoted = quoted(buffer);
        final long left = Buffer.length(buffer) - (quoted - header);
        return left >= Ip4Header.LENGTH + QUOTED_BYTES
                && Ip4Header.versionAndLength(quoted) >>> 4 == 4
                && Ip4Header.headerLength(quoted) >= Ip4Header.LENGTH
                && left >= Ip4Header.headerLength(quoted) + QUOTED_BYTES
                && Ip4Header.source(quoted) == Ip4Header.destination(header)
                && Ip4Header.source(quoted) >>> 28 < 0xe
                && !Martians.source(Ip4Header.destination(quoted))
                && (Ip4Header.fragment(quoted) & (Ip4Header.DONT_FRAGMENT | Ip4Header.FRAGMENT_OFFSET))
                        == Ip4Header.DONT_FRAGMENT
                && Ip4Header.totalLength(quoted) > mtu(buffer)
                && sent(Ip4Header.protocol(quoted), quoted + Ip4Header.headerLength(quoted));
    }

    /** Whether somebody here speaks that protocol. */
    private boolean sent(final int protocol, final long transport) {
        return switch (protocol) {
            case IpProtocol.ICMP -> IcmpHeader.echo(IcmpHeader.type(transport));
            case IpProtocol.UDP ->
                targets.ofUdpPort(UdpHeader.sourcePort(transport)) != 0 || targets.ofProtocol(protocol) != 0;
            case IpProtocol.TCP ->
                targets.ofTcpPort(TcpHeader.sourcePort(transport)) != 0 || targets.ofProtocol(protocol) != 0;
            default -> targets.ofProtocol(protocol) != 0;
        };
    }

    private static long quoted(final long buffer) {
        final long header = Buffer.data(buffer);
        return header + Ip4Header.headerLength(header) + IcmpHeader.LENGTH;
    }

    @Override
    public int mtu(final long buffer) {
        final int said = Memory.getShortBe(quoted(buffer) - 2);
        if (said != 0) {
            return Math.max(said, LEAST);
        }
        final int length = Ip4Header.totalLength(quoted(buffer));
        for (final int plateau : PLATEAUS) {
            if (plateau < length) {
                return plateau;
            }
        }
        return LEAST;
    }

    @Override
    public long high(final long buffer) {
        return Prefix.high(Ip4Header.destination(quoted(buffer)));
    }

    @Override
    public long low(final long buffer) {
        return 0;
    }
}
