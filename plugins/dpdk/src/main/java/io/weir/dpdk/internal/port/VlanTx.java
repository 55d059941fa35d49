package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;

/**
 * What a port in a VLAN sends, on one thread: each packet gets the tag, from the device if it can, else here. Of a shared packet
 * a copy is sent, for neither its data nor its mbuf is this owner's to write.
 */
final class VlanTx {
    private final Port port;
    private final TxPacket packets;
    private final DpdkReasons reasons;
    private final Buffers buffers;

    VlanTx(final Port port, final TxPacket packets, final DpdkReasons reasons, final Buffers buffers) {
        this.port = port;
        this.packets = packets;
        this.reasons = reasons;
        this.buffers = buffers;
    }

    /**
     * Fills an array of mbufs with the packets that can be sent, and drops the others.
     *
     * @param mbufs address of the array.
     * @param places gets their places in the frame; a packet whose copy is sent instead is freed.
     * @return how many there are.
     */
    int prepare(final Frame frame, final long mbufs, final int[] places) {
        final int vlan = port.vlan();
        final boolean byDevice = (port.txOffloads() & Offloads.TX_VLAN_INSERT) != 0;
        int ready = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int index = frame.index(i);
            final boolean shared = Buffer.has(Buffer.address(index), Buffer.SHARED);
            final int own = shared ? buffers.copy(index) : index;
            final DropReason wrong = own < 0 ? reasons.txVlan() : write(Buffer.address(own), vlan, byDevice);
            if (wrong != null) {
                if (shared && own >= 0) {
                    buffers.free(own);
                }
                frame.drop(i, wrong);
                continue;
            }
            if (shared) {
                buffers.free(index);
            }
            Memory.putLong(mbufs + (long) ready * Long.BYTES, Buffer.address(own));
            places[ready++] = i;
        }
        return ready;
    }

    private DropReason write(final long buffer, final int vlan, final boolean byDevice) {
        // Some drivers put the tag in by software of their own, with the same needs.
        if (Buffer.length(buffer) < EthernetHeader.LENGTH
                || Buffer.currentData(buffer) < VlanTag.LENGTH - Buffer.HEADROOM_BYTES) {
            return reasons.txVlan();
        }
        if (byDevice) {
            Memory.putShort(buffer + Mbuf.VLAN, vlan);
            return packets.write(buffer, Buffer.head(buffer), EthernetHeader.LENGTH, Mbuf.TX_VLAN);
        }
        VlanTag.insert(buffer, vlan);
        return packets.write(buffer, Buffer.head(buffer), EthernetHeader.LENGTH + VlanTag.LENGTH, 0);
    }
}
