package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/** Makes ICMP errors over IPv6 errors over IPv4; see {@link IcmpErrors#toIp4}. One thread. */
final class ErrorToIp4 {
    /** Most bytes that an error has (RFC 1812, 4.3.2.3). */
    private static final int MOST = 576;
    /** In what bytes the length of a quoted packet is counted (RFC 4884, 4). */
    private static final int UNIT = 4;

    private static final int ICMP_BYTES = IcmpHeader.LENGTH;

    private final Buffers buffers;
    private final ToIp4 toIp4;
    private final ErrorBody body = new ErrorBody();

    ErrorToIp4(final Buffers buffers, final ToIp4 toIp4) {
        this.buffers = buffers;
        this.toIp4 = toIp4;
    }

    void translate(
            final long buffer,
            final Quote quote,
            final int source,
            final int destination,
            final int quotedSource,
            final int quotedDestination,
            final int quotedSourcePort,
            final int quotedDestinationPort,
            final int mtu6,
            final int mtu4) {
        final long data = Buffer.data(buffer);
        final long upper = data + quote.upper;
        final Headers6 inner = quote.inner6;
        final int from = Integer.reverseBytes(quotedSource);
        final int to = Integer.reverseBytes(quotedDestination);
        quote.change(
                upper,
                Transport.addresses6(quote.header()),
                (from & 0xffff_ffffL) + (to & 0xffff_ffffL),
                quotedSourcePort,
                quotedDestinationPort);
        final int tos = Ip6Header.trafficClass(data);
        final int hops = Ip6Header.hopLimit(data);
        writeQuoted(quote.header(), upper - Ip4Header.LENGTH, inner, from, to);
        final int type = IcmpTypes.type(quote.kind.translated);
        final int most = MOST - Ip4Header.LENGTH - ICMP_BYTES;
        body.lay(buffer, quote, Ip4Header.LENGTH, most, UNIT, quote.extensionBytes > 0);
        final long message = upper - Ip4Header.LENGTH - ICMP_BYTES;
        final int bytes = ICMP_BYTES + body.quoted + body.extension;
        IcmpHeader.write(message, type, IcmpTypes.code(quote.kind.translated), rest(quote, type, mtu6, mtu4));
        IcmpHeader.updateChecksum(message, bytes);
        ToIp4.write(
                message - Ip4Header.LENGTH,
                tos,
                Ip4Header.LENGTH + bytes,
                0,
                toIp4.takeIdentification(),
                hops << 8 | IpProtocol.ICMP,
                Integer.reverseBytes(source),
                Integer.reverseBytes(destination));
        ErrorBody.finish(buffers, buffer, quote.upper - 2 * Ip4Header.LENGTH - ICMP_BYTES, Ip4Header.LENGTH + bytes);
    }

    private static void writeQuoted(
            final long old, final long header, final Headers6 inner, final int from, final int to) {
        final int total = Math.min(Ip4Header.LENGTH + inner.end - inner.transport, 0xffff);
        final boolean whole = inner.fragment == 0;
        final int flags = whole
                ? total > ToIp4.MAY_BE_CUT ? Ip4Header.DONT_FRAGMENT : 0
                : (inner.moreFragments ? Ip4Header.MORE_FRAGMENTS : 0) | inner.fragmentOffset >>> 3;
        final int protocol = inner.protocol == IpProtocol.ICMP6 ? IpProtocol.ICMP : inner.protocol;
        ToIp4.write(
                header,
                Ip6Header.trafficClass(old),
                total,
                flags,
                whole ? 0 : Ip6Fragment.identification(old + inner.fragment),
                Ip6Header.hopLimit(old) << 8 | protocol,
                from,
                to);
    }

    private int rest(final Quote quote, final int type, final int mtu6, final int mtu4) {
        if (quote.kind.translated
                == IcmpTypes.of(IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_FRAGMENTATION_NEEDED)) {
            return Mtus.toIp4(quote.kind.rest, quote.inner6.fragment != 0, mtu6, mtu4);
        }
        return type == IcmpHeader.PARAMETER_PROBLEM ? quote.kind.pointer() << 24 : body.length(UNIT) << 16;
    }
}
