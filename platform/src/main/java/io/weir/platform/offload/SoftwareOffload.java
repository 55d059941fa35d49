package io.weir.platform.offload;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.net.Checksum;
import io.weir.net.UdpHeader;

/**
 * Does for packets what the device that they leave by doesn't do: cuts large TCP and UDP segments, fills in TCP and UDP
 * checksums. Packets begin with their Ethernet header. One instance per worker, used by that worker only; allocates
 * nothing but buffers.
 */
public final class SoftwareOffload {
    private final Buffers buffers;
    private final DropReason noBuffers;
    private final DropReason malformed;
    private final Segmenter segmenter;
    private final int[] packets = new int[Frame.CAPACITY];

    /**
     * An instance for one worker.
     *
     * @param buffers that worker's buffers.
     * @param noBuffers why a packet is dropped whose segments found no buffers.
     * @param malformed why a packet is dropped that asks for what can't be done: it is cut short, a tunnel's, or no
     *     TCP or UDP.
     */
    public SoftwareOffload(final Buffers buffers, final DropReason noBuffers, final DropReason malformed) {
        this.buffers = buffers;
        this.noBuffers = noBuffers;
        this.malformed = malformed;
        segmenter = new Segmenter(buffers);
    }

    /**
     * The flags that make a packet one for {@link #send}, of a device with these abilities; 0 if it does everything. A
     * device that takes large segments takes their partial checksums too.
     */
    public static int needs(final boolean takesPartialChecksums, final boolean takesLargeSegments) {
        return (takesPartialChecksums ? 0 : Buffer.L4_CHECKSUM_PARTIAL) | (takesLargeSegments ? 0 : Buffer.GSO);
    }

    /**
     * Makes the packets of a frame what the device wants, in the frame if that can be. If any must be cut, all packets are
     * taken out of the frame and sent by its sink, in their order: a stream's last, small segment must not overtake.
     *
     * @param needs what {@link #needs} says of the device.
     * @param target where to send what is taken out: the frame's own next.
     */
    public void apply(final Frame frame, final int needs, final int target) {
        final int size = frame.size();
        int flags = 0;
        for (int i = 0; i < size; i++) {
            flags |= Buffer.flags(frame.buffer(i));
        }
        if ((flags & needs) == 0) {
            return;
        }
        if ((flags & (Buffer.GSO | Buffer.SHARED)) == 0) {
            completeChecksums(frame, size);
            return;
        }
        frame.copyIndices(packets, 0);
        frame.takeAll();
        final Sink out = frame.sink();
        for (int i = 0; i < size; i++) {
            send(packets[i], needs, out, target);
        }
    }

    private void completeChecksums(final Frame frame, final int size) {
        for (int i = 0; i < size; i++) {
            final long buffer = frame.buffer(i);
            if (Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL) && !completeChecksum(buffer)) {
                frame.drop(i, malformed);
            }
        }
    }

    /**
     * Sends a packet as the device wants it: as it is, with its checksum filled in, or as many segments. The packet is
     * the sink's from here on.
     *
     * @param head the packet's (first) buffer.
     * @param needs what {@link #needs} says of the device.
     * @param out where to.
     * @param target where to: a target of the sink.
     * @return how many packets went to the target; 0 if it was dropped.
     */
    public int send(final int head, final int needs, final Sink out, final int target) {
        final long buffer = Buffer.address(head);
        final int flags = Buffer.flags(buffer);
        if ((flags & needs & Buffer.GSO) != 0) {
            return segment(head, out, target);
        }
        if ((flags & needs) == 0 || (flags & Buffer.GSO) != 0) {
            out.emit(head, target);
            return 1;
        }
        return completeChecksum(head, out, target);
    }

    private int segment(final int head, final Sink out, final int target) {
        if (!segmenter.begin(head)) {
            out.drop(head, malformed);
            return 0;
        }
        int sent = 0;
        while (segmenter.more()) {
            final int segment = segmenter.next();
            if (segment < 0) {
                // The stream's receiver asks again for what is missing, as it does for what a full queue costs.
                out.drop(head, noBuffers);
                return sent;
            }
            out.emit(segment, target);
            sent++;
        }
        buffers.free(head);
        return sent;
    }

    private int completeChecksum(final int head, final Sink out, final int target) {
        int own = head;
        if (Buffer.references(Buffer.address(head)) > 1) {
            own = buffers.copy(head);
            if (own < 0) {
                out.drop(head, noBuffers);
                return 0;
            }
            buffers.free(head);
        }
        if (!completeChecksum(Buffer.address(own))) {
            out.drop(own, malformed);
            return 0;
        }
        out.emit(own, target);
        return 1;
    }

    /**
     * Fills in the checksum of a packet with {@link Buffer#L4_CHECKSUM_PARTIAL} and takes that flag away.
     *
     * @return false if the places of sum and checksum don't lie within the packet; it is then unchanged.
     */
    public static boolean completeChecksum(final long buffer) {
        final int start = Buffer.checksumStart(buffer) - Buffer.currentData(buffer);
        final int field = start + Buffer.checksumOffset(buffer);
        if (start < 0 || field < start || field + 2 > Buffer.length(buffer)) {
            return false;
        }
        final int bytes = Buffer.packetLength(buffer) - start;
        final int checksum = ~Checksum.fold(Checksum.addPacket(0, buffer, start, bytes)) & 0xffff;
        // Of the protocols that ask for this, UDP is the one with its checksum there, and with no 0.
        final boolean udp = Buffer.checksumOffset(buffer) == UdpHeader.CHECKSUM_OFFSET;
        Memory.putShort(Buffer.data(buffer) + field, udp ? Checksum.udp(checksum) : checksum);
        Buffer.flags(buffer, Buffer.flags(buffer) & ~Buffer.L4_CHECKSUM_PARTIAL | Buffer.L4_CHECKSUM_GOOD);
        return true;
    }
}
