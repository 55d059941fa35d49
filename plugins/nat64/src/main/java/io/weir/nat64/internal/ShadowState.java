package io.weir.nat64.internal;

import io.weir.nat64.internal.state.Limits;
import io.weir.nat64.internal.state.Pool;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SharedState;
import io.weir.nat64.internal.xlat.Prefix64;
import java.util.List;

/**
 * What the next version goes by in shadow, so that copies of packets are translated there: an own pool of the same addresses, in which
 * sessions begin as packets come.
 */
record ShadowState(List<Nat64.PrefixState> prefixes, List<PoolAddress> pool, Limits limits) {
    /** What holds live. */
    static ShadowState of(final Nat64 config) {
        return new ShadowState(
                config.exportPrefixes(),
                config.pool().members(),
                config.shared().limits());
    }

    /** Has it hold in shadow. */
    void apply(final Pool own) {
        final SharedState shared = own.shared();
        shared.shadow();
        shared.limits(limits);
        if (!prefixes.isEmpty()) {
            shared.prefixes(new PrefixTable(prefixes.stream()
                    .map(each -> new PrefixTable.Entry(each.number(), each.table(), Prefix64.of(each.prefix())))
                    .toList()));
        }
        pool.forEach(member -> own.add(member.address(), 1, member.tenant(), member.swIfIndex()));
    }
}
