package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.DropReason;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.EthernetHeader;
import io.weir.net.Ip4Header;

/** Packets that are not just one buffer: chains, shared ones, those that ask for offloads, and what can't be sent. */
final class TxPacket {
    private static final int TCP_CHECKSUM_OFFSET = 16;
    private static final int TCP_LENGTH_MIN = 20;

    private final Port port;
    private final DpdkReasons reasons;
    private final Buffers buffers;

    TxPacket(final Port port, final DpdkReasons reasons, final Buffers buffers) {
        this.port = port;
        this.reasons = reasons;
        this.buffers = buffers;
    }

    /** Whether a buffer's metadata says that its packet ends within it; what a device reads must not lie elsewhere. */
    static boolean fits(final long head) {
        return Buffer.headCurrentData(head) + Buffer.headLength(head) <= Buffer.DATA_BYTES
                && Buffer.headCurrentData(head) >= -Buffer.HEADROOM_BYTES;
    }

    /** Writes the mbufs of a packet, which is whatever the node's own loop doesn't do; returns why it can't be sent, or null. */
    DropReason write(final long buffer, final long head) {
        return write(buffer, head, EthernetHeader.LENGTH, 0);
    }

    /** The same with {@code l2} bytes in front of the IP header, and more flags for the device. */
    DropReason write(final long buffer, final long head, final int l2, final long more) {
        if (!buffers.covers(Buffer.index(buffer)) || !fits(head)) {
            return reasons.noBuffer();
        }
        final int flags = Buffer.headFlags(head);
        final int total = Buffer.packetLength(buffer);
        final boolean cut = (flags & Buffer.GSO) != 0;
        if (total == 0 || total > port.maxFrame() && !cut) {
            return reasons.txLength();
        }
        final boolean chain = (flags & Buffer.NEXT_PRESENT) != 0;
        if (chain && (port.txOffloads() & Offloads.TX_CHAINS) == 0) {
            return reasons.txChain();
        }
        long offloads = 0;
        Memory.putLong(buffer + Mbuf.TX_OFFLOAD, 0);
        if ((flags & (Buffer.L4_CHECKSUM_PARTIAL | Buffer.GSO)) != 0) {
            offloads = offloads(buffer, cut, l2);
            if (offloads == 0) {
                return reasons.badOffload();
            }
        }
        int segments = 1;
        segment(buffer);
        long last = buffer;
        while (Buffer.has(last, Buffer.NEXT_PRESENT)) {
            final int index = Buffer.next(last);
            final long next = Buffer.address(index);
            if (!buffers.covers(index)
                    || Buffer.isFree(next)
                    || !fits(Buffer.head(next))
                    || segments == Buffer.MAX_CHAIN) {
                return unlinked(buffer, last);
            }
            segment(next);
            Memory.putLong(last + Mbuf.NEXT, next);
            last = next;
            segments++;
        }
        Memory.putLong(last + Mbuf.NEXT, 0);
        Memory.putShort(buffer + Mbuf.SEGMENTS, segments);
        Memory.putLong(buffer + Mbuf.FLAGS, offloads | more);
        Memory.putLong(buffer + Mbuf.TYPE_AND_LENGTH, (long) total << 32);
        return null;
    }

    /** Ends the mbufs of a broken chain, so that native code finds no link where it is freed. */
    private DropReason unlinked(final long first, final long last) {
        Memory.putLong(last + Mbuf.NEXT, 0);
        Memory.putShort(first + Mbuf.SEGMENTS, 1);
        return reasons.noBuffer();
    }

    private static void segment(final long buffer) {
        // Not the word that holds the number of owners, for others may change it now.
        Memory.putShort(buffer + Mbuf.REARM, Buffer.currentData(buffer) + Mbuf.DATA_ZERO);
        Memory.putShort(buffer + Mbuf.SEGMENTS, 1);
        Memory.putLong(buffer + Mbuf.FLAGS, 0);
        Memory.putShort(buffer + Mbuf.DATA_LENGTH, Buffer.length(buffer));
    }

    /** Flags for the checksum and the segments that a packet asks for, with the lengths of its headers; 0 if it lies. */
    private static long offloads(final long buffer, final boolean cut, final int l2) {
        final int start = Buffer.checksumStart(buffer) - Buffer.currentData(buffer);
        final long ip = Buffer.data(buffer) + l2;
        final int l3 = start - l2;
        if (l3 < Ip4Header.LENGTH || l3 > 511 || start + TCP_LENGTH_MIN > Buffer.length(buffer) && cut) {
            return 0;
        }
        final int version = Memory.getUnsignedByte(ip) >>> 4;
        final boolean tcp = Buffer.checksumOffset(buffer) == TCP_CHECKSUM_OFFSET;
        long flags = (version == 4 ? Mbuf.TX_IP4 : Mbuf.TX_IP6) | (tcp ? Mbuf.TX_TCP_CHECKSUM : Mbuf.TX_UDP_CHECKSUM);
        long lengths = l2 | (long) l3 << 7;
        if (cut) {
            if (!tcp) {
                return 0;
            }
            final long transport = Buffer.data(buffer) + start;
            final int l4 = Memory.getUnsignedByte(transport + 12) >>> 4 << 2;
            lengths |= (long) l4 << 16 | (long) Buffer.gsoSize(buffer) << 24;
            flags |= Mbuf.TX_TCP_SEGMENTS;
            withoutLength(transport + TCP_CHECKSUM_OFFSET, Buffer.packetLength(buffer) - start);
            if (version == 4) {
                flags |= Mbuf.TX_IP_CHECKSUM;
                Memory.putShort(ip + 10, 0);
            }
        }
        Memory.putLong(buffer + Mbuf.TX_OFFLOAD, lengths);
        return flags;
    }

    /** Takes the length out of a pseudo header's sum: that of each segment is the device's to add. */
    private static void withoutLength(final long field, final int length) {
        final int sum = Memory.getShort(field) & 0xffff;
        final int bytes = Short.reverseBytes((short) length) & 0xffff;
        Memory.putShort(field, Checksum.fold((long) sum + (~bytes & 0xffff)));
    }

    /** Notes in checked mode that the driver gets a packet. */
    void lend(final long head) {
        long buffer = head;
        boolean more = true;
        while (more) {
            more = Buffer.has(buffer, Buffer.NEXT_PRESENT);
            final long next = more ? Buffer.address(Buffer.next(buffer)) : 0;
            buffers.lent(Buffer.index(buffer));
            buffer = next;
        }
    }

    /** Makes a packet that the driver did not take the host's again. */
    void revoke(final long head) {
        long buffer = head;
        boolean more = true;
        while (more) {
            buffers.kept(Buffer.index(buffer));
            more = Buffer.has(buffer, Buffer.NEXT_PRESENT);
            final long next = more ? Buffer.address(Buffer.next(buffer)) : 0;
            if (!Buffer.has(buffer, Buffer.SHARED)) {
                // A shared one may be on its way by another port as it is; its last owner unlinks it.
                Mbuf.unlink(buffer);
            }
            buffer = next;
        }
    }
}
