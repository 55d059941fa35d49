package io.weir.platform.iface;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.Buffer;

/** {@code <if>-output}: counts what leaves by an interface and begins the interface-output arc, which ends in its tx node. */
final class InterfaceOutputNode implements PacketNode {
    private final HostInterface device;
    private final InterfaceCounters counters;
    private final DropReason down;
    private final OffloadNeeds offload;
    private final int offloads;
    private final int arcEntry;

    /**
     * An instance for one worker.
     *
     * @param arcEntry where the interface-output arc of this interface begins.
     */
    InterfaceOutputNode(
            final HostInterface device,
            final Worker worker,
            final DropReason down,
            final OffloadNeeds offload,
            final int arcEntry) {
        this.device = device;
        this.down = down;
        this.offload = offload;
        offloads = offload.flags();
        this.arcEntry = arcEntry;
        counters = worker.interfaceCounters();
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        if (!device.adminUp) {
            for (int i = 0; i < size; i++) {
                frame.drop(i, down);
            }
            return;
        }
        frame.sendOthers(arcEntry);
        long bytes = 0;
        long any = 0;
        final int[] packets = frame.indices();
        for (int i = 0; i < size; i++) {
            final long head = Buffer.head(Buffer.address(packets[i]));
            bytes += Buffer.headLength(head);
            any |= head;
        }
        final int flags = Buffer.headFlags(any);
        if ((flags & offloads) != 0) {
            offload.apply(frame, arcEntry);
            counters.add(Kind.TX, device.swIfIndex, offload.packets(), offload.bytes());
            return;
        }
        if ((flags & Buffer.NEXT_PRESENT) != 0) {
            bytes += lengthAfterFirst(frame);
        }
        counters.add(Kind.TX, device.swIfIndex, size, bytes);
    }

    /** Bytes of chains that lie behind their first buffers. */
    private static long lengthAfterFirst(final Frame frame) {
        long bytes = 0;
        for (int i = 0; i < frame.size(); i++) {
            bytes += Buffer.lengthAfterFirst(frame.buffer(i));
        }
        return bytes;
    }
}
