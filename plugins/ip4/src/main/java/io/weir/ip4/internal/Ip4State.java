package io.weir.ip4.internal;

import io.weir.plugin.Added;
import io.weir.plugin.Registrar;

/**
 * What of IPv4 one version of the plugin hands to the next, in an upgrade under traffic: addresses, and who takes what is for
 * this host. Routes, adjacencies and neighbours are forwarding's: the new version's trie is filled with them when it attaches,
 * before its nodes stand, and the old nodes look up in the old one until then. Only main.
 */
final class Ip4State {
    /** The tables, in the rows that they export. */
    private record Tables(
            long[] addresses,
            int[] local,
            @Added int[][] reversePath,
            @Added long[] martians,
            @Added int[] broadcasting,
            @Added long[] proxied,
            @Added int[] proxies,
            @Added int[] lenders) {}

    /** The version before has gone; who depended on it has come anew, or doesn't. */
    private record Conclusion(boolean gone) {}

    private final Ip4Tables tables;

    Ip4State(final Ip4Tables tables) {
        this.tables = tables;
    }

    void register(final Registrar host) {
        host.state("tables", Tables.class, this::export, this::take);
        host.finalState("conclusion", Conclusion.class, () -> new Conclusion(true), state -> tables.local.conclude());
    }

    private Tables export() {
        return new Tables(
                tables.addresses.export(),
                tables.local.export(),
                tables.reversePath.export(),
                tables.martians.export(),
                tables.addresses.broadcasting(),
                tables.links.proxy.export(),
                tables.links.proxy.interfaces(),
                tables.addresses.exportLenders());
    }

    /** Fills tables that nothing has been entered into. */
    private void take(final Tables state) {
        tables.handle.adopt();
        tables.addresses.restoreBroadcasting(state.broadcasting);
        tables.addresses.restore(state.addresses);
        tables.local.restore(state.local);
        tables.reversePath.restore(state.reversePath);
        tables.martians.restore(state.martians);
        if (state.proxied != null) {
            tables.links.proxy.restore(state.proxied, state.proxies);
        }
        if (state.lenders != null) {
            tables.addresses.restoreLenders(state.lenders);
        }
        tables.watcher.prepare();
    }
}
