package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/** Makes ICMP errors over IPv4 errors over IPv6; see {@link IcmpErrors#toIp6}. One thread. */
final class ErrorToIp6 {
    /** Most bytes that an error has (RFC 4443, 2.4 c). */
    private static final int MOST = ToIp6.LEAST_MTU;
    /** In what bytes the length of a quoted packet is counted (RFC 4884, 4). */
    private static final int UNIT = 8;
    /** Where an IPv6 header says what follows. */
    private static final int NEXT_HEADER = 6;

    private static final int ICMP_BYTES = Icmp6Header.LENGTH;

    private final Buffers buffers;
    private final ErrorBody body = new ErrorBody();

    ErrorToIp6(final Buffers buffers) {
        this.buffers = buffers;
    }

    int translate(
            final long buffer,
            final Quote quote,
            final Addresses addresses,
            final int quotedSourcePort,
            final int quotedDestinationPort,
            final int mtu6,
            final int mtu4) {
        final Headers4 inner = quote.inner4;
        final int ipBytes = inner.isFragment() ? Ip6Header.LENGTH + Ip6Fragment.LENGTH : Ip6Header.LENGTH;
        final int start = quote.upper - ipBytes - ICMP_BYTES - Ip6Header.LENGTH;
        if (Buffer.currentData(buffer) + start < ToIp6.LINK_ROOM - Buffer.HEADROOM_BYTES) {
            return Refusal.HEADROOM.code();
        }
        final long data = Buffer.data(buffer);
        final long upper = data + quote.upper;
        quote.change(
                upper,
                Transport.addresses4(quote.header()),
                Transport.addresses6(
                        addresses.quotedSourceHigh,
                        addresses.quotedSourceLow,
                        addresses.quotedDestinationHigh,
                        addresses.quotedDestinationLow),
                quotedSourcePort,
                quotedDestinationPort);
        final int tos = Ip4Header.tos(data);
        final int hops = Ip4Header.ttl(data);
        writeQuoted(quote.header(), upper, inner, addresses);
        final int type = IcmpTypes.type(quote.kind.translated);
        final boolean mayExtend = type == Icmp6Header.DESTINATION_UNREACHABLE || type == Icmp6Header.TIME_EXCEEDED;
        body.lay(buffer, quote, ipBytes, MOST - Ip6Header.LENGTH - ICMP_BYTES, UNIT, mayExtend);
        final long message = upper - ipBytes - ICMP_BYTES;
        final int bytes = ICMP_BYTES + body.quoted + body.extension;
        ToIp6.write(
                message - Ip6Header.LENGTH,
                tos,
                bytes,
                IpProtocol.ICMP6 << 8 | hops,
                addresses.sourceHigh,
                addresses.sourceLow,
                addresses.destinationHigh,
                addresses.destinationLow);
        Icmp6Header.write(message, type, IcmpTypes.code(quote.kind.translated), rest(quote, type, mtu6, mtu4));
        Icmp6Header.updateChecksum(message, message - Ip6Header.LENGTH, bytes);
        ErrorBody.finish(buffers, buffer, start, Ip6Header.LENGTH + bytes);
        return 0;
    }

    private static void writeQuoted(final long old, final long upper, final Headers4 inner, final Addresses addresses) {
        final int protocol = inner.protocol == IpProtocol.ICMP ? IpProtocol.ICMP6 : inner.protocol;
        final int tos = Ip4Header.tos(old);
        final int hops = Ip4Header.ttl(old);
        final int extra = inner.isFragment() ? Ip6Fragment.LENGTH : 0;
        if (extra > 0) {
            Ip6Fragment.write(
                    upper - Ip6Fragment.LENGTH,
                    protocol,
                    inner.fragmentOffset,
                    inner.moreFragments,
                    Ip4Header.identification(old));
        }
        ToIp6.write(
                upper - extra - Ip6Header.LENGTH,
                tos,
                extra + inner.end - inner.transport,
                (extra > 0 ? IpProtocol.FRAGMENT : protocol) << 8 | hops,
                addresses.quotedSourceHigh,
                addresses.quotedSourceLow,
                addresses.quotedDestinationHigh,
                addresses.quotedDestinationLow);
    }

    private int rest(final Quote quote, final int type, final int mtu6, final int mtu4) {
        return switch (type) {
            case Icmp6Header.PACKET_TOO_BIG -> Mtus.toIp6(quote.kind.rest & 0xffff, quote.inner4.end, mtu6, mtu4);
            case Icmp6Header.PARAMETER_PROBLEM ->
                IcmpTypes.code(quote.kind.translated) == Icmp6Header.CODE_UNKNOWN_NEXT_HEADER
                        ? NEXT_HEADER
                        : quote.kind.pointer();
            default -> body.length(UNIT) << 24;
        };
    }
}
