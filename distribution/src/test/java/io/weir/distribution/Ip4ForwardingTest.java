package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.platform.os.NetworkNamespace;
import io.weir.testkit.KernelPing;
import io.weir.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real traffic between two namespaces through a host with IPv4; the kernel's own stacks are the peers. */
class Ip4ForwardingTest {
    private static final long TCP_BYTES = 64L << 20;
    private static final int CHUNK = 1 << 16;

    private Namespace left;
    private Namespace right;
    private TestHost host;

    private void start(final int workers, final String tapOptions) {
        left = new Namespace();
        right = new Namespace();
        host = TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin());
        tap(0, left, tapOptions);
        tap(1, right, tapOptions);
    }

    private void tap(final int id, final Namespace namespace, final String options) {
        final String network = "10." + (id + 1) + ".0.";
        host.cli("create tap id " + id + " host-ns " + namespace.name() + " host-if-name eth0 host-ip4-addr " + network
                + "2/24 host-ip4-gw " + network + "1" + options);
        host.cli("set interface state tap" + id + " up");
        host.cli("set interface ip address tap" + id + " " + network + "1/24");
    }

    @AfterEach
    void shouldLeakNothing() throws Exception {
        try {
            if (host != null) {
                // A tap's queues keep buffers ready for what comes next.
                host.cli("delete tap tap0");
                host.cli("delete tap tap1");
                host.assertNoLeaks();
                assertThat(host.faults()).isZero();
            }
        } finally {
            close(host);
            close(right);
            close(left);
        }
    }

    private static void close(final AutoCloseable made) throws Exception {
        if (made != null) {
            made.close();
        }
    }

    private String finish(final Process process) throws IOException {
        host.until(() -> !process.isAlive());
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldLoseNoPingWhenNamespacesTalkThroughTheHost(final int workers) {
        Namespace.assumeProgram("ping");
        start(workers, "");
        KernelPing.start(host, left.name(), 100, "-i", "0.01", "10.2.0.2").expectAll();
        KernelPing.start(host, right.name(), 5, "-s", "40000", "10.1.0.2").expectAll();
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerItselfWhenThePacketEndsHere(final int workers) throws IOException {
        Namespace.assumeProgram("ping");
        start(workers, "");
        KernelPing.start(host, left.name(), 3, "10.1.0.1").expectAll();
        assertThat(finish(left.start("ping", "-c", "1", "-W", "20", "-t", "1", "10.2.0.2")))
                .containsIgnoringCase("From 10.1.0.1 icmp_seq=1 Time to live exceeded");
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryTcpUnharmedWhenTapsTakeLargeSegments(final int workers) {
        start(workers, " gso");
        assertThat(transfer()).isEqualTo(sent());
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryTcpUnharmedWhenTapsTakeNothing(final int workers) {
        start(workers, " no-offload");
        assertThat(transfer()).isEqualTo(sent());
    }

    /** Sends from left to right by TCP; returns the checksum of what arrived. */
    private long transfer() {
        final CompletableFuture<Long> received;
        try (NetworkNamespace to = NetworkNamespace.open(right.name());
                NetworkNamespace from = NetworkNamespace.open(left.name())) {
            final ServerSocketChannel server = to.call(() -> open(ServerSocketChannel::open));
            final SocketChannel client = from.call(() -> open(SocketChannel::open));
            open(() -> server.bind(new InetSocketAddress("10.2.0.2", 7_000)));
            received = async(() -> receive(server));
            final CompletableFuture<Long> sender = async(() -> send(client));
            host.until(() -> received.isDone() || sender.isCompletedExceptionally());
        }
        return received.join();
    }

    /** Runs on a thread of its own: the test's is main. */
    private static <T> CompletableFuture<T> async(final Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, task -> Thread.ofPlatform().daemon().start(task));
    }

    private static long send(final SocketChannel socket) {
        try (socket) {
            socket.connect(new InetSocketAddress("10.2.0.2", 7_000));
            return stream(chunk -> {
                while (chunk.hasRemaining()) {
                    socket.write(chunk);
                }
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long receive(final ServerSocketChannel server) {
        final CRC32C checksum = new CRC32C();
        final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (server;
                SocketChannel socket = server.accept()) {
            while (socket.read(chunk.clear()) >= 0) {
                checksum.update(chunk.flip());
            }
            return checksum.getValue();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sent() {
        return open(() -> stream(chunk -> {}));
    }

    /** Hands out the same random bytes each time; returns their checksum. */
    private static long stream(final Target target) throws IOException {
        final Random random = new Random(1);
        final byte[] bytes = new byte[CHUNK];
        final CRC32C checksum = new CRC32C();
        for (long done = 0; done < TCP_BYTES; done += CHUNK) {
            random.nextBytes(bytes);
            checksum.update(bytes);
            target.take(ByteBuffer.wrap(bytes));
        }
        return checksum.getValue();
    }

    private interface Target {
        void take(ByteBuffer chunk) throws IOException;
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private static <T> T open(final Opening<T> opening) {
        try {
            return opening.open();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
