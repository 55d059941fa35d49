package io.weir.platform.offload;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.Checksum;
import io.weir.net.Segmenter;
import io.weir.platform.iface.OffloadNeeds;

/**
 * Does for packets what the device that they leave by doesn't do: cuts large TCP and UDP segments, fills in TCP and UDP
 * checksums. Packets begin with their Ethernet header. One instance per worker, used by that worker only; allocates
 * nothing but buffers.
 */
public final class SoftwareOffload implements OffloadNeeds {
    /**
     * Most segments that one frame is cut into, as all of them leave in the same turn. What a receive queue takes at once is far
     * less at sizes that occur: 64 KiB at 1,460 bytes make 45.
     */
    static final int MAX_SEGMENTS = 2_048;

    private final Buffers buffers;
    private final int needs;
    private final Reasons reasons;
    private final Segmenter segmenter;
    private final int[] packets = new int[Frame.CAPACITY];
    private int segmentsLeft = MAX_SEGMENTS;
    private int sent;
    private long sentBytes;

    /**
     * Why packets are dropped.
     *
     * @param noBuffers its segments found no buffers.
     * @param malformed it asks for what can't be done: it is cut short, a tunnel's, or no TCP or UDP.
     * @param tooMany it would be cut into more segments than one turn may take.
     */
    public record Reasons(DropReason noBuffers, DropReason malformed, DropReason tooMany) {}

    /**
     * An instance for one worker and one device.
     *
     * @param buffers that worker's buffers.
     * @param needs what {@link #needs} says of the device.
     */
    public SoftwareOffload(final Buffers buffers, final int needs, final Reasons reasons) {
        this.buffers = buffers;
        this.needs = needs;
        this.reasons = reasons;
        segmenter = new Segmenter(buffers);
    }

    @Override
    public int flags() {
        return needs;
    }

    @Override
    public int packets() {
        return sent;
    }

    @Override
    public long bytes() {
        return sentBytes;
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
     * @param target where to send what is taken out: the frame's own next.
     */
    @Override
    public void apply(final Frame frame, final int target) {
        final int size = frame.size();
        int flags = 0;
        for (int i = 0; i < size; i++) {
            flags |= Buffer.flags(frame.buffer(i));
        }
        sent = 0;
        sentBytes = 0;
        segmentsLeft = MAX_SEGMENTS;
        if ((flags & (Buffer.GSO | Buffer.SHARED)) == 0) {
            completeChecksums(frame, size);
            return;
        }
        frame.copyIndices(packets, 0);
        frame.takeAll();
        final Sink out = frame.sink();
        for (int i = 0; i < size; i++) {
            sendOne(packets[i], out, target);
        }
    }

    private void completeChecksums(final Frame frame, final int size) {
        for (int i = 0; i < size; i++) {
            final long buffer = frame.buffer(i);
            if (Buffer.has(buffer, Buffer.L4_CHECKSUM_PARTIAL) && !Checksum.fillIn(buffer)) {
                frame.drop(i, reasons.malformed());
            } else {
                sent++;
                sentBytes += Buffer.packetLength(buffer);
            }
        }
    }

    /**
     * Sends a packet as the device wants it: as it is, with its checksum filled in, or as many segments. The packet is
     * the sink's from here on.
     *
     * @param head the packet's (first) buffer.
     * @param out where to.
     * @param target where to: a target of the sink.
     * @return how many packets went to the target; 0 if it was dropped.
     */
    public int send(final int head, final Sink out, final int target) {
        segmentsLeft = MAX_SEGMENTS;
        return sendOne(head, out, target);
    }

    private int sendOne(final int head, final Sink out, final int target) {
        final long buffer = Buffer.address(head);
        final int flags = Buffer.flags(buffer);
        if ((flags & needs & Buffer.GSO) != 0) {
            return segment(head, out, target);
        }
        if ((flags & needs) == 0 || (flags & Buffer.GSO) != 0) {
            return emit(head, out, target);
        }
        return completeChecksum(head, out, target);
    }

    private int emit(final int head, final Sink out, final int target) {
        sent++;
        sentBytes += Buffer.packetLength(Buffer.address(head));
        out.emit(head, target);
        return 1;
    }

    private int segment(final int head, final Sink out, final int target) {
        if (!segmenter.beginFrame(head)) {
            out.drop(head, reasons.malformed());
            return 0;
        }
        if (segmenter.segments() > segmentsLeft) {
            out.drop(head, reasons.tooMany());
            return 0;
        }
        segmentsLeft -= segmenter.segments();
        int made = 0;
        while (segmenter.more()) {
            final int segment = segmenter.next();
            if (segment < 0) {
                // The stream's receiver asks again for what is missing, as it does for what a full queue costs.
                out.drop(head, reasons.noBuffers());
                return made;
            }
            made += emit(segment, out, target);
        }
        buffers.free(head);
        return made;
    }

    private int completeChecksum(final int head, final Sink out, final int target) {
        int own = head;
        if (Buffer.references(Buffer.address(head)) > 1) {
            own = buffers.copy(head);
            if (own < 0) {
                out.drop(head, reasons.noBuffers());
                return 0;
            }
            buffers.free(head);
        }
        if (!Checksum.fillIn(Buffer.address(own))) {
            out.drop(own, reasons.malformed());
            return 0;
        }
        return emit(own, out, target);
    }
}
