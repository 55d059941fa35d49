package io.weir.testkit;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;

/** Bytes to packets in buffers, and back. Called by the thread that owns the buffers. */
public final class TestBuffers {
    private TestBuffers() {}

    /** Puts bytes into one buffer, or a chain of full ones. Returns its head, or -1 without buffers. */
    public static int packet(final Buffers buffers, final byte[] bytes, final int rxInterface) {
        return packet(buffers, bytes, rxInterface, 0, Buffer.DATA_BYTES);
    }

    /**
     * Puts bytes into a chain.
     *
     * @param currentData where they begin in its first buffer; in the others, at 0.
     * @param perBuffer how many each buffer holds at most.
     * @return its head, or -1 without buffers.
     */
    public static int packet(
            final Buffers buffers,
            final byte[] bytes,
            final int rxInterface,
            final int currentData,
            final int perBuffer) {
        int head = -1;
        long last = 0;
        int done = 0;
        do {
            final int index = buffers.allocate();
            if (index < 0) {
                if (head >= 0) {
                    buffers.free(head);
                }
                return -1;
            }
            final long buffer = Buffer.address(index);
            final int part = Math.min(perBuffer, bytes.length - done);
            Buffer.begin(buffer, head < 0 ? currentData : 0, part, rxInterface);
            Memory.copy(bytes, done, Buffer.data(buffer), part);
            done += part;
            if (head < 0) {
                head = index;
            } else {
                Buffer.next(last, index);
            }
            last = buffer;
        } while (done < bytes.length);
        final long first = Buffer.address(head);
        Buffer.lengthAfterFirst(first, bytes.length - Buffer.length(first));
        return head;
    }

    /** All bytes of a packet; fails if its chain holds more or fewer than it says. */
    public static byte[] bytes(final int head) {
        long buffer = Buffer.address(head);
        final int length = Buffer.packetLength(buffer);
        if (length < 0 || length > Buffer.MAX_CHAIN * Buffer.DATA_BYTES) {
            throw new AssertionError("a packet says that it has " + length + " bytes");
        }
        final byte[] bytes = new byte[length];
        int at = 0;
        for (int i = 0; i < Buffer.MAX_CHAIN; i++) {
            final int here = Buffer.length(buffer);
            if (here <= length - at) {
                Memory.copy(Buffer.data(buffer), bytes, at, here);
            }
            at += here;
            if (!Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
                break;
            }
            buffer = Buffer.address(Buffer.next(buffer));
        }
        if (at != length) {
            throw new AssertionError("a chain of " + at + " bytes says that it has " + length);
        }
        return bytes;
    }
}
