package io.weir.platform.iface;

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
    /** Makes an empty table for a host. */
    public static InterfaceSupport create(final InterfaceTable.Host host, final List<? extends GraphLoop> threads) {
        final EthernetReasons reasons = EthernetReasons.in(host.graph().reasons());
        final RxPlacement placement = new RxPlacement(host.graph(), threads, host::atBarrier);
        final InterfaceTable table = new InterfaceTable(host, reasons, placement);
        final EtherTypes types = new EtherTypes();
        final CorePlugin nodes =
                new CorePlugin(table, types, reasons, host.graph().reasons());
        return new InterfaceSupport(table, types, nodes);
    }
}
