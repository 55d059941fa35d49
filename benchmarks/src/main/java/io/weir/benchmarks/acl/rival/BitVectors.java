package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import io.weir.memory.Memory;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bit vector for each interval of each field, of which those that a packet lies in are combined (Lakshman, Stiliadis, 1998), with
 * aggregation. Ports and protocols are looked up in plain arrays, addresses in sorted ones.
 */
public final class BitVectors implements Rival {
    private static final int VECTOR = 256;
    private static final int PORTS = 1 << 16;
    private static final long MOST_BYTES = 1L << 29;

    private final boolean ip6;
    private final PackedRules packed;
    private final boolean flags;
    private final FieldVectors source;
    private final FieldVectors destination;
    private final FieldVectors sourcePort;
    private final FieldVectors destinationPort;
    private final FieldVectors protocol;
    private final char[] sourcePorts = new char[PORTS];
    private final char[] destinationPorts = new char[PORTS];
    private final char[] protocols = new char[256];
    private final long[] bySource = new long[VECTOR];
    private final long[] byDestination = new long[VECTOR];

    public BitVectors(final boolean ip6, final List<Rule> rules) {
        this.ip6 = ip6;
        packed = PackedRules.of(ip6, rules);
        flags = rules.stream().anyMatch(rule -> rule.tcpMask() != 0);
        source = new FieldVectors(
                rules.stream().map(rule -> subnet(rule.source())).toArray(long[][]::new));
        destination = new FieldVectors(
                rules.stream().map(rule -> subnet(rule.destination())).toArray(long[][]::new));
        sourcePort = new FieldVectors(
                rules.stream().map(rule -> range(PackedRules.sourcePorts(rule))).toArray(long[][]::new));
        destinationPort = new FieldVectors(rules.stream()
                .map(rule -> range(PackedRules.destinationPorts(rule)))
                .toArray(long[][]::new));
        protocol = new FieldVectors(rules.stream()
                .map(rule ->
                        range(rule.protocol() == 0 ? new Range(0, 255) : new Range(rule.protocol(), rule.protocol())))
                .toArray(long[][]::new));
        fill(sourcePorts, sourcePort);
        fill(destinationPorts, destinationPort);
        fill(protocols, protocol);
    }

    /** Whether so many rules take memory that anybody would give. */
    public static boolean possible(final int rules) {
        return 2 * FieldVectors.bytes(rules) <= MOST_BYTES;
    }

    private long[] subnet(final Subnet subnet) {
        final long lastHigh = subnet.high() | ~Subnet.highMask(subnet.length());
        return ip6
                ? new long[] {subnet.high(), subnet.low(), lastHigh, subnet.low() | ~Subnet.lowMask(subnet.length())}
                : new long[] {0, subnet.high() >>> 32, 0, lastHigh >>> 32};
    }

    private static long[] range(final Range range) {
        return new long[] {0, range.first(), 0, range.last()};
    }

    private static void fill(final char[] intervals, final FieldVectors field) {
        IntStream.range(0, intervals.length).forEach(i -> intervals[i] = (char) field.interval(i));
    }

    @Override
    public String name() {
        return "bits";
    }

    @Override
    public void first(final long keys, final int count, final int[] matched) {
        if (ip6) {
            for (int i = 0; i < count; i++) {
                final long key = keys + (long) i * Key.IP6_BYTES;
                bySource[i] = source.vector(source.interval(Memory.getLong(key), Memory.getLong(key + 8)));
                byDestination[i] =
                        destination.vector(destination.interval(Memory.getLong(key + 16), Memory.getLong(key + 24)));
            }
        } else {
            for (int i = 0; i < count; i++) {
                final long key = keys + (long) i * Key.IP4_BYTES;
                bySource[i] = source.vector(source.interval(Memory.getInt(key) & 0xffffffffL));
                byDestination[i] = destination.vector(destination.interval(Memory.getInt(key + 4) & 0xffffffffL));
            }
        }
        final int keyBytes = Key.bytes(ip6);
        final long upper = keys + keyBytes - 8;
        for (int i = 0; i < count; i++) {
            final int ports = Memory.getInt(upper + (long) i * keyBytes);
            final int kind = Memory.getInt(upper + (long) i * keyBytes + 4);
            matched[i] = combine(
                    bySource[i],
                    byDestination[i],
                    sourcePort.vector(sourcePorts[ports >>> 16]),
                    destinationPort.vector(destinationPorts[ports & 0xffff]),
                    protocol.vector(protocols[kind >>> 8 & 0xff]),
                    keys + (long) i * keyBytes);
        }
    }

    private int combine(final long a, final long b, final long c, final long d, final long e, final long key) {
        final int aggregates = source.aggregates();
        for (int at = 0; at < aggregates; at++) {
            long words = and(a, b, c, d, e, at);
            while (words != 0) {
                final int word = at << 6 | Long.numberOfTrailingZeros(words);
                long bits = and(a, b, c, d, e, aggregates + word);
                while (bits != 0) {
                    final int rule = word << 6 | Long.numberOfTrailingZeros(bits);
                    // Flags are no range: rules that ask for some are held against the packet.
                    if (!flags || packed.first(rule, 1, key) >= 0) {
                        return rule;
                    }
                    bits &= bits - 1;
                }
                words &= words - 1;
            }
        }
        return -1;
    }

    private static long and(final long a, final long b, final long c, final long d, final long e, final int word) {
        final long offset = (long) word << 3;
        return Memory.getLong(a + offset)
                & Memory.getLong(b + offset)
                & Memory.getLong(c + offset)
                & Memory.getLong(d + offset)
                & Memory.getLong(e + offset);
    }

    @Override
    public long bytes() {
        return source.bytes()
                + destination.bytes()
                + sourcePort.bytes()
                + destinationPort.bytes()
                + protocol.bytes()
                + 2L * (2 * PORTS + protocols.length)
                + (flags ? packed.bytes() : 0);
    }

    @Override
    public void close() {
        source.close();
        destination.close();
        sourcePort.close();
        destinationPort.close();
        protocol.close();
        packed.close();
    }
}
