package io.weir.platform.pg;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import java.util.List;

/** Makes packets from a capture, one after the other and around. */
final class ReplayMaker implements PacketMaker {
    private final byte[][] packets;
    private final int bufferBytes;
    private final int rxInterface;
    private final int txInterface;
    private final int streamId;
    private final ChainTail tail;
    private int next;
    private long bytes;

    ReplayMaker(
            final List<byte[]> packets,
            final Buffers buffers,
            final int bufferBytes,
            final int rxInterface,
            final int txInterface,
            final int streamId) {
        this.packets = packets.toArray(byte[][]::new);
        this.bufferBytes = bufferBytes;
        this.rxInterface = rxInterface;
        this.txInterface = txInterface;
        this.streamId = streamId;
        tail = new ChainTail(buffers, bufferBytes);
    }

    @Override
    public int make(final int[] indices, final int n) {
        int made = 0;
        bytes = 0;
        for (int i = 0; i < n; i++) {
            final byte[] packet = packets[next];
            next = next + 1 == packets.length ? 0 : next + 1;
            final long buffer = Buffer.address(indices[i]);
            final int first = Math.min(packet.length, bufferBytes);
            Buffer.begin(buffer, 0, first, rxInterface);
            Buffer.txInterface(buffer, txInterface);
            Buffer.adjacency(buffer, streamId);
            Memory.copy(packet, 0, buffer + Buffer.DATA_OFFSET, first);
            if (tail.append(indices[i], packet, packet.length)) {
                indices[made++] = indices[i];
                bytes += packet.length;
            }
        }
        return made;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void restart() {
        next = 0;
    }
}
