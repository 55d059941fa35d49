package io.weir.benchmarks.acl.rival;

import io.weir.acl.internal.classify.Key;
import io.weir.acl.internal.rule.Rule;
import java.util.List;

/** Rule after rule. */
public final class Linear implements Rival {
    private final PackedRules packed;
    private final int count;
    private final int keyBytes;

    public Linear(final boolean ip6, final List<Rule> rules) {
        packed = PackedRules.of(ip6, rules);
        count = rules.size();
        keyBytes = Key.bytes(ip6);
    }

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public void first(final long keys, final int packets, final int[] matched) {
        for (int i = 0; i < packets; i++) {
            matched[i] = packed.first(0, count, keys + (long) i * keyBytes);
        }
    }

    @Override
    public long bytes() {
        return packed.bytes();
    }

    @Override
    public void close() {
        packed.close();
    }
}
