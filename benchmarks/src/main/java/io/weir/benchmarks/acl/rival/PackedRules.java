package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.IpProtocol;
import java.util.List;

/**
 * Rules outside the heap, in words of eight bytes like those of a {@link Key}: of the addresses what they are to be, then what of
 * them is looked at; lowest and highest ports; kind, what of it is looked at, and the rule's number.
 */
final class PackedRules implements AutoCloseable {
    static final int IP4_BYTES = 32;
    static final int IP6_BYTES = 80;

    private final boolean ip6;
    private final long memory;
    private final int count;

    PackedRules(final boolean ip6, final int count) {
        this.ip6 = ip6;
        this.count = count;
        memory = OffHeap.allocate(Math.max(1, bytes()));
    }

    /** A list, in its order. */
    static PackedRules of(final boolean ip6, final List<Rule> rules) {
        final PackedRules packed = new PackedRules(ip6, rules.size());
        for (int i = 0; i < rules.size(); i++) {
            packed.put(i, rules.get(i), i);
        }
        return packed;
    }

    /** Puts a rule at a place. */
    void put(final int at, final Rule rule, final int label) {
        final long record = record(at);
        final int addressBytes = ip6 ? 32 : 8;
        for (int word = 0; word < addressBytes >> 3; word++) {
            Memory.putLong(record + 8L * word, value(rule, word));
            Memory.putLong(record + addressBytes + 8L * word, mask(rule, word));
        }
        final Range source = sourcePorts(rule);
        final Range destination = destinationPorts(rule);
        final long rest = record + 2L * addressBytes;
        Memory.putInt(rest, source.first() << 16 | destination.first());
        Memory.putInt(rest + 4, source.last() << 16 | destination.last());
        Memory.putInt(rest + 8, kind(rule) | kindMask(rule) << 16);
        Memory.putInt(rest + 12, label);
    }

    /** Ports of a rule; all where they don't count. */
    static Range sourcePorts(final Rule rule) {
        return portsCount(rule) ? rule.sourcePorts() : Range.ALL;
    }

    static Range destinationPorts(final Rule rule) {
        return portsCount(rule) ? rule.destinationPorts() : Range.ALL;
    }

    private static boolean portsCount(final Rule rule) {
        final int protocol = rule.protocol();
        return IpProtocol.hasPorts(protocol) || protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6;
    }

    /** What a word of the key's addresses is to be. */
    long value(final Rule rule, final int word) {
        return word(
                rule.source().high(),
                rule.source().low(),
                rule.destination().high(),
                rule.destination().low(),
                word);
    }

    /** What of it counts. */
    long mask(final Rule rule, final int word) {
        return mask(ip6, rule.source().length(), rule.destination().length(), word);
    }

    /** What of a word of the key's addresses counts, of prefixes so long. */
    static long mask(final boolean ip6, final int source, final int destination, final int word) {
        return word(
                ip6,
                Subnet.highMask(source),
                Subnet.lowMask(source),
                Subnet.highMask(destination),
                Subnet.lowMask(destination),
                word);
    }

    private long word(final long sourceHigh, final long sourceLow, final long high, final long low, final int word) {
        return word(ip6, sourceHigh, sourceLow, high, low, word);
    }

    private static long word(
            final boolean ip6,
            final long sourceHigh,
            final long sourceLow,
            final long high,
            final long low,
            final int word) {
        if (!ip6) {
            return sourceHigh >>> 32 | high & 0xffff_ffff_0000_0000L;
        }
        return switch (word) {
            case 0 -> sourceHigh;
            case 1 -> sourceLow;
            case 2 -> high;
            default -> low;
        };
    }

    static int kind(final Rule rule) {
        return rule.protocol() << 8 | (rule.protocol() == IpProtocol.TCP ? rule.tcpFlags() & rule.tcpMask() : 0);
    }

    static int kindMask(final Rule rule) {
        return (rule.protocol() == 0 ? 0 : 0xff00) | (rule.protocol() == IpProtocol.TCP ? rule.tcpMask() : 0);
    }

    private long record(final int at) {
        return memory + (long) at * (ip6 ? IP6_BYTES : IP4_BYTES);
    }

    long bytes() {
        return (long) count * (ip6 ? IP6_BYTES : IP4_BYTES);
    }

    /** Has the first record of some in the cache soon. */
    long touch(final int at) {
        return Memory.getLong(record(at));
    }

    /** The number of the first of some rules that a key matches, or -1. */
    int first(final int from, final int rules, final long key) {
        return ip6 ? first6(record(from), rules, key) : first4(record(from), rules, key);
    }

    private static int first4(final long records, final int rules, final long key) {
        final long addresses = Memory.getLong(key);
        final int ports = Memory.getInt(key + 8);
        final int kind = Memory.getInt(key + 12);
        final long end = records + (long) rules * IP4_BYTES;
        long record = records;
        while (record != end) {
            final long differs = (addresses ^ Memory.getLong(record)) & Memory.getLong(record + 8);
            if (differs == 0 && upper(record + 16, ports, kind)) {
                return Memory.getInt(record + 28);
            }
            record += IP4_BYTES;
        }
        return -1;
    }

    private static int first6(final long records, final int rules, final long key) {
        final long word0 = Memory.getLong(key);
        final long word1 = Memory.getLong(key + 8);
        final long word2 = Memory.getLong(key + 16);
        final long word3 = Memory.getLong(key + 24);
        final int ports = Memory.getInt(key + 32);
        final int kind = Memory.getInt(key + 36);
        final long end = records + (long) rules * IP6_BYTES;
        long record = records;
        while (record != end) {
            final long differs = (word0 ^ Memory.getLong(record)) & Memory.getLong(record + 32)
                    | (word1 ^ Memory.getLong(record + 8)) & Memory.getLong(record + 40)
                    | (word2 ^ Memory.getLong(record + 16)) & Memory.getLong(record + 48)
                    | (word3 ^ Memory.getLong(record + 24)) & Memory.getLong(record + 56);
            if (differs == 0 && upper(record + 64, ports, kind)) {
                return Memory.getInt(record + 76);
            }
            record += IP6_BYTES;
        }
        return -1;
    }

    private static boolean upper(final long rest, final int ports, final int kind) {
        final int low = Memory.getInt(rest);
        final int high = Memory.getInt(rest + 4);
        final int wanted = Memory.getInt(rest + 8);
        final int source = ports >>> 16;
        final int destination = ports & 0xffff;
        final int outside = source - (low >>> 16)
                | (high >>> 16) - source
                | destination - (low & 0xffff)
                | (high & 0xffff) - destination;
        return (outside & 0x8000_0000 | (kind ^ wanted) & wanted >>> 16) == 0;
    }

    @Override
    public void close() {
        OffHeap.free(memory);
    }
}
