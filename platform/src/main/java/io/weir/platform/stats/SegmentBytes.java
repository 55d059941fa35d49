package io.weir.platform.stats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a segment holds, read piece by piece when it is first asked for, and kept until {@link #forget}. No mapping: to make one
 * takes a JVM longer than all else that a client does. Words are aligned, and copied by the kernel as words at least. One thread
 * at a time.
 */
final class SegmentBytes implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 16;

    private final FileChannel channel;
    private final long limit;
    private final ByteBuffer[] pieces;

    /** Reads nothing yet; the channel is this one's to close. */
    SegmentBytes(final FileChannel channel) throws IOException {
        this.channel = channel;
        limit = channel.size();
        pieces = new ByteBuffer[Math.toIntExact((limit + PIECE_BYTES - 1) / PIECE_BYTES)];
    }

    long limit() {
        return limit;
    }

    /** What was read is read anew when it is asked for. */
    void forget() {
        Arrays.fill(pieces, null);
    }

    /** Reads a word past what is kept. */
    long fresh(final long at) {
        pieces[(int) (Objects.checkFromIndexSize(at, Long.BYTES, limit) / PIECE_BYTES)] = null;
        return number(at);
    }

    long number(final long at) {
        Objects.checkFromIndexSize(at, Long.BYTES, limit);
        return piece(at).getLong((int) (at % PIECE_BYTES));
    }

    int whole(final long at) {
        Objects.checkFromIndexSize(at, Integer.BYTES, limit);
        return piece(at).getInt((int) (at % PIECE_BYTES));
    }

    void copy(final long from, final byte[] to) {
        Objects.checkFromIndexSize(from, to.length, limit);
        int done = 0;
        while (done < to.length) {
            final int first = (int) ((from + done) % PIECE_BYTES);
            final int length = Math.min(to.length - done, PIECE_BYTES - first);
            piece(from + done).get(first, to, done, length);
            done += length;
        }
    }

    private ByteBuffer piece(final long at) {
        final int index = (int) (at / PIECE_BYTES);
        ByteBuffer piece = pieces[index];
        if (piece == null) {
            piece = read((long) index * PIECE_BYTES);
            pieces[index] = piece;
        }
        return piece;
    }

    private ByteBuffer read(final long from) {
        final ByteBuffer read =
                ByteBuffer.allocate((int) Math.min(PIECE_BYTES, limit - from)).order(ByteOrder.nativeOrder());
        try {
            while (read.hasRemaining()) {
                if (channel.read(read, from + read.position()) < 0) {
                    throw new IndexOutOfBoundsException("the segment ends at " + (from + read.position()));
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
