package io.weir.platform.tap;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.platform.os.IoVectors;

/**
 * The memory that the next packet is read into: buffers enough for the longest one, and behind them a sink, so that a
 * packet is always taken off the kernel's queue even when the pool is empty. What a packet doesn't use stays for the next.
 * The virtio header lands in the first buffer's headroom, right before the packet.
 *
 * <pre>
 *   vector      0                        1           ...   filled
 *   memory   headroom end | data      data                 sink, 64 KiB
 *   bytes        12       | 2048      2048
 * </pre>
 *
 * <p>The kernel looks at every vector of a read, which costs a small packet more than its bytes do. So while all packets fit
 * one buffer, it is told of that buffer and the sink alone; the first that doesn't fit is copied out of the sink.
 */
final class ReadSlots {
    /** Buffers of the longest packet. */
    static final int COUNT = (Buffer.MAX_PACKET_BYTES + Buffer.DATA_BYTES - 1) / Buffer.DATA_BYTES;

    /** After so many packets of one buffer in a row another is expected. */
    private static final int SMALL_IN_A_ROW = 64;

    private static final int SINK_BYTES = VirtioNetHeader.LENGTH + COUNT * Buffer.DATA_BYTES;

    private final int[] slots = new int[COUNT];
    private final IoVectors vectors = new IoVectors(COUNT + 1);
    /** The first buffer and the sink. */
    private final IoVectors two = new IoVectors(2);

    private final long sink = OffHeap.allocate(SINK_BYTES);
    private int filled;
    /** Packets of one buffer in a row, or as many as count. */
    private int small;

    ReadSlots() {
        two.set(1, sink, SINK_BYTES);
        arrange(0);
    }

    /** Fills up what is missing. */
    void fill(final Buffers buffers) {
        if (filled < COUNT) {
            final int before = filled;
            filled += buffers.allocate(slots, filled, COUNT - filled);
            arrange(before);
        }
    }

    /** How many buffers wait for packets. */
    int filled() {
        return filled;
    }

    /** The vectors to read into. */
    long vectors() {
        return brief() ? two.address() : vectors.address();
    }

    /** How many vectors there are. */
    int vectorCount() {
        return brief() ? 2 : filled + 1;
    }

    /** Whether small packets are expected; the answer is the same from a read to what is made of it. */
    private boolean brief() {
        return small == SMALL_IN_A_ROW && filled > 0;
    }

    /** How many buffers a packet takes. */
    static int needed(final int packetBytes) {
        return packetBytes <= Buffer.DATA_BYTES ? 1 : (packetBytes + Buffer.DATA_BYTES - 1) / Buffer.DATA_BYTES;
    }

    /** Whether a packet of so many buffers was read whole; else its rest is in the sink. */
    boolean holds(final int needed) {
        return needed <= filled;
    }

    /** Address of the virtio header of what was read last. */
    long header() {
        return Buffer.address(slots[0]) + Buffer.DATA_OFFSET - VirtioNetHeader.LENGTH;
    }

    /**
     * Makes a packet of what was read last, and gets new buffers in place of its own.
     *
     * @param needed {@link #needed} of its length, which {@link #holds} true.
     */
    int take(final int packetBytes, final int needed, final int swIfIndex, final Buffers buffers) {
        final int head = slots[0];
        final long first = Buffer.address(head);
        Buffer.begin(first, 0, Math.min(packetBytes, Buffer.DATA_BYTES), swIfIndex);
        if (needed > 1) {
            if (brief()) {
                gather(packetBytes, needed);
            }
            small = 0;
            chain(first, packetBytes, needed, swIfIndex);
        } else if (small < SMALL_IN_A_ROW) {
            small++;
        }
        final int replaced = buffers.allocate(slots, 0, needed);
        if (replaced == needed) {
            for (int i = 0; i < needed; i++) {
                arrangeOne(i);
            }
        } else {
            System.arraycopy(slots, needed, slots, replaced, filled - needed);
            filled -= needed - replaced;
            arrange(0);
        }
        return head;
    }

    /** Brings what lies in the sink where it would have been read to. */
    private void gather(final int packetBytes, final int needed) {
        int left = packetBytes - Buffer.DATA_BYTES;
        long from = sink;
        for (int i = 1; i < needed; i++) {
            final int length = Math.min(left, Buffer.DATA_BYTES);
            Memory.copy(from, Buffer.address(slots[i]) + Buffer.DATA_OFFSET, length);
            from += length;
            left -= length;
        }
    }

    private void chain(final long first, final int packetBytes, final int needed, final int swIfIndex) {
        long previous = first;
        int left = packetBytes - Buffer.DATA_BYTES;
        Buffer.lengthAfterFirst(first, left);
        for (int i = 1; i < needed; i++) {
            final long buffer = Buffer.address(slots[i]);
            Buffer.begin(buffer, 0, Math.min(left, Buffer.DATA_BYTES), swIfIndex);
            Buffer.next(previous, slots[i]);
            left -= Buffer.DATA_BYTES;
            previous = buffer;
        }
    }

    private void arrange(final int from) {
        for (int i = from; i < filled; i++) {
            arrangeOne(i);
        }
        vectors.set(filled, sink, SINK_BYTES);
    }

    private void arrangeOne(final int i) {
        final long data = Buffer.address(slots[i]) + Buffer.DATA_OFFSET;
        if (i == 0) {
            vectors.set(0, data - VirtioNetHeader.LENGTH, VirtioNetHeader.LENGTH + Buffer.DATA_BYTES);
            two.set(0, data - VirtioNetHeader.LENGTH, VirtioNetHeader.LENGTH + Buffer.DATA_BYTES);
        } else {
            vectors.set(i, data, Buffer.DATA_BYTES);
        }
    }

    /** Gives the memory back. Nothing reads any more. */
    void release(final Buffers buffers) {
        for (int i = 0; i < filled; i++) {
            buffers.free(slots[i]);
        }
        filled = 0;
        OffHeap.free(sink);
    }
}
