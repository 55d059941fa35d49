package io.weir.platform.iface;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.VlanMatch;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;

/**
 * {@code <if>.<id>-tx}: puts the tags of a sub-interface between MAC addresses and type, and sends the frame out of the parent.
 * In L2 mode frames have the tags that they are to have.
 */
final class SubInterfaceTxNode implements PacketNode {
    private static final int TAG_BYTES = 4;
    private static final int ADDRESS_BYTES = 12;

    private final HostInterface device;
    private final int parent;
    private final boolean definite;
    private final int bytes;
    /** Type and id of the outer tag, and of the inner one if there are two, as they stand in the frame. */
    private final long tags;

    private final DropReason noTag;
    private final DropReason noRoom;

    SubInterfaceTxNode(final HostInterface device, final EthernetReasons reasons) {
        this.device = device;
        final VlanMatch match = device.vlan;
        parent = device.parent.outputTarget;
        definite = match.definite();
        bytes = match.tags() * TAG_BYTES;
        final long outer = (long) match.type() << 16 | match.outer();
        tags = match.tags() < 2 ? outer << 32 : outer << 32 | (long) VlanMatch.DOT1Q << 16 | match.inner();
        noTag = reasons.indefiniteVlan();
        noRoom = reasons.noHeadroom();
    }

    @Override
    public void process(final Frame frame) {
        frame.sendOthers(parent);
        if (device.l2Target != 0) {
            return;
        }
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            if (!definite) {
                frame.drop(i, noTag);
            } else if (Buffer.currentData(buffer) - bytes < -Buffer.HEADROOM_BYTES
                    || Buffer.length(buffer) < EthernetHeader.LENGTH) {
                frame.drop(i, noRoom);
            } else {
                tag(buffer);
            }
        }
    }

    private void tag(final long buffer) {
        final long from = Buffer.data(buffer);
        final long addresses = Memory.getLong(from);
        final int rest = Memory.getInt(from + Long.BYTES);
        Buffer.advance(buffer, -bytes);
        final long to = from - bytes;
        Memory.putLong(to, addresses);
        Memory.putInt(to + Long.BYTES, rest);
        Memory.putIntBe(to + ADDRESS_BYTES, (int) (tags >>> 32));
        if (bytes > TAG_BYTES) {
            Memory.putIntBe(to + ADDRESS_BYTES + TAG_BYTES, (int) tags);
        }
    }
}
