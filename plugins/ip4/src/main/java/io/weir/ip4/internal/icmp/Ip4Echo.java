package io.weir.ip4.internal.icmp;

import io.weir.fib.Prefix;
import io.weir.fib.family.Echo;
import io.weir.fib.family.Pings;
import io.weir.graph.Next;
import io.weir.ip4.Ip4Addresses;
import io.weir.ip4.Ip4Lookup;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.IcmpHeader;
import io.weir.net.Ip4Header;
import io.weir.net.IpProtocol;
import java.util.concurrent.ThreadLocalRandom;

/** How IPv4 pings: echo requests of RFC 792, which may be cut on the way. Only main. */
public final class Ip4Echo implements Echo {
    private static final int TTL = 64;
    private static final int BITS = 32;

    private final Pings pings = new Pings();
    private final Ip4Addresses addresses;
    private final Ip4Lookup routes;
    private final Next lookup;
    private int identification = ThreadLocalRandom.current().nextInt();

    public Ip4Echo(final Ip4Addresses addresses, final Ip4Lookup routes, final Next lookup) {
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
        return Ip4Header.LENGTH + IcmpHeader.LENGTH;
    }

    @Override
    public void write(final long buffer, final Request request, final int bytes) {
        final long header = Buffer.data(buffer);
        final long message = header + Ip4Header.LENGTH;
        Ip4Header.write(
                header, bytes, TTL, IpProtocol.ICMP, Prefix.ip4(request.sourceHigh()), Prefix.ip4(request.high()));
        Ip4Header.identification(header, identification++ & 0xffff);
        Ip4Header.updateChecksum(header);
        IcmpHeader.write(message, IcmpHeader.ECHO_REQUEST, 0, request.identifier() << 16 | request.sequence());
        final long sum = Checksum.addPacket(0, buffer, Ip4Header.LENGTH, bytes - Ip4Header.LENGTH);
        Memory.putShort(message + 2, ~Checksum.fold(sum));
    }

    @Override
    public int forwarding(final int table, final long high, final long low) {
        return routes.forwarding(table, Prefix.ip4(high));
    }

    @Override
    public Prefix source(final int swIfIndex, final long high, final long low) {
        final int source = addresses.sourceFor(swIfIndex, Prefix.ip4(high));
        return source == 0 ? null : Prefix.ip4(source, BITS);
    }
}
