package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.Subnet;
import io.weir.memory.Memory;

/** What of a rule is hashed in a table of a tuple space; the last word of a key, without what doesn't count. */
record TupleKey(Subnet source, Subnet destination, long upper) {
    private static final int PROTOCOL_SHIFT = 40;

    static TupleKey of(final Rule rule, final Tuple tuple) {
        final long ports = (long) PackedRules.sourcePorts(rule).first() << 16
                | PackedRules.destinationPorts(rule).first();
        return new TupleKey(
                new Subnet(rule.source().high(), rule.source().low(), tuple.source()),
                new Subnet(rule.destination().high(), rule.destination().low(), tuple.destination()),
                (ports | (long) rule.protocol() << PROTOCOL_SHIFT) & tuple.upperMask());
    }

    /** As the key of a packet. */
    void write(final boolean ip6, final long key) {
        if (ip6) {
            Memory.putLong(key, source.high());
            Memory.putLong(key + 8, source.low());
            Memory.putLong(key + 16, destination.high());
            Memory.putLong(key + 24, destination.low());
        } else {
            Memory.putInt(key, (int) (source.high() >>> 32));
            Memory.putInt(key + 4, (int) (destination.high() >>> 32));
        }
        Memory.putLong(key + (ip6 ? 32 : 8), upper);
    }
}
