package io.weir.platform.iface;

import io.weir.graph.FeatureArc;
import io.weir.platform.graph.Graph;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.WeirPlugin;
import java.util.List;

/**
 * Puts the parts of this package together.
 *
 * @param table all interfaces.
 * @param etherTypes which node takes which EtherType.
 * @param nodes ethernet-input and the drop nodes, to be registered like a plugin.
 */
public record InterfaceSupport(InterfaceTable table, EtherTypes etherTypes, WeirPlugin nodes) {
    /**
     * Makes an empty table.
     *
     * @param counters counters of each thread.
     */
    public static InterfaceSupport create(
            final Graph graph,
            final List<? extends GraphLoop> threads,
            final AtBarrier barrier,
            final List<CounterBlock> counters,
            final Offloads offloads) {
        final EthernetReasons reasons = EthernetReasons.in(graph.reasons());
        final RxPlacement placement = new RxPlacement(graph, threads, barrier);
        final InterfaceTable table = new InterfaceTable(
                graph,
                barrier,
                new InterfaceNodes(graph, reasons, placement, offloads),
                new SubInterfaces(reasons),
                new InterfaceCounts(counters),
                placement);
        graph.watch(FeatureArc.ETHERNET_L3, table.index()::ethernetFeatures);
        final EtherTypes types = new EtherTypes();
        return new InterfaceSupport(table, types, new CorePlugin(table, types, reasons, graph.reasons()));
    }
}
