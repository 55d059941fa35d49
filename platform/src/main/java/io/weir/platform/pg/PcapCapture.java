package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Writes packets to a pcap file with times in nanoseconds. Any thread may call; a worker waits for the disk here. */
final class PcapCapture implements AutoCloseable {
    private static final int LINK_TYPE_ETHERNET = 1;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer record = ByteBuffer.allocate(1 << 20).order(ByteOrder.nativeOrder());
    private long left;
    private boolean closed;

    /**
     * Creates the file.
     *
     * @param count how many packets to write.
     * @throws CommandException when it exists or can't be created.
     */
    PcapCapture(final Path file, final long count) {
        this.file = file;
        left = count;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (final FileAlreadyExistsException e) {
            throw new CommandException("pcap file `" + file + "' already exists", e);
        } catch (final IOException e) {
            throw new CommandException("can't create pcap file `" + file + "': " + e.getMessage(), e);
        }
        record.putInt(PcapFile.MAGIC_NANOSECONDS).putShort((short) 2).putShort((short) 4);
        record.putLong(0).putInt(Buffer.MAX_PACKET_BYTES).putInt(LINK_TYPE_ETHERNET);
    }

    Path file() {
        return file;
    }

    /** Writes packets, as many as are still wanted. */
    synchronized void write(final int[] packets, final int n) {
        final Instant now = Instant.now();
        for (int i = 0; i < n && left > 0 && !closed; i++) {
            final long buffer = Buffer.address(packets[i]);
            final int length = Math.clamp(Buffer.packetLength(buffer), 0, Buffer.MAX_PACKET_BYTES);
            if (record.remaining() < length + PcapFile.RECORD_BYTES) {
                flush();
            }
            record.putInt((int) now.getEpochSecond())
                    .putInt(now.getNano())
                    .putInt(length)
                    .putInt(length);
            append(buffer, length);
            left--;
        }
        if (left == 0) {
            flush();
        }
    }

    /** Appends {@code length} bytes; zeros where the chain holds fewer than its head says. */
    private void append(final long head, final int length) {
        final int end = record.position() + length;
        long segment = head;
        for (int i = 0; i < Buffer.MAX_CHAIN && record.position() < end; i++) {
            final int bytes = Math.min(Buffer.length(segment), end - record.position());
            Memory.copy(Buffer.data(segment), record.array(), record.position(), bytes);
            record.position(record.position() + bytes);
            if (!Buffer.has(segment, Buffer.NEXT_PRESENT)) {
                break;
            }
            segment = Buffer.address(Buffer.next(segment));
        }
        while (record.position() < end) {
            record.put((byte) 0);
        }
    }

    private void flush() {
        try {
            record.flip();
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (final IOException e) {
            // A full disk ends the capture, not the traffic.
            left = 0;
        }
        record.clear();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            flush();
            closed = true;
            try {
                channel.close();
            } catch (final IOException e) {
                throw new UncheckedIOException("pcap file " + file, e);
            }
        }
    }
}
