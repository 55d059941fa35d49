package io.weir.distribution;

import io.weir.platform.os.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/** One connection between the kernels of two namespaces, over which random bytes go until it is told that it is enough. */
final class TcpTransfer implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final ServerSocketChannel server;
    private final SocketChannel client;
    private final CompletableFuture<Done> sent;
    private final CompletableFuture<Done> received;
    private volatile boolean enough;
    private volatile long arrived;

    /** What went in at one end, or came out at the other. */
    record Done(long bytes, long checksum) {}

    TcpTransfer(final Namespace from, final Namespace to, final InetSocketAddress at) throws IOException {
        server = in(to, ServerSocketChannel::open);
        client = in(from, SocketChannel::open);
        server.bind(at);
        received = CompletableFuture.supplyAsync(
                this::receive, task -> Thread.ofPlatform().daemon().start(task));
        sent = CompletableFuture.supplyAsync(
                () -> send(at), task -> Thread.ofPlatform().daemon().start(task));
    }

    private static <T> T in(final Namespace namespace, final Callable<T> open) {
        try (NetworkNamespace entered = NetworkNamespace.open(namespace.name())) {
            return entered.call(() -> {
                try {
                    return open.call();
                } catch (final Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private Done send(final InetSocketAddress to) {
        final byte[] chunk = new byte[CHUNK_BYTES];
        new Random(to.getPort()).nextBytes(chunk);
        final CRC32C sum = new CRC32C();
        long bytes = 0;
        try {
            client.connect(to);
            while (!enough) {
                // Another chunk each time, so that none can stand for another.
                final ByteBuffer next = ByteBuffer.wrap(chunk).putLong(0, bytes);
                sum.update(chunk);
                while (next.hasRemaining()) {
                    bytes += client.write(next);
                }
            }
            client.shutdownOutput();
        } catch (final IOException e) {
            throw new UncheckedIOException("after " + bytes + " bytes", e);
        }
        return new Done(bytes, sum.getValue());
    }

    private Done receive() {
        final CRC32C sum = new CRC32C();
        long bytes = 0;
        try (SocketChannel from = server.accept()) {
            final ByteBuffer got = ByteBuffer.allocateDirect(4 * CHUNK_BYTES);
            for (int more = from.read(got); more >= 0; more = from.read(got.clear())) {
                sum.update(got.flip());
                bytes += more;
                arrived = bytes;
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("after " + bytes + " bytes", e);
        }
        return new Done(bytes, sum.getValue());
    }

    /** Bytes that have come out so far. */
    long arrived() {
        return arrived;
    }

    /** Sends no more. */
    void stop() {
        enough = true;
    }

    /** Whether both ends have ended, well or not. */
    boolean ended() {
        return sent.isDone() && received.isDone();
    }

    /** Whether an end has failed, or ended before it was told to. */
    boolean broken() {
        return sent.isCompletedExceptionally() || received.isCompletedExceptionally() || !enough && received.isDone();
    }

    /** What went in; throws what was wrong. */
    Done sent() {
        return sent.join();
    }

    /** What came out; throws what was wrong. */
    Done received() {
        return received.join();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
