package io.weir.platform.iface;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;

/**
 * {@code ethernet-input}: in L3 mode checks who a frame is for, whatever its device lets through, strips the Ethernet header and
 * sends the packet on by its type, or whole to the features that its interface has on the arc ethernet-l3; in L2 mode sends frames on as they are. Tagged ones are looked at out of line. Source: VPP
 * {@code vnet/ethernet/node.c}.
 */
final class EthernetInputNode implements PacketNode {
    private final InterfaceIndex interfaces;
    private final EtherTypes types;
    private final DropReason macMismatch;
    private final SpecialFrames special;

    /**
     * An instance for one worker.
     *
     * @param features where frames of interfaces go that have some on the arc ethernet-l3.
     */
    EthernetInputNode(
            final InterfaceIndex interfaces,
            final EtherTypes types,
            final EthernetReasons reasons,
            final int features,
            final Worker worker) {
        this.interfaces = interfaces;
        this.types = types;
        macMismatch = reasons.macMismatch();
        special = new SpecialFrames(interfaces, types, reasons, features, worker);
    }

    @Override
    public void process(final Frame frame) {
        int rx = -1;
        boolean plain = false;
        HostInterface device = null;
        long mac = 0;
        int type = -1;
        int target = 0;
        int first = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int swIfIndex = Buffer.rxInterface(buffer);
            if (swIfIndex != rx) {
                device = interfaces.find(swIfIndex);
                rx = swIfIndex;
                plain = device != null && device.adminUp && device.l2Target == 0 && !device.ethernetFeatures;
                mac = device == null ? 0 : device.mac;
            }
            final long header = Buffer.data(buffer);
            if (plain && Buffer.length(buffer) >= EthernetHeader.LENGTH) {
                final int packetType = EthernetHeader.type(header);
                if (packetType != type) {
                    type = packetType;
                    target = types.target(packetType);
                }
                if (target != 0) {
                    if (EthernetHeader.destination(header) != mac && !SpecialFrames.accepts(buffer, header, device)) {
                        frame.drop(i, macMismatch);
                        continue;
                    }
                    Buffer.advance(buffer, EthernetHeader.LENGTH);
                    if (first == 0) {
                        first = target;
                        frame.sendOthers(target);
                    } else if (target != first) {
                        frame.send(i, target);
                    }
                    continue;
                }
            }
            special.take(frame, i, buffer, device);
        }
    }
}
