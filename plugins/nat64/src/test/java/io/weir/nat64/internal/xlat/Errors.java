package io.weir.nat64.internal.xlat;

import static io.weir.nat64.internal.xlat.Translation.CLIENT;
import static io.weir.nat64.internal.xlat.Translation.POOL;
import static io.weir.nat64.internal.xlat.Translation.SERVER4;
import static io.weir.nat64.internal.xlat.Translation.SERVER6;

import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.Arrays;

/**
 * ICMP errors about the flow between the client's port 4000, seen as the pool's port 1024, and the server's port 53, that routers on
 * either side send.
 */
final class Errors implements AutoCloseable {
    static final String ROUTER6 = "2001:db8:9::1";
    static final String ROUTER4 = "203.0.113.9";
    static final String ROUTER4_AS_6 = "64:ff9b::cb00:7109";

    final Translation translation = new Translation();
    final Quote quote = new Quote();
    final IcmpErrors errors = new IcmpErrors(translation.buffers, translation.toIp4);

    /** What the server sent to the client, as a router of IPv6 sees it. */
    static TestPacket fromServer6() {
        return TestPacket.udp(SERVER6, CLIENT).ports(53, 4_000).ttl(7).tos(0x28).payload(40);
    }

    /** What the client sent to the server, as a router of IPv4 sees it. */
    static TestPacket fromClient4() {
        return TestPacket.udp(POOL, SERVER4).ports(1_024, 53).ttl(7).tos(0x28).payload(40);
    }

    static TestPacket error6(final int type, final int code, final int rest, final byte[] quoted) {
        return TestPacket.icmp(ROUTER6, SERVER6, type, code)
                .ports(rest >>> 16, rest & 0xffff)
                .ttl(61)
                .tos(0xc0)
                .payload(quoted);
    }

    static TestPacket error4(final int type, final int code, final int rest, final byte[] quoted) {
        return TestPacket.icmp(ROUTER4, POOL, type, code)
                .ports(rest >>> 16, rest & 0xffff)
                .ttl(61)
                .tos(0xc0)
                .payload(quoted);
    }

    /** An error over IPv6, to the server; it appears to be from the pool's address. */
    int toServer(final byte[] error) {
        translation.packet(error);
        return toServer();
    }

    int toServer() {
        final int refusal = quote.readIp6(translation.buffer());
        if (refusal == 0) {
            errors.toIp4(
                    translation.buffer(),
                    quote,
                    Ip4Address.parse(POOL),
                    Ip4Address.parse(SERVER4),
                    Ip4Address.parse(SERVER4),
                    Ip4Address.parse(POOL),
                    Transport.KEEP,
                    1_024);
        }
        return refusal;
    }

    int toServer(final TestPacket error) {
        return toServer(error.ip());
    }

    /** An error over IPv4, to the client. */
    int toClient(final byte[] error) {
        translation.packet(error);
        return toClient();
    }

    int toClient() {
        final int refusal = quote.readIp4(translation.buffer());
        final Ip6Address router = Ip6Address.parse(ROUTER4_AS_6);
        final Ip6Address client = Ip6Address.parse(CLIENT);
        final Ip6Address server = Ip6Address.parse(SERVER6);
        return refusal != 0
                ? refusal
                : errors.toIp6(
                        translation.buffer(),
                        quote,
                        new Addresses()
                                .source(router.high(), router.low())
                                .destination(client.high(), client.low())
                                .quotedSource(client.high(), client.low())
                                .quotedDestination(server.high(), server.low()),
                        4_000,
                        Transport.KEEP);
    }

    int toClient(final TestPacket error) {
        return toClient(error.ip());
    }

    PacketView view() {
        return translation.view();
    }

    /** The packet that the error quotes, filled up with zeros to the length that it says. */
    PacketView quoted() {
        final byte[] payload = view().payload();
        final int version = (payload[0] & 0xff) >>> 4;
        final PacketView cut = PacketView.ofIp(payload);
        final int length = version == 6 ? 40 + cut.u16(4) : cut.u16(2);
        return PacketView.ofIp(Arrays.copyOf(payload, length));
    }

    @Override
    public void close() {
        translation.close();
    }
}
