package io.weir.fib.family;

import io.weir.fib.Forwarding;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;

/** What the rewrite nodes of multicast do in every family. Any thread. */
public final class GroupRewrite {
    private static final int SOURCE_AND_TYPE = Forwarding.REWRITE_END - 8;

    private GroupRewrite() {}

    /**
     * Puts the Ethernet header in front of a packet by two 8-byte stores: the two bytes in front of it are free headroom.
     *
     * @param line the adjacency of groups on the interface that it leaves by.
     * @param mac the group's, in the low 48 bits.
     */
    public static void finish(final long buffer, final long header, final long line, final long mac) {
        Memory.putLong(header - 16, Long.reverseBytes(mac));
        Memory.putLong(header - 8, Memory.getLong(line + SOURCE_AND_TYPE));
        Buffer.advance(buffer, -EthernetHeader.LENGTH);
        Buffer.txInterface(buffer, Memory.getInt(line + Forwarding.TX));
    }
}
