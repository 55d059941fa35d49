package io.weir.platform.graph;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies of a few packets that came to one node on one thread. The thread writes, into memory that is there already, until
 * it is {@link #full}; main reads when the thread has been told to stop.
 */
public final class Sampler {
    /** Bytes of a buffer in front of its headroom that go along. */
    public static final int META_BYTES = Buffer.DATA_OFFSET - Buffer.HEADROOM_BYTES - Buffer.METADATA_OFFSET;

    private static final int ARENA_BYTES = 64 << 10;
    private static final int PACKETS = 256;
    private static final int PACKETS_PER_FRAME = 32;
    private static final int FRAMES_PER_SAMPLE = 8;

    private final byte[] arena = new byte[ARENA_BYTES];
    private final int[] ends = new int[PACKETS];
    private int packets;
    private int seen;
    private volatile boolean full;

    /** Takes some of a frame's packets, if it is the frame's turn. */
    void take(final Frame frame) {
        if (full || seen++ % FRAMES_PER_SAMPLE != 0) {
            return;
        }
        final int size = Math.min(PACKETS_PER_FRAME, frame.size());
        for (int i = 0; i < size && !full; i++) {
            take(frame.buffer(i));
        }
    }

    private void take(final long buffer) {
        final int from = packets == 0 ? 0 : ends[packets - 1];
        final int length = Buffer.length(buffer);
        if (packets == PACKETS || from + META_BYTES + length > ARENA_BYTES) {
            full = true;
            return;
        }
        Memory.copy(buffer + Buffer.METADATA_OFFSET, arena, from, META_BYTES);
        Memory.copy(Buffer.data(buffer), arena, from + META_BYTES, length);
        ends[packets++] = from + META_BYTES + length;
    }

    /** Whether it takes no more. Any thread. */
    public boolean full() {
        return full;
    }

    /** What was copied: metadata, then the packet's bytes. */
    public List<byte[]> images() {
        final List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            images.add(Arrays.copyOfRange(arena, i == 0 ? 0 : ends[i - 1], ends[i]));
        }
        return images;
    }
}
