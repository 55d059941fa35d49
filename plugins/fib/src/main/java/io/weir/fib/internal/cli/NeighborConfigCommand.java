package io.weir.fib.internal.cli;

import io.weir.fib.internal.Families;
import io.weir.fib.internal.neighbor.NeighborLimits;
import io.weir.fib.internal.neighbor.NeighborTable;
import io.weir.plugin.Registrar;

/** {@code show ip neighbor-config}: what neighbours of each family may take. Only main. */
public record NeighborConfigCommand(NeighborTable neighbors, Families families) {
    private static final long SECOND_NS = 1_000_000_000L;

    /** Declares the command. */
    public void register(final Registrar host) {
        host.command("show ip neighbor-config", "Show what neighbors may take, of all families")
                .run(call -> families.newest().forEach(family -> {
                    final NeighborLimits now = neighbors.limits(families.find(family.name()));
                    call.println("%s:", family.name());
                    call.println(
                            "  limit:%d, age:%d, recycle:%d",
                            now.limit(), now.ageNs() / SECOND_NS, now.recycle() ? 1 : 0);
                }));
    }
}
