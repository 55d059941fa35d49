package io.weir.nat64.internal.node;

import io.weir.fib.family.ReassemblyView;
import io.weir.fib.family.TransportWord;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.Protocol;
import io.weir.net.Icmp6Header;
import io.weir.net.IcmpHeader;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/**
 * What tells a packet's flow apart, beside its addresses: filled anew for each packet. The ports of a fragment are those of the
 * first one of its packet, as virtual reassembly says. One thread.
 */
final class Flow {
    /** A packet that a session may have. */
    static final int ORDINARY = 0;

    /** An ICMP error: the flow is that of the packet in it. */
    static final int ICMP_ERROR = 1;

    /** Of a protocol that isn't translated, or cut short. */
    static final int OTHER = 2;

    private final ReassemblyView reassembly;
    private final boolean ip6;
    /** Number of the protocol in IPv4. */
    int protocol;
    /** Of the sender; of ICMP the identifier. */
    int sourcePort;
    /** Of ICMP 0 on the server's side. */
    int destinationPort;
    /** Of TCP. */
    int flags;
    /** Whether it is of a protocol without ports: see {@link io.weir.nat64.internal.state.PlainPort}. */
    boolean plain;

    Flow(final ReassemblyView reassembly, final boolean ip6) {
        this.reassembly = reassembly;
        this.ip6 = ip6;
    }

    /** Reads a packet that begins with its IP header. */
    int read(final long buffer) {
        final int layers = ip6 ? Layers.ip6(buffer) : Layers.ip4(buffer);
        if (!Layers.known(layers)) {
            return OTHER;
        }
        if (Layers.isFragment(layers)) {
            return fragment(reassembly.word(buffer, layers));
        }
        final long header = Layers.transport(buffer, layers);
        final int number = Layers.protocol(layers);
        flags = 0;
        plain = false;
        if (number == IpProtocol.TCP && Layers.reaches(buffer, layers, TcpHeader.LENGTH)) {
            flags = TcpHeader.flags(header);
            return ports(number, header);
        }
        if (number == IpProtocol.UDP && Layers.reaches(buffer, layers, UdpHeader.LENGTH)) {
            return ports(number, header);
        }
        if (number == (ip6 ? IpProtocol.ICMP6 : IpProtocol.ICMP) && Layers.reaches(buffer, layers, IcmpHeader.LENGTH)) {
            return icmp(Memory.getUnsignedByte(header), Icmp6Header.identifier(header));
        }
        return plain(number);
    }

    /** A protocol without ports, which both families have. */
    private int plain(final int number) {
        if (!Protocol.isUnknown(number) || !Protocol.hasLike(number)) {
            return OTHER;
        }
        protocol = number;
        sourcePort = 0;
        destinationPort = 0;
        plain = true;
        return ORDINARY;
    }

    private int ports(final int number, final long header) {
        protocol = number;
        sourcePort = Memory.getShortBe(header) & 0xffff;
        destinationPort = Memory.getShortBe(header + 2) & 0xffff;
        return ORDINARY;
    }

    private int icmp(final int type, final int identifier) {
        final boolean request = type == (ip6 ? Icmp6Header.ECHO_REQUEST : IcmpHeader.ECHO_REQUEST);
        final boolean reply = type == (ip6 ? Icmp6Header.ECHO_REPLY : IcmpHeader.ECHO_REPLY);
        if (!request && !reply) {
            return (ip6 ? IcmpKind.isErrorType6(type) : IcmpKind.isErrorType4(type)) ? ICMP_ERROR : OTHER;
        }
        protocol = Protocol.ICMP.number();
        // The client's side of an echo has the identifier, the server's side nothing: one session for each identifier.
        sourcePort = ip6 ? identifier : 0;
        destinationPort = ip6 ? 0 : identifier;
        return ORDINARY;
    }

    private int fragment(final long word) {
        final int number = TransportWord.protocol(word);
        plain = false;
        if (!TransportWord.hasPorts(word)) {
            flags = 0;
            return plain(number);
        }
        flags = number == IpProtocol.TCP ? TransportWord.tcpFlags(word) : 0;
        if (number == IpProtocol.TCP || number == IpProtocol.UDP) {
            protocol = number;
            sourcePort = TransportWord.sourcePort(word);
            destinationPort = TransportWord.destinationPort(word);
            return ORDINARY;
        }
        return OTHER;
    }
}
