package io.weir.platform.pg;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;

/** Appends to a packet's first buffer what doesn't fit into it. */
final class ChainTail {
    private final Buffers buffers;
    private final int bufferBytes;

    ChainTail(final Buffers buffers, final int bufferBytes) {
        this.buffers = buffers;
        this.bufferBytes = bufferBytes;
    }

    /**
     * Appends buffers to a head that holds the first bytes.
     *
     * @param image all bytes of the packet.
     * @param length how many of them count.
     * @return whether there were buffers enough; if not, the whole packet has been freed.
     */
    boolean append(final int head, final byte[] image, final int length) {
        final int first = Math.min(length, bufferBytes);
        final long headAddress = Buffer.address(head);
        final int rx = Buffer.rxInterface(headAddress);
        long last = headAddress;
        for (int from = first; from < length; from += bufferBytes) {
            final int next = buffers.allocate();
            if (next < 0) {
                buffers.free(head);
                return false;
            }
            final int bytes = Math.min(bufferBytes, length - from);
            final long address = Buffer.address(next);
            Buffer.begin(address, 0, bytes, rx);
            Memory.copy(image, from, address + Buffer.DATA_OFFSET, bytes);
            Buffer.next(last, next);
            last = address;
        }
        if (length > first) {
            Buffer.lengthAfterFirst(headAddress, length - first);
        }
        return true;
    }
}
