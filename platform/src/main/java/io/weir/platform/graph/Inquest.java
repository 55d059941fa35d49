package io.weir.platform.graph;

import io.weir.graph.Frame;
import io.weir.graph.FrameControl;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import java.util.Arrays;

/**
 * Finds who lets packets go on that are not its any more. A packet that was freed, or emitted, and went on as well is noticed only
 * where it is freed again, and nothing there says whose doing it was. From then on each node's frame is looked at for a while,
 * before the node has it and after; whoever makes it wrong is the one, and what is wrong goes no further. Until then it
 * costs a comparison for each dispatch. Only the owning thread calls.
 */
final class Inquest {
    /** How many dispatches are looked at. */
    private static final int DISPATCHES = 10_000;

    private static final int MAX_EMITTED = 4 * Frame.CAPACITY;

    private final Buffers buffers;
    private final int[] sorted = new int[Frame.CAPACITY];
    private final int[] emitted = new int[MAX_EMITTED];
    private int emittedCount;
    private int left;
    private boolean looking;
    private boolean wrongBefore;

    Inquest(final Buffers buffers) {
        this.buffers = buffers;
    }

    void open() {
        left = DISPATCHES;
    }

    boolean isOpen() {
        return left > 0;
    }

    /** A node is about to have a frame. */
    void before(final Frame frame, final int size) {
        looking = left > 0;
        if (!looking) {
            return;
        }
        left--;
        emittedCount = 0;
        wrongBefore = clean(frame, size);
    }

    /** A node emits packets or drops them, which are its no more. */
    void emitted(final int[] packets, final int offset, final int count) {
        final int fits = Math.min(count, MAX_EMITTED - emittedCount);
        System.arraycopy(packets, offset, emitted, emittedCount, fits);
        emittedCount += fits;
    }

    /** The node has returned; says whether it was the one, and takes what is wrong out of the frame. */
    boolean after(final Frame frame, final int size) {
        if (!looking) {
            return false;
        }
        Arrays.sort(emitted, 0, emittedCount);
        return clean(frame, size) && !wrongBefore;
    }

    /** Takes packets out of a frame that are broken, or there already, or emitted; says whether there were any. */
    private boolean clean(final Frame frame, final int size) {
        final int[] packets = FrameControl.buffers(frame);
        final short[] next = FrameControl.next(frame);
        boolean wrong = false;
        int count = 0;
        for (int i = 0; i < size; i++) {
            final int index = packets[i];
            if (next[i] == FrameControl.TAKEN) {
                continue;
            }
            final int place = Arrays.binarySearch(sorted, 0, count, index);
            // One that has several owners may go several ways.
            if (!isWhole(index)
                    || !Buffer.has(Buffer.address(index), Buffer.SHARED)
                            && (place >= 0 || Arrays.binarySearch(emitted, 0, emittedCount, index) >= 0)) {
                frame.take(i);
                wrong = true;
            } else if (place < 0) {
                final int at = -1 - place;
                System.arraycopy(sorted, at, sorted, at + 1, count - at);
                sorted[at] = index;
                count++;
            }
        }
        return wrong;
    }

    /** Whether a packet is made of buffers that are somebody's, and lies in them. */
    private boolean isWhole(final int head) {
        int index = head;
        for (int i = 0; i < Buffer.MAX_CHAIN && buffers.covers(index); i++) {
            final long buffer = Buffer.address(index);
            final int data = Buffer.currentData(buffer);
            if (Buffer.isFree(buffer)
                    || data < -Buffer.HEADROOM_BYTES
                    || data + Buffer.length(buffer) > Buffer.DATA_BYTES) {
                return false;
            }
            if (!Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
                return true;
            }
            index = Buffer.next(buffer);
        }
        return false;
    }
}
