package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;

/** The tag of an access port's VLAN: taken from what is received, put into what is sent. Stateless. */
final class VlanTag {
    /** Bytes of a tag: 0x8100 and the number with its priority. */
    static final int LENGTH = 4;

    private static final int NUMBER = 0xfff;

    private VlanTag() {}

    /**
     * Takes the tag of a VLAN out of received packets, where the device hasn't yet, and drops those that didn't carry it.
     *
     * @param packets indices, of which the ones that stay are in front afterwards.
     * @return how many stay.
     */
    static int strip(final int[] packets, final int count, final int vlan, final DropReason wrong, final Sink out) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            final int index = packets[i];
            if (strip(Buffer.address(index), vlan)) {
                packets[kept++] = index;
            } else {
                out.drop(index, wrong);
            }
        }
        return kept;
    }

    private static boolean strip(final long buffer, final int vlan) {
        if ((Memory.getLong(buffer + Mbuf.FLAGS) & Mbuf.RX_VLAN_STRIPPED) != 0) {
            return (Memory.getShort(buffer + Mbuf.VLAN) & NUMBER) == vlan;
        }
        final long header = Buffer.data(buffer);
        final boolean own = Buffer.length(buffer) >= EthernetHeader.LENGTH + LENGTH
                && EthernetHeader.type(header) == EthernetHeader.TYPE_VLAN
                && (Memory.getShortBe(header + EthernetHeader.LENGTH) & NUMBER) == vlan;
        if (own) {
            move(header, LENGTH);
            Buffer.advance(buffer, LENGTH);
        }
        return own;
    }

    /** Puts a tag into a packet that has an Ethernet header and headroom, and whose data is not shared. */
    static void insert(final long buffer, final int vlan) {
        move(Buffer.data(buffer), -LENGTH);
        Buffer.advance(buffer, -LENGTH);
        final long header = Buffer.data(buffer);
        Memory.putShortBe(header + EthernetHeader.LENGTH - 2, EthernetHeader.TYPE_VLAN);
        Memory.putShortBe(header + EthernetHeader.LENGTH, vlan);
    }

    /** Moves both addresses, which overlap with where they go. */
    private static void move(final long header, final int bytes) {
        final long first = Memory.getLong(header);
        final int rest = Memory.getInt(header + Long.BYTES);
        Memory.putLong(header + bytes, first);
        Memory.putInt(header + bytes + Long.BYTES, rest);
    }
}
