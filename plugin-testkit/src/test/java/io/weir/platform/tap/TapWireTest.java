package io.weir.platform.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.platform.offload.SoftwareOffload;
import io.weir.platform.os.NetworkNamespace;
import io.weir.testkit.TestSink;
import io.weir.testkit.TestWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two taps as a wire between two namespaces, over which the kernel's own TCP speaks with itself. */
class TapWireTest {
    private static final DropReason NO_BUFFERS = new DropReason(11, "none", "", DropReason.Severity.ERROR);
    private static final DropReason MALFORMED = new DropReason(12, "bad", "", DropReason.Severity.ERROR);
    private static final int BYTES = 24 << 20;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private long large;

    @Test
    @Timeout(60)
    void shouldCarryTcpWhenBothTakeLargeSegments() throws Exception {
        assertThat(carry(TapOffload.SEGMENTS, TapOffload.SEGMENTS)).isGreaterThan(100);
    }

    @Test
    @Timeout(60)
    void shouldCarryTcpWhenTheReceiverTakesNothing() throws Exception {
        assertThat(carry(TapOffload.SEGMENTS, TapOffload.NONE)).isGreaterThan(100);
    }

    @Test
    @Timeout(60)
    void shouldCarryTcpWhenTheReceiverTakesChecksums() throws Exception {
        assertThat(carry(TapOffload.SEGMENTS, TapOffload.CHECKSUM)).isGreaterThan(100);
    }

    @Test
    @Timeout(60)
    void shouldCarryTcpWhenNeitherTakesAnything() throws Exception {
        assertThat(carry(TapOffload.NONE, TapOffload.NONE)).isZero();
    }

    /** Sends from the first to the second namespace; returns how many large segments there were. */
    private long carry(final TapOffload from, final TapOffload to) throws Exception {
        final BufferPool pool = new BufferPool("wire", 8_192, PageSize.SMALL);
        final TestWorker worker = new TestWorker(new Buffers(pool));
        try (TestTap left = new TestTap(worker, 1, "10.77.0.1", from);
                TestTap right = new TestTap(worker, 2, "10.77.0.2", to)) {
            final Thread wire = new Thread(() -> run(worker, left, right), "wire");
            wire.start();
            try {
                assertThat(transfer(left, right)).isEqualTo(sum());
            } finally {
                stop.set(true);
                wire.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(worker.packets(Kind.TX_ERROR, 1) + worker.packets(Kind.TX_ERROR, 2))
                    .isZero();
            assertThat(worker.packets(Kind.RX_ERROR, 1) + worker.packets(Kind.RX_ERROR, 2))
                    .isZero();
            assertThat(checksumErrors(right)).isZero();
        }
        assertThat(pool.leakReport(node -> "wire")).isEmpty();
        pool.close();
        return large;
    }

    private static long checksumErrors(final TestTap tap) throws IOException {
        final Process process = tap.namespace.exec("cat", "/proc/net/snmp");
        final String[] lines =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split("\n");
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].startsWith("Tcp:")) {
                final String[] values = lines[i + 1].split(" ");
                assertThat(lines[i]).endsWith("InCsumErrors");
                return Long.parseLong(values[values.length - 1]);
            }
        }
        throw new AssertionError("no TCP counters");
    }

    private void run(final TestWorker worker, final TestTap left, final TestTap right) {
        try {
            final TestSink received = new TestSink(worker.buffers());
            final TestSink ready = new TestSink(worker.buffers());
            final SoftwareOffload toLeft = offload(worker, left);
            final SoftwareOffload toRight = offload(worker, right);
            while (!stop.get()) {
                pass(worker, left, right, received, ready, toRight);
                pass(worker, right, left, received, ready, toLeft);
            }
            assertThat(received.drops()).isEmpty();
            assertThat(ready.drops()).isEmpty();
        } catch (final Throwable t) {
            failure.set(t);
        }
    }

    private static SoftwareOffload offload(final TestWorker worker, final TestTap to) {
        final TapOffload takes = to.device.spec().offload();
        return new SoftwareOffload(
                worker.buffers(),
                SoftwareOffload.needs(takes.checksums(), takes.segments()),
                new SoftwareOffload.Reasons(NO_BUFFERS, MALFORMED, MALFORMED));
    }

    private void pass(
            final TestWorker worker,
            final TestTap from,
            final TestTap to,
            final TestSink received,
            final TestSink ready,
            final SoftwareOffload offload) {
        from.queue.poll(worker, received);
        for (final int index : received.take()) {
            large += Buffer.has(Buffer.address(index), Buffer.GSO) ? 1 : 0;
            offload.send(index, ready, 1);
        }
        final int[] packets = ready.take();
        for (int i = 0; i < packets.length; i += Frame.CAPACITY) {
            assertThat(to.send(Arrays.copyOfRange(packets, i, Math.min(packets.length, i + Frame.CAPACITY))))
                    .isEmpty();
        }
    }

    private static long sum() {
        final CRC32 crc = new CRC32();
        crc.update(data());
        return crc.getValue();
    }

    private static byte[] data() {
        final byte[] data = new byte[BYTES];
        new Random(3).nextBytes(data);
        return data;
    }

    private static long transfer(final TestTap left, final TestTap right) throws Exception {
        final CRC32 crc = new CRC32();
        try (ServerSocketChannel server = in(right, ServerSocketChannel::open);
                SocketChannel client = in(left, SocketChannel::open)) {
            server.bind(new InetSocketAddress("10.77.0.2", 5_000));
            client.connect(new InetSocketAddress("10.77.0.2", 5_000));
            final Thread sender = new Thread(() -> send(client), "sender");
            sender.start();
            try (SocketChannel accepted = server.accept()) {
                final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
                while (accepted.read(buffer) >= 0) {
                    crc.update(buffer.flip());
                    buffer.clear();
                }
            }
            sender.join();
        }
        return crc.getValue();
    }

    private static void send(final SocketChannel client) {
        try {
            final ByteBuffer data = ByteBuffer.wrap(data());
            while (data.hasRemaining()) {
                client.write(data);
            }
            client.shutdownOutput();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a socket, and fails as sockets do. */
    private interface Opening<T> {
        T open() throws IOException;
    }

    private static <T> T in(final TestTap tap, final Opening<T> opening) {
        final Supplier<T> opener = () -> {
            try {
                return opening.open();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try (NetworkNamespace namespace = NetworkNamespace.open(tap.namespace.name())) {
            return namespace.call(opener);
        }
    }
}
