package io.weir.acl.internal.macip;

import java.util.Map;

/** What senders are held against at one moment, by interface. Immutable: a node asks one table about all packets of a frame. */
final class MacipTable {
    static final MacipTable EMPTY = new MacipTable(Map.of());

    private final MacipPolicy[] policies;

    MacipTable(final Map<Integer, MacipPolicy> byInterface) {
        policies = new MacipPolicy
                [byInterface.keySet().stream().mapToInt(each -> each + 1).max().orElse(0)];
        byInterface.forEach((swIfIndex, policy) -> policies[swIfIndex] = policy);
    }

    /** The list of an interface, or null. */
    MacipPolicy of(final int swIfIndex) {
        return swIfIndex >= 0 && swIfIndex < policies.length ? policies[swIfIndex] : null;
    }
}
