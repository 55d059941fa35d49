package io.weir.ip4.internal;

import io.weir.plugin.Added;
import io.weir.plugin.Registrar;
import java.util.Map;

/**
 * What of IPv4 one version of the plugin hands to the next, in an upgrade under traffic: addresses, multicast routes, and who
 * takes what is for this host. Routes, adjacencies and neighbours are forwarding's: the new version's trie is filled with them
 * when it attaches, before its nodes stand, and the old nodes look up in the old one until then. Only main.
 */
final class Ip4State {
    /** The tables, in the rows that they export. */
    private record Tables(
            long[] addresses,
            int[] local,
            @Added long[] proxied,
            @Added int[] proxies,
            @Added int[] lenders,
            @Added int[][] reversePath,
            @Added long[] martians,
            @Added int[] broadcasting,
            @Added long[][] multicast) {}

    /** What the operator has switched on, by the interfaces' numbers. */
    private record Switches(Map<String, int[]> interfaces) {}

    /** The version before has gone; who depended on it has come anew, or doesn't. */
    private record Conclusion(boolean gone, @Added long[][] multicast) {}

    private final Ip4Tables tables;

    Ip4State(final Ip4Tables tables) {
        this.tables = tables;
    }

    void register(final Registrar host) {
        host.state(
                "reassembly on interfaces",
                Switches.class,
                () -> new Switches(tables.reassemblyFeatures.export()),
                state -> tables.reassemblyFeatures.restore(state.interfaces));
        host.state("tables", Tables.class, this::export, this::take);
        host.finalState(
                "conclusion", Conclusion.class, () -> new Conclusion(true, tables.multicast.export()), this::conclude);
    }

    private Tables export() {
        return new Tables(
                tables.addresses.export(),
                tables.local.export(),
                tables.links.proxy.export(),
                tables.links.proxy.interfaces(),
                tables.addresses.exportLenders(),
                tables.reversePath.export(),
                tables.martians.export(),
                tables.addresses.broadcasting(),
                tables.multicast.export());
    }

    /** Fills tables that nothing has been entered into. */
    private void take(final Tables state) {
        tables.handle.adopt();
        tables.addresses.restoreBroadcasting(state.broadcasting);
        tables.addresses.restore(state.addresses);
        tables.local.restore(state.local);
        if (state.proxied != null) {
            tables.links.proxy.restore(state.proxied, state.proxies);
        }
        if (state.lenders != null) {
            tables.addresses.restoreLenders(state.lenders);
        }
        tables.reversePath.restore(state.reversePath);
        tables.martians.restore(state.martians);
        if (state.multicast != null) {
            tables.multicast.restore(state.multicast);
        }
        tables.watcher.prepare();
    }

    private void conclude(final Conclusion state) {
        tables.local.conclude();
        tables.reassemblies.conclude();
        if (state.multicast != null) {
            tables.multicast.recount(state.multicast);
        }
    }
}
