package io.weir.ip6.internal;

import io.weir.ip6.internal.nd.DuplicateDetection;
import io.weir.ip6.internal.ra.RouterConfiguration;
import io.weir.plugin.Added;
import io.weir.plugin.Registrar;
import java.util.Map;

/**
 * What of IPv6 one version of the plugin hands to the next, in an upgrade under traffic: addresses, interfaces that it was enabled
 * on, multicast routes, and who takes what is for this host. Routes, adjacencies and neighbours are forwarding's. Only main.
 */
final class Ip6State {
    /** The tables, in the rows that they export. */
    private record Tables(
            long[] addresses,
            int[] enabled,
            int[] local,
            @Added int[][] reversePath,
            @Added long[] martians,
            long[] tentative,
            Map<Integer, RouterConfiguration> routers,
            @Added int[] lenders,
            @Added long[] proxied,
            @Added long[][] multicast,
            @Added long[] duplicate) {}

    /** What the operator has switched on, by the interfaces' numbers. */
    private record Switches(Map<String, int[]> interfaces) {}

    /** The version before has gone; who depended on it has come anew, or doesn't. */
    private record Conclusion(boolean gone, @Added long[][] multicast) {}

    private final Ip6Tables tables;
    private final Registrar host;

    Ip6State(final Ip6Tables tables, final Registrar host) {
        this.tables = tables;
        this.host = host;
    }

    void register() {
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
        tables.links.advertiser.handedOver();
        return new Tables(
                tables.addresses.export(),
                tables.addresses.enabled(),
                tables.local.export(),
                tables.reversePath.export(),
                tables.martians.export(),
                tables.links.duplicates.export(DuplicateDetection.State.TENTATIVE),
                tables.links.advertiser.export(),
                tables.addresses.exportLenders(),
                tables.links.proxy.export(),
                tables.multicast.export(),
                tables.links.duplicates.export(DuplicateDetection.State.DUPLICATE));
    }

    /** Fills tables that nothing has been entered into. */
    private void take(final Tables state) {
        tables.handle.adopt();
        tables.addresses.restore(state.addresses);
        tables.addresses.restoreEnabled(state.enabled);
        tables.local.restore(state.local);
        tables.reversePath.restore(state.reversePath);
        tables.martians.restore(state.martians);
        tables.links.duplicates.restore(state.tentative, state.duplicate);
        tables.links.advertiser.restore(state.routers);
        if (state.lenders != null) {
            tables.addresses.restoreLenders(state.lenders);
        }
        if (state.proxied != null) {
            tables.links.proxy.restore(state.proxied);
            tables.links.answered.refresh();
        }
        if (state.multicast != null) {
            tables.multicast.restore(state.multicast);
        }
        tables.watcher.prepare();
        tables.watcher.joinAll(host.interfaces());
    }

    private void conclude(final Conclusion state) {
        tables.local.conclude();
        tables.reassemblies.conclude();
        if (state.multicast != null) {
            tables.multicast.recount(state.multicast);
        }
    }
}
