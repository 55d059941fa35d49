package io.weir.ip6.internal.icmp;

import io.weir.fib.Prefix;
import io.weir.fib.family.Echo;
import io.weir.fib.family.Pings;
import io.weir.graph.Next;
import io.weir.ip6.Ip6Addresses;
import io.weir.ip6.Ip6Lookup;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/** How IPv6 pings: echo requests of RFC 4443, 4.1. Only main. */
public final class Ip6Echo implements Echo {
    private static final int HOP_LIMIT = 64;
    private static final int BITS = 128;

    private final Pings pings = new Pings();
    private final Ip6Addresses addresses;
    private final Ip6Lookup routes;
    private final Next lookup;

    public Ip6Echo(final Ip6Addresses addresses, final Ip6Lookup routes, final Next lookup) {
        this.addresses = addresses;
        this.routes = routes;
        this.lookup = lookup;
    }

    @Override
    public Pings pings() {
        return pings;
    }

    @Override
    public Next lookup() {
        return lookup;
    }

    @Override
    public int headerBytes() {
        return Ip6Header.LENGTH + Icmp6Header.LENGTH;
    }

    @Override
    public void write(final long buffer, final Request request, final int bytes) {
        final long header = Buffer.data(buffer);
        final long message = header + Ip6Header.LENGTH;
        final int behind = bytes - Ip6Header.LENGTH;
        Ip6Header.write(header, behind, IpProtocol.ICMP6, HOP_LIMIT);
        Ip6Header.source(header, request.sourceHigh(), request.sourceLow());
        Ip6Header.destination(header, request.high(), request.low());
        Icmp6Header.write(message, Icmp6Header.ECHO_REQUEST, 0, request.identifier() << 16 | request.sequence());
        final long pseudo = Checksum.pseudoHeader6(header, IpProtocol.ICMP6, behind);
        final long sum = Checksum.addPacket(pseudo, buffer, Ip6Header.LENGTH, behind);
        Memory.putShort(message + Icmp6Header.CHECKSUM_OFFSET, ~Checksum.fold(sum));
    }

    @Override
    public int forwarding(final int table, final long high, final long low) {
        return routes.forwarding(table, high, low);
    }

    @Override
    public Prefix source(final int swIfIndex, final long high, final long low) {
        final Ip6Address source = addresses.sourceFor(swIfIndex, high, low);
        return source == null ? null : new Prefix(LinkScope.wire(source.high()), source.low(), BITS);
    }
}
