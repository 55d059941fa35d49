package com.example.mirror;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** {@code mirrorN-tx} on one worker: sends each packet in a datagram, behind a TZSP header, and frees it. */
final class MirrorTxNode implements PacketNode {
    /** Version 1, received packet, Ethernet (two bytes), end of tags. */
    private static final byte[] TZSP = {1, 0, 0, 1, 1};

    private static final int DATAGRAM_MAX = 65_507;

    private final Buffers buffers;
    private final DatagramChannel channel;
    private final DropReason busy;
    private final DropReason unreachable;
    private final byte[] bytes = new byte[DATAGRAM_MAX];
    private final ByteBuffer datagram = ByteBuffer.wrap(bytes);

    MirrorTxNode(
            final Buffers buffers,
            final InetSocketAddress collector,
            final DropReason busy,
            final DropReason unreachable)
            throws IOException {
        this.buffers = buffers;
        this.busy = busy;
        this.unreachable = unreachable;
        System.arraycopy(TZSP, 0, bytes, 0, TZSP.length);
        channel = DatagramChannel.open();
        try {
            // A worker never waits: a socket that is full takes nothing, and the copy is dropped.
            channel.configureBlocking(false);
            channel.connect(collector);
        } catch (final IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        for (int i = 0; i < size; i++) {
            final DropReason failure = send(frame.buffer(i));
            if (failure == null) {
                frame.take(i);
                buffers.free(frame.index(i));
            } else {
                frame.drop(i, failure);
            }
        }
    }

    /** Returns why it failed, or null. */
    private DropReason send(final long head) {
        int length = TZSP.length;
        long buffer = head;
        while (true) {
            // What is longer than a datagram is cut: a collector wants the headers above all.
            final int part = Math.min(Buffer.length(buffer), DATAGRAM_MAX - length);
            Memory.copy(Buffer.data(buffer), bytes, length, part);
            length += part;
            if (!Buffer.has(buffer, Buffer.NEXT_PRESENT)) {
                break;
            }
            buffer = Buffer.address(Buffer.next(buffer));
        }
        datagram.position(0).limit(length);
        try {
            return channel.write(datagram) == 0 ? busy : null;
        } catch (final IOException e) {
            return unreachable;
        }
    }

    /** On main, once no worker runs the node any more. */
    void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
