package io.weir.platform.iface;

import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.Buffer;
import io.weir.net.PacketText;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Reasons;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** The nodes between devices and protocols, registered as any plugin's are. */
public final class CorePlugin extends WeirPlugin {
    private final InterfaceTable interfaces;
    private final EtherTypes types;
    private final EthernetReasons ethernet;
    private final Reasons reasons;

    CorePlugin(
            final InterfaceTable interfaces,
            final EtherTypes types,
            final EthernetReasons ethernet,
            final Reasons reasons) {
        this.interfaces = interfaces;
        this.types = types;
        this.ethernet = ethernet;
        this.reasons = reasons;
    }

    @Override
    public void register(final Registrar host) {
        host.arc(FeatureArc.DEVICE_INPUT, "ethernet-input");
        host.arc(FeatureArc.ETHERNET_L3, "ethernet-l3-end-of-arc");
        host.arc(FeatureArc.INTERFACE_OUTPUT, null);
        final Next features = host.next("ethernet-l3");
        host.node(
                        "ethernet-input",
                        worker -> new EthernetInputNode(interfaces.index(), types, ethernet, features.target(), worker))
                .nexts(host.next("error-drop"), features)
                .trace((buffer, out) -> PacketText.ethernet(Buffer.data(buffer), PacketText.captured(buffer), out));
        host.node(features.node(), worker -> frame -> {}).startsArc(FeatureArc.ETHERNET_L3);
        host.node("ethernet-l3-end-of-arc", worker -> new EthernetTypeNode(types, ethernet))
                .nexts(host.next("error-drop"));
        host.node(Graph.DELETED, worker -> frame -> {
                    for (int i = 0, size = frame.size(); i < size; i++) {
                        frame.drop(i, ethernet.deleted());
                    }
                })
                .nexts(host.next("error-drop"));
        host.node("error-drop", worker -> new DropNode(worker, Kind.DROP)).trace(reasons::print);
    }
}
