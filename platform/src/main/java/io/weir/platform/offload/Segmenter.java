package io.weir.platform.offload;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Header;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/**
 * Cuts one large segment after the other: {@link #begin}, then {@link #next} while there is {@link #more}. Segments are
 * copies, so that the large one may be shared, and are freed on their own. One thread.
 */
final class Segmenter {
    private static final int METADATA_BYTES = Buffer.DATA_OFFSET - Buffer.HEADROOM_BYTES - Buffer.METADATA_OFFSET;
    private static final int NOT_INHERITED = Buffer.NEXT_PRESENT
            | Buffer.SHARED
            | Buffer.TRACED
            | Buffer.GSO
            | Buffer.L4_CHECKSUM_PARTIAL
            | Buffer.LAYERS_KNOWN;
    private static final int FIN_PSH = TcpHeader.FIN | TcpHeader.PSH;

    private final Buffers buffers;
    private final SegmentHeaders headers = new SegmentHeaders();

    private long head;
    private int size;
    private int total;
    /** Payload bytes that segments hold already. */
    private int done;

    private int count;
    /** Where the rest of the payload begins. */
    private long source;

    private int sourceOffset;

    /** Where the next byte of the segment goes. */
    private long tail;

    private int room;

    Segmenter(final Buffers buffers) {
        this.buffers = buffers;
    }

    /** Turns to a packet; returns whether it can be cut. */
    boolean begin(final int index) {
        head = Buffer.address(index);
        size = Buffer.gsoSize(head);
        if (size == 0 || !headers.parse(head)) {
            return false;
        }
        total = Buffer.packetLength(head) - headers.bytes;
        done = 0;
        count = 0;
        source = head;
        sourceOffset = headers.bytes;
        return true;
    }

    /** Whether segments are left; there is at least one. */
    boolean more() {
        return done < total || count == 0;
    }

    /** Makes the next segment; returns its index, or -1 without buffers. */
    int next() {
        final int index = buffers.allocate();
        if (index < 0) {
            return -1;
        }
        final long segment = Buffer.address(index);
        final int payload = Math.min(size, total - done);
        copyHeaders(segment);
        if (!copyPayload(segment, payload)) {
            buffers.free(index);
            return -1;
        }
        writeHeaders(segment, payload);
        done += payload;
        count++;
        return index;
    }

    private void copyHeaders(final long segment) {
        final int from = Buffer.currentData(head);
        final int start = Math.min(from, 0);
        Memory.copy(head + Buffer.METADATA_OFFSET, segment + Buffer.METADATA_OFFSET, METADATA_BYTES);
        Buffer.begin(segment, start, headers.bytes, Buffer.rxInterface(head));
        Buffer.txInterface(segment, Buffer.txInterface(head));
        // A trace follows one packet: the first segment.
        final int inherited = Buffer.flags(head) & ~(count == 0 ? NOT_INHERITED & ~Buffer.TRACED : NOT_INHERITED);
        Buffer.flags(segment, inherited | Buffer.L4_CHECKSUM_GOOD);
        Memory.copy(Buffer.data(head), Buffer.data(segment), headers.bytes);
        tail = segment;
        room = Buffer.DATA_BYTES - start - headers.bytes;
    }

    private boolean copyPayload(final long segment, final int bytes) {
        int left = bytes;
        while (left > 0) {
            final int here = Buffer.length(source) - sourceOffset;
            if (here <= 0) {
                source = Buffer.address(Buffer.next(source));
                sourceOffset = 0;
                continue;
            }
            if (room == 0 && !extend()) {
                return false;
            }
            final int piece = Math.min(Math.min(here, room), left);
            Memory.copy(Buffer.data(source) + sourceOffset, Buffer.data(tail) + Buffer.length(tail), piece);
            Buffer.length(tail, Buffer.length(tail) + piece);
            sourceOffset += piece;
            room -= piece;
            left -= piece;
        }
        if (tail != segment) {
            Buffer.lengthAfterFirst(segment, headers.bytes + bytes - Buffer.length(segment));
        }
        return true;
    }

    private boolean extend() {
        final int index = buffers.allocate();
        if (index < 0) {
            return false;
        }
        final long added = Buffer.address(index);
        Buffer.begin(added, 0, 0, Buffer.rxInterface(head));
        Buffer.next(tail, index);
        tail = added;
        room = Buffer.DATA_BYTES;
        return true;
    }

    private void writeHeaders(final long segment, final int payload) {
        final long packet = Buffer.data(segment);
        final long ip = packet + headers.l3;
        final int ipBytes = headers.bytes - headers.l3 + payload;
        if (headers.ip6) {
            Ip6Header.payloadLength(ip, ipBytes - Ip6Header.LENGTH);
        } else {
            Ip4Header.totalLength(ip, ipBytes);
            Ip4Header.identification(ip, Ip4Header.identification(ip) + count);
            Ip4Header.updateChecksum(ip);
        }
        final int l4Bytes = headers.bytes - headers.l4 + payload;
        if (headers.udp) {
            UdpHeader.length(packet + headers.l4, l4Bytes);
        } else {
            writeTcp(packet + headers.l4, done + payload >= total);
        }
        writeChecksum(segment, l4Bytes);
    }

    private void writeTcp(final long tcp, final boolean last) {
        TcpHeader.sequence(tcp, TcpHeader.sequence(tcp) + done);
        final int cleared = (last ? 0 : FIN_PSH) | (count == 0 ? 0 : TcpHeader.CWR);
        TcpHeader.flags(tcp, TcpHeader.flags(tcp) & ~cleared);
    }

    private void writeChecksum(final long segment, final int l4Bytes) {
        final long packet = Buffer.data(segment);
        final long field = packet + headers.l4 + (headers.udp ? UdpHeader.CHECKSUM_OFFSET : TcpHeader.CHECKSUM_OFFSET);
        Memory.putShort(field, 0);
        final long pseudo = headers.ip6
                ? Checksum.pseudoHeader6(packet + headers.l3, headers.protocol(), l4Bytes)
                : Checksum.pseudoHeader4(packet + headers.l3, l4Bytes);
        final int checksum = ~Checksum.fold(Checksum.addPacket(pseudo, segment, headers.l4, l4Bytes)) & 0xffff;
        Memory.putShort(field, headers.udp ? Checksum.udp(checksum) : checksum);
    }
}
