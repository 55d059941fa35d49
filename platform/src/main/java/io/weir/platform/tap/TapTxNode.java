package io.weir.platform.tap;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.platform.os.Errno;
import io.weir.platform.os.FdIo;
import io.weir.platform.os.IoVectors;

/** {@code tapN-tx}: writes packets to the kernel, which takes each at once or not at all. */
final class TapTxNode implements PacketNode {
    /** Twice as many buffers as the longest packet fills, since nodes may have split some. */
    private static final int VECTORS = 1 + 2 * ReadSlots.COUNT;

    /** Where current data must begin for a virtio header to fit before it. */
    private static final int ROOM = VirtioNetHeader.LENGTH - Buffer.HEADROOM_BYTES;

    /** No error number of the kernel's. */
    private static final int TOO_MANY = 1 << 20;

    private final TapDevice device;
    private final int fd;
    private final int swIfIndex;
    private final TapReasons reasons;
    private final Buffers buffers;
    private final InterfaceCounters counters;
    private final long header;
    private final FdIo io = new FdIo();
    private final IoVectors vectors = new IoVectors(VECTORS);
    private final int[] sent = new int[Frame.CAPACITY];

    /**
     * A node for one worker.
     *
     * @param fd the queue to write to.
     * @param header memory for a virtio header, this node's own.
     */
    TapTxNode(
            final TapDevice device,
            final int fd,
            final int swIfIndex,
            final TapReasons reasons,
            final Worker worker,
            final long header) {
        this.device = device;
        this.fd = fd;
        this.swIfIndex = swIfIndex;
        this.reasons = reasons;
        this.header = header;
        buffers = worker.buffers();
        counters = worker.interfaceCounters();
        vectors.set(0, header, VirtioNetHeader.LENGTH);
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        int count = 0;
        for (int i = 0; i < size; i++) {
            final DropReason failure = write(frame.buffer(i));
            if (failure == null) {
                sent[count++] = frame.index(i);
                frame.take(i);
            } else {
                frame.drop(i, failure);
            }
        }
        buffers.free(sent, 0, count);
        if (count < size) {
            counters.add(InterfaceCounters.Kind.TX_ERROR, swIfIndex, size - count, 0);
        }
    }

    private DropReason write(final long buffer) {
        final long result = Buffer.has(buffer, Buffer.NEXT_PRESENT | Buffer.SHARED) || Buffer.currentData(buffer) < ROOM
                ? writeParts(buffer)
                : writeWhole(buffer);
        return result >= 0 ? null : failure((int) -result);
    }

    /** One piece, its header before it: the kernel needs less time for it than for two. */
    private long writeWhole(final long buffer) {
        final long from = Buffer.data(buffer) - VirtioNetHeader.LENGTH;
        VirtioNetHeader.fromMetadata(buffer, from);
        return io.write(fd, from, VirtioNetHeader.LENGTH + Buffer.length(buffer));
    }

    private long writeParts(final long buffer) {
        int count = 1;
        long part = buffer;
        vectors.set(count++, Buffer.data(part), Buffer.length(part));
        while (Buffer.has(part, Buffer.NEXT_PRESENT)) {
            if (count == VECTORS) {
                return -TOO_MANY;
            }
            part = Buffer.address(Buffer.next(part));
            vectors.set(count++, Buffer.data(part), Buffer.length(part));
        }
        VirtioNetHeader.fromMetadata(buffer, header);
        return io.writev(fd, vectors.address(), count);
    }

    private DropReason failure(final int errno) {
        return switch (errno) {
            case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM -> reasons.noRoom();
            case TOO_MANY -> reasons.tooManyBuffers();
            case Errno.EIO -> reasons.hostDown();
            case Errno.EBADFD -> {
                device.gone();
                yield reasons.hostGone();
            }
            default -> reasons.refused();
        };
    }
}
