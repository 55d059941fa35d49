package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Rule;
import io.weir.memory.Memory;
import java.util.List;

/** A packet's words as tests write them, and which rule it matches by asking one after the other. */
record Keys(
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow,
        int sourcePort,
        int destinationPort,
        int protocol,
        int flags) {
    void write(final boolean ip6, final long key) {
        if (ip6) {
            Memory.putLong(key, sourceHigh);
            Memory.putLong(key + 8, sourceLow);
            Memory.putLong(key + 16, destinationHigh);
            Memory.putLong(key + 24, destinationLow);
        } else {
            Memory.putInt(key, (int) (sourceHigh >>> 32));
            Memory.putInt(key + 4, (int) (destinationHigh >>> 32));
        }
        Memory.putInt(key + Key.ports(ip6), sourcePort << 16 | destinationPort);
        Memory.putInt(key + Key.ports(ip6) + Key.KIND, protocol << 8 | flags);
    }

    boolean matches(final Rule rule) {
        if (!rule.source().contains(sourceHigh, sourceLow)
                || !rule.destination().contains(destinationHigh, destinationLow)) {
            return false;
        }
        if (rule.protocol() == 0) {
            return true;
        }
        return rule.protocol() == protocol
                && (!Boxes.hasPorts(rule)
                        || rule.sourcePorts().contains(sourcePort)
                                && rule.destinationPorts().contains(destinationPort))
                && (protocol != 6 || ((flags ^ rule.tcpFlags()) & rule.tcpMask()) == 0);
    }

    int first(final List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            if (matches(rules.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
