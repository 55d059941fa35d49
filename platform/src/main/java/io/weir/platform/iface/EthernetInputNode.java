package io.weir.platform.iface;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;

/**
 * {@code ethernet-input}: checks who a frame is for, strips the Ethernet header and sends the packet on by its type.
 * Source: VPP {@code vnet/ethernet/node.c}.
 */
final class EthernetInputNode implements PacketNode {
    private final InterfaceTable interfaces;
    private final EtherTypes types;
    private final DropReason tooShort;
    private final DropReason unknownType;
    private final DropReason macMismatch;
    private final DropReason down;

    EthernetInputNode(final InterfaceTable interfaces, final EtherTypes types, final EthernetReasons reasons) {
        this.interfaces = interfaces;
        this.types = types;
        tooShort = reasons.tooShort();
        unknownType = reasons.unknownType();
        macMismatch = reasons.macMismatch();
        down = reasons.down();
    }

    @Override
    public void process(final Frame frame) {
        int rx = -1;
        boolean up = false;
        boolean promiscuous = false;
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
                up = device != null && device.adminUp;
                promiscuous = device != null && device.promiscuous;
                mac = device == null ? 0 : device.mac;
            }
            if (!up || Buffer.length(buffer) < EthernetHeader.LENGTH) {
                frame.drop(i, up ? tooShort : down);
                continue;
            }
            final long header = Buffer.data(buffer);
            if (!promiscuous
                    && !EthernetHeader.group(header)
                    && EthernetHeader.destination(header) != mac
                    && !isSecondary(device, EthernetHeader.destination(header))) {
                frame.drop(i, macMismatch);
                continue;
            }
            final int packetType = EthernetHeader.type(header);
            if (packetType != type) {
                type = packetType;
                target = types.target(packetType);
            }
            if (target == 0) {
                frame.drop(i, unknownType);
                continue;
            }
            Buffer.advance(buffer, EthernetHeader.LENGTH);
            if (first == 0) {
                first = target;
                frame.sendOthers(target);
            } else if (target != first) {
                frame.send(i, target);
            }
        }
    }

    private static boolean isSecondary(final HostInterface device, final long mac) {
        for (final long other : device.secondaryMacs) {
            if (other == mac) {
                return true;
            }
        }
        return false;
    }
}
