package io.weir.net;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one hash of a packet's flow, by which paths, links and workers are chosen. Both directions of a flow have the same; an
 * ICMP error has that of the flow that it is about.
 *
 * <p>Every part of a fragmented datagram, the first too, counts by its addresses alone, so that all go one way: the others have no
 * ports, so the first one's can't count. That is another way than that of the flow's whole packets: who must see both at one
 * place puts the parts together first, where their own hash leads them.
 *
 * <p>The hash of a flow differs between hosts and starts of a host, by a random seed: nobody can send flows that meet in one
 * bucket, and two hosts in a row don't make the same choice. Who wants choices that can be told ahead gives a {@link #seed} of a number.
 *
 * <p>Fields are VPP's of {@code set ip flow-hash}, {@link #ALL} unless a table says otherwise. Use {@link #bucket} to choose one
 * of any number, or the low bits for one of a power of two: the two are independent of each other.
 */
public final class FlowHash {
    public static final int SOURCE = 1;
    public static final int DESTINATION = 1 << 1;
    public static final int SOURCE_PORT = 1 << 2;
    public static final int DESTINATION_PORT = 1 << 3;
    public static final int PROTOCOL = 1 << 4;
    /** Source and destination change places; means nothing beside {@link #SYMMETRIC}. */
    public static final int REVERSE = 1 << 5;
    /** Both directions count the same. */
    public static final int SYMMETRIC = 1 << 6;
    /** The flow label of IPv6 (RFC 6437); each direction has its own. */
    public static final int FLOW_LABEL = 1 << 7;

    /** All that tells flows apart, both directions the same. */
    public static final int ALL = SOURCE | DESTINATION | SOURCE_PORT | DESTINATION_PORT | PROTOCOL | SYMMETRIC;

    /** This process's seed. */
    public static final long SEED = new SecureRandom().nextLong();

    private static final List<String> WORDS =
            List.of("src", "dst", "sport", "dport", "proto", "reverse", "symmetric", "flowlabel");

    private FlowHash() {}

    /** A seed made of a number, of neighbouring numbers seeds that have nothing in common. */
    public static long seed(final long number) {
        return FlowMix.spread(number);
    }

    /**
     * Fields by VPP's words: src, dst, sport, dport, proto, reverse, symmetric, flowlabel.
     *
     * @throws IllegalArgumentException with one sentence that names a word that is none.
     */
    public static int fields(final List<String> words) {
        int fields = 0;
        for (final String word : words) {
            if (!WORDS.contains(word)) {
                throw new IllegalArgumentException("`" + word + "' is no field of a flow, expected "
                        + String.join(", ", WORDS.subList(0, WORDS.size() - 1)) + " or " + WORDS.getLast());
            }
            fields |= 1 << WORDS.indexOf(word);
        }
        return fields;
    }

    /** VPP's words for fields. */
    public static String words(final int fields) {
        return IntStream.range(0, WORDS.size())
                .filter(bit -> (fields >>> bit & 1) != 0)
                .mapToObj(WORDS::get)
                .collect(Collectors.joining(" "));
    }

    /** Hash of the flow of a packet that begins with its IPv4 header. */
    public static int ip4(final long buffer) {
        return ip4(buffer, ALL, SEED);
    }

    /** Hash of the flow of a packet that begins with its IPv6 header. */
    public static int ip6(final long buffer) {
        return ip6(buffer, ALL, SEED);
    }

    /** {@link #ip4(long)} by these fields and this seed. */
    public static int ip4(final long buffer, final int fields, final long seed) {
        final int layers = Layers.ip4(buffer);
        if (isError(buffer, layers, IpProtocol.ICMP)) {
            return quoted(buffer, layers, fields, seed);
        }
        final boolean whole = !Layers.isFragment(layers);
        final int ports = whole ? FlowKey.ports(buffer, layers) : 0;
        return hash4(Layers.network(buffer, layers), ports, whole ? Layers.protocol(layers) : 0, fields, seed);
    }

    /** {@link #ip6(long)} by these fields and this seed. */
    public static int ip6(final long buffer, final int fields, final long seed) {
        final int layers = Layers.ip6(buffer);
        if (isError(buffer, layers, IpProtocol.ICMP6)) {
            return quoted(buffer, layers, fields, seed);
        }
        final boolean whole = !Layers.isFragment(layers);
        final int ports = whole ? FlowKey.ports(buffer, layers) : 0;
        return hash6(Layers.network(buffer, layers), ports, whole ? Layers.protocol(layers) : 0, fields, seed);
    }

    /** Hash of the flow with this {@link FlowKey}, its scope left aside: that of its packets that are no fragments. */
    public static int ofKey4(final long key) {
        return hash4(key - 12, Memory.getInt(key + 8), FlowKey.protocol4(key), ALL, SEED);
    }

    /** Hash of the flow with this {@link FlowKey}, its scope left aside: that of its packets that are no fragments. */
    public static int ofKey6(final long key) {
        return hash6(key - 8, Memory.getInt(key + 32), FlowKey.protocol6(key), ALL, SEED);
    }

    /** One of {@code count} by a hash, evenly. */
    public static int bucket(final int hash, final int count) {
        return (int) ((hash & 0xffffffffL) * count >>> 32);
    }

    private static boolean isError(final long buffer, final int layers, final int icmp) {
        if (Layers.protocol(layers) != icmp
                || Layers.isFragment(layers)
                || !Layers.reaches(buffer, layers, IcmpHeader.LENGTH)) {
            return false;
        }
        final int type = IcmpHeader.type(Layers.transport(buffer, layers));
        return icmp == IpProtocol.ICMP ? IcmpHeader.error(type) : Icmp6Header.error(type);
    }

    /** Hash of the packet that an error quotes, if enough of it is there, else of nothing but the error's addresses. */
    private static int quoted(final long buffer, final int layers, final int fields, final long seed) {
        final boolean ip6 = Layers.isIp6(layers);
        final long header = Layers.transport(buffer, layers) + IcmpHeader.LENGTH;
        final int bytes = (int) (Buffer.data(buffer) + Buffer.length(buffer) - header);
        final boolean there = bytes >= (ip6 ? Ip6Header.LENGTH : Ip4Header.LENGTH);
        final int inner = there ? ip6 ? Layers.of6(header, bytes) : Layers.of4(header, bytes) : -1;
        final long ip = Layers.known(inner) ? header : Layers.network(buffer, layers);
        int ports = 0;
        int protocol = 0;
        if (Layers.known(inner) && !Layers.isFragment(inner)) {
            protocol = Layers.protocol(inner);
            ports = Ports.of(header + Layers.transport(inner), protocol, bytes - Layers.transport(inner));
        }
        return ip6 ? hash6(ip, ports, protocol, fields, seed) : hash4(ip, ports, protocol, fields, seed);
    }

    private static int hash4(
            final long header, final int ports, final int protocol, final int fields, final long seed) {
        final int source = (fields & SOURCE) != 0 ? Memory.getInt(header + 12) : 0;
        final int destination = (fields & DESTINATION) != 0 ? Memory.getInt(header + 16) : 0;
        return ordered(
                FlowMix.end4(source, sourcePort(ports, fields)),
                FlowMix.end4(destination, destinationPort(ports, fields)),
                protocol,
                fields,
                seed);
    }

    private static int hash6(
            final long header, final int ports, final int protocol, final int fields, final long seed) {
        final long from = (fields & SOURCE) != 0 ? -1 : 0;
        final long to = (fields & DESTINATION) != 0 ? -1 : 0;
        return ordered(
                FlowMix.end6(
                        seed,
                        Memory.getLong(header + 8) & from,
                        Memory.getLong(header + 16) & from,
                        sourcePort(ports, fields)),
                FlowMix.end6(
                        seed,
                        Memory.getLong(header + 24) & to,
                        Memory.getLong(header + 32) & to,
                        destinationPort(ports, fields)),
                protocol,
                fields,
                (fields & FLOW_LABEL) != 0 ? seed ^ FlowMix.spread(Ip6Header.flowLabel(header)) : seed);
    }

    private static int sourcePort(final int ports, final int fields) {
        return (fields & SOURCE_PORT) != 0 ? ports & 0xffff : 0;
    }

    private static int destinationPort(final int ports, final int fields) {
        return (fields & DESTINATION_PORT) != 0 ? ports >>> 16 : 0;
    }

    private static int ordered(
            final long source, final long destination, final int protocol, final int fields, final long seed) {
        long first = source;
        long second = destination;
        if ((fields & SYMMETRIC) != 0) {
            first = Math.min(source, destination);
            second = Math.max(source, destination);
        } else if ((fields & REVERSE) != 0) {
            first = destination;
            second = source;
        }
        return FlowMix.ends(seed, first, second, (fields & PROTOCOL) != 0 ? protocol : 0);
    }
}
