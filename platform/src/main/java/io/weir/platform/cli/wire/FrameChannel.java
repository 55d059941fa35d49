package io.weir.platform.cli.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Frames over a blocking socket. One thread may read while another writes. */
public final class FrameChannel implements AutoCloseable {

    private static final int READ_BYTES = 8192;

    private final SocketChannel channel;
    private ByteBuffer received = ByteBuffer.allocate(READ_BYTES).flip();
    private volatile long begunNs;

    /** Decides whether a frame is read whose length has come; throws if not. */
    @FunctionalInterface
    public interface Admission {
        /** Lets a frame of so many bytes in. */
        void admit(int length) throws IOException;
    }

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
        return read(length -> {});
    }

    /** The same, of those that are let in; memory is taken only then. */
    public Frame read(final Admission admission) throws IOException {
        try {
            if (!fill(Integer.BYTES)) {
                return null;
            }
            final int length = received.getInt();
            if (length < 1 || length > Frame.MAX_LENGTH) {
                throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes");
            }
            admission.admit(length);
            return fill(length) ? next(length) : null;
        } finally {
            begunNs = 0;
        }
    }

    private Frame next(final int length) {
        final byte type = received.get();
        final byte[] payload = new byte[length - 1];
        received.get(payload);
        if (received.capacity() > READ_BYTES && received.remaining() <= READ_BYTES) {
            received = ByteBuffer.allocate(READ_BYTES).put(received).flip();
        }
        return new Frame(type, payload);
    }

    /** Since when part of a frame is here whose rest is waited for, by {@link System#nanoTime}; 0 if none is. Any thread. */
    public long begunNs() {
        return begunNs;
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
            if (begunNs == 0 && (received.position() > 0 || wanted > Integer.BYTES)) {
                begunNs = System.nanoTime();
            }
            if (channel.read(received) < 0) {
                received.flip();
                return false;
            }
        }
        received.flip();
        return true;
    }
}
