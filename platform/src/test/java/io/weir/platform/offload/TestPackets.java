package io.weir.platform.offload;

import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import java.util.ArrayList;
import java.util.List;

/** Bytes to buffers and back, and a sink that notes what comes. */
public final class TestPackets extends Sink {
    /** What was emitted. */
    public final List<Integer> emitted = new ArrayList<>();
    /** Targets of what was emitted. */
    public final List<Integer> targets = new ArrayList<>();
    /** Why packets were dropped. */
    public final List<DropReason> drops = new ArrayList<>();

    private final Buffers buffers;

    /** A sink that frees what is dropped. */
    public TestPackets(final Buffers buffers) {
        this.buffers = buffers;
    }

    /** Puts bytes into a chain whose buffers hold so many bytes each. */
    public static int packet(final Buffers buffers, final byte[] bytes, final int currentData, final int perBuffer) {
        final int head = buffers.allocate();
        long at = Buffer.address(head);
        int length = Math.min(perBuffer, bytes.length);
        Buffer.begin(at, currentData, length, 7);
        Memory.copy(bytes, 0, Buffer.data(at), length);
        int done = length;
        while (done < bytes.length) {
            final int index = buffers.allocate();
            Buffer.next(at, index);
            at = Buffer.address(index);
            length = Math.min(perBuffer, bytes.length - done);
            Buffer.begin(at, 0, length, 7);
            Memory.copy(bytes, done, Buffer.data(at), length);
            done += length;
        }
        final long first = Buffer.address(head);
        Buffer.lengthAfterFirst(first, bytes.length - Buffer.length(first));
        return head;
    }

    /** The bytes of a packet. */
    public static byte[] bytes(final int head) {
        long at = Buffer.address(head);
        final byte[] all = new byte[Buffer.packetLength(at)];
        int done = 0;
        while (true) {
            Memory.copy(Buffer.data(at), all, done, Buffer.length(at));
            done += Buffer.length(at);
            if (!Buffer.has(at, Buffer.NEXT_PRESENT)) {
                break;
            }
            at = Buffer.address(Buffer.next(at));
        }
        if (done != all.length) {
            throw new AssertionError("chain of " + done + " bytes says that it has " + all.length);
        }
        return all;
    }

    /** Frees what was emitted. */
    public void freeAll() {
        emitted.forEach(buffers::free);
        emitted.clear();
    }

    @Override
    public void emit(final int buffer, final int target) {
        emitted.add(buffer);
        targets.add(target);
    }

    @Override
    public void emit(final int[] from, final int offset, final int count, final int target) {
        for (int i = 0; i < count; i++) {
            emit(from[offset + i], target);
        }
    }

    @Override
    public void drop(final int buffer, final DropReason reason) {
        drops.add(reason);
        buffers.free(buffer);
    }

    @Override
    public void count(final DropReason reason, final long packets) {
        throw new UnsupportedOperationException();
    }
}
