package io.weir.net;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.PacketCopier;

/**
 * Cuts one large TCP or UDP segment ({@code Buffer.GSO}) after the other into what goes over the wire: {@link #beginFrame} or
 * {@link #beginPacket}, then {@link #next} while there is {@link #more}. Segments are copies with the metadata of the large one,
 * which may be shared and stays its owner's to free; each is a packet of its own with its checksums filled in. One thread;
 * allocates nothing but buffers.
 */
public final class Segmenter {
    private static final int NOT_INHERITED =
            Buffer.TRACED | Buffer.GSO | Buffer.L4_CHECKSUM_PARTIAL | Buffer.LAYERS_KNOWN;
    private static final int FIN_PSH = TcpHeader.FIN | TcpHeader.PSH;

    private final Buffers buffers;
    private final PacketCopier copier;
    private final SegmentHeaders headers = new SegmentHeaders();

    private long head;
    private int size;
    private int total;
    /** Payload bytes that segments hold already. */
    private int done;

    private int count;

    public Segmenter(final Buffers buffers) {
        this.buffers = buffers;
        copier = new PacketCopier(buffers);
    }

    /** Turns to a packet that begins with its Ethernet header; returns whether it can be cut. */
    public boolean beginFrame(final int index) {
        return begin(index, true);
    }

    /** Turns to a packet that begins with its IP header; returns whether it can be cut. */
    public boolean beginPacket(final int index) {
        return begin(index, false);
    }

    private boolean begin(final int index, final boolean framed) {
        head = Buffer.address(index);
        size = Buffer.gsoSize(head);
        if (size == 0 || !headers.parse(head, framed)) {
            return false;
        }
        total = Buffer.packetLength(head) - headers.bytes;
        done = 0;
        count = 0;
        copier.source(head, headers.bytes);
        return true;
    }

    /** How many segments the packet is cut into. */
    public int segments() {
        return Math.max(1, (total + size - 1) / size);
    }

    /** Whether segments are left; there is at least one. */
    public boolean more() {
        return done < total || count == 0;
    }

    /** Makes the next segment; returns its index, or -1 without buffers. */
    public int next() {
        final int index = buffers.allocate();
        if (index < 0) {
            return -1;
        }
        final long segment = Buffer.address(index);
        final int payload = Math.min(size, total - done);
        copyHeaders(segment);
        if (!copier.append(segment, payload)) {
            buffers.free(index);
            return -1;
        }
        writeHeaders(segment, payload);
        done += payload;
        count++;
        return index;
    }

    private void copyHeaders(final long segment) {
        // A trace follows one packet: the first segment.
        final int inherited = Buffer.flags(head) & ~(count == 0 ? NOT_INHERITED & ~Buffer.TRACED : NOT_INHERITED);
        copier.begin(
                segment, Math.min(Buffer.currentData(head), 0), headers.bytes, inherited | Buffer.L4_CHECKSUM_GOOD);
        Memory.copy(Buffer.data(head), Buffer.data(segment), headers.bytes);
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
