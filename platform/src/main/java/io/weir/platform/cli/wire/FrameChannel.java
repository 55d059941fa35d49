package io.weir.platform.cli.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Frames over a blocking socket. One thread may read while another writes. */
public final class FrameChannel implements AutoCloseable {

    private static final int READ_BYTES = 8192;

    private final SocketChannel channel;
    private ByteBuffer received = ByteBuffer.allocate(READ_BYTES).flip();

    /** Frames over this channel, which is closed with it. */
    public FrameChannel(final SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the next frame.
     *
     * @return null at the end of the stream
     * @throws IOException if the stream breaks, or is not of this protocol
     */
    public Frame read() throws IOException {
        if (!fill(Integer.BYTES)) {
            return null;
        }
        final int length = received.getInt();
        if (length < 1 || length > Frame.MAX_LENGTH) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (!fill(length)) {
            return null;
        }
        final byte type = received.get();
        final byte[] payload = new byte[length - 1];
        received.get(payload);
        return new Frame(type, payload);
    }

    /** Sends a frame, waiting until the socket takes it all. */
    public void write(final Frame frame) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + 1 + frame.length());
        bytes.putInt(1 + frame.length()).put(frame.type()).put(frame.payload()).flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean fill(final int wanted) throws IOException {
        if (received.remaining() >= wanted) {
            return true;
        }
        if (received.capacity() < wanted) {
            received = ByteBuffer.allocate(wanted).put(received).flip();
        }
        received.compact();
        while (received.position() < wanted) {
            if (channel.read(received) < 0) {
                received.flip();
                return false;
            }
        }
        received.flip();
        return true;
    }
}
