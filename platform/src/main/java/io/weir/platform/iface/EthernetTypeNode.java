package io.weir.platform.iface;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.net.EthernetHeader;

/** {@code ethernet-l3-end-of-arc}: strips the Ethernet header and sends the packet on by its type, as ethernet-input does without features. */
final class EthernetTypeNode implements PacketNode {
    private final EtherTypes types;
    private final EthernetReasons reasons;

    EthernetTypeNode(final EtherTypes types, final EthernetReasons reasons) {
        this.types = types;
        this.reasons = reasons;
    }

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            send(frame, i, frame.buffer(i));
        }
    }

    /** Sends on a frame that begins with its Ethernet header. */
    void send(final Frame frame, final int i, final long buffer) {
        final int type = EthernetHeader.type(Buffer.data(buffer));
        final int target = types.target(type);
        if (target == 0) {
            // Tags that are left are those that its sub-interface doesn't name.
            frame.drop(i, SpecialFrames.isTag(type) ? reasons.unknownVlan() : reasons.unknownType());
        } else {
            Buffer.advance(buffer, EthernetHeader.LENGTH);
            frame.send(i, target);
        }
    }
}
