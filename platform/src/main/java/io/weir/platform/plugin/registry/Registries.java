package io.weir.platform.plugin.registry;

import io.weir.platform.stats.CounterStore;
import io.weir.platform.stats.IndexedStore;
import io.weir.platform.stats.StatisticsSources;
import io.weir.platform.thread.Handoffs;

/**
 * What plugins bring to a host besides nodes, commands and interfaces, by who brought it.
 *
 * @param counters counters that were declared.
 * @param indexed counters by number that were declared.
 * @param scratch who has which scratch bytes of packets.
 * @param exports services.
 * @param handoffs the ways from thread to thread.
 * @param lasting what outlives plugins.
 * @param heldBuffers who holds buffers.
 * @param declarations settings and device classes.
 * @param interfaceClaims who wants what of an interface.
 * @param statistics what is published in the statistics segment.
 */
public record Registries(
        CounterStore counters,
        IndexedStore indexed,
        ScratchSpace scratch,
        Exports exports,
        Handoffs handoffs,
        Lasting lasting,
        HeldBuffers heldBuffers,
        Declarations declarations,
        InterfaceClaims interfaceClaims,
        StatisticsSources statistics)
        implements AutoCloseable {
    /** Empty ones, for a host with so many threads. */
    public static Registries empty(final int threads) {
        return new Registries(
                new CounterStore(threads),
                new IndexedStore(threads),
                new ScratchSpace(),
                new Exports(),
                new Handoffs(),
                new Lasting(),
                new HeldBuffers(),
                new Declarations(),
                new InterfaceClaims(),
                new StatisticsSources());
    }

    /** Gives the counters' memory back. */
    @Override
    public void close() {
        counters.close();
        indexed.close();
    }
}
