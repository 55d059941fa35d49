package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.platform.os.NetworkNamespace;
import io.weir.testkit.KernelPing;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one kernel sends and another must get whole, through a host between two taps that has to cut it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelFragmentTest {
    private static final InetSocketAddress RIGHT = new InetSocketAddress("10.2.0.2", 7_000);

    /** Each blocks, so each has a thread. */
    private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

    private Netns left;
    private Netns right;

    private void run(final int workers, final String hostMtu, final int egressMtu, final Consumer<TestHost> body) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns one = new Netns();
                Netns two = new Netns();
                TestHost host = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip4", new Ip4Plugin())) {
            left = one;
            right = two;
            tap(host, left, "tap0", 1, hostMtu);
            tap(host, right, "tap1", 2, hostMtu);
            host.cli("set interface mtu packet " + egressMtu + " tap1");
            body.accept(host);
            assertThat(host.faults()).isZero();
            assertThat(host.errors("ip4-cannot-fragment")).isZero();
        }
    }

    private static void tap(
            final TestHost host, final Netns namespace, final String name, final int net, final String hostMtu) {
        host.cli("create tap host-ns " + namespace.name() + " host-ip4-addr 10." + net + ".0.2/24 host-ip4-gw 10." + net
                + ".0.1" + hostMtu);
        host.cli("set interface state " + name + " up");
        host.cli("set interface ip address " + name + " 10." + net + ".0.1/24");
    }

    private static <T> T in(final Netns namespace, final Callable<T> open) {
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDeliverDatagramWhenChecksumIsNotFilledInAndPacketTooBig(final int workers) {
        run(workers, "", 1_450, host -> {
            try (DatagramChannel from = in(left, DatagramChannel::open);
                    DatagramChannel to = in(right, DatagramChannel::open)) {
                to.bind(RIGHT);
                to.configureBlocking(false);
                from.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, false);
                final byte[] sent = bytes(1_472);
                from.send(ByteBuffer.wrap(sent), RIGHT);
                final ByteBuffer got = ByteBuffer.allocate(2_000);
                host.until(() -> {
                    try {
                        return to.receive(got) != null;
                    } catch (final IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                assertThat(got.flip()).isEqualTo(ByteBuffer.wrap(sent));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCarryTcpWhenSegmentsAreTooBigAndMayBeCut(final int workers) {
        run(workers, "", 1_450, host -> {
            left.run("sysctl", "-w", "net.ipv4.ip_no_pmtu_disc=1");
            final byte[] sent = bytes(3_000_000);
            try (ServerSocketChannel server = in(right, ServerSocketChannel::open);
                    SocketChannel client = in(left, SocketChannel::open)) {
                server.bind(RIGHT);
                final CompletableFuture<byte[]> got =
                        CompletableFuture.supplyAsync(() -> read(server, sent.length), THREADS);
                final CompletableFuture<Void> put = CompletableFuture.runAsync(() -> write(client, sent), THREADS);
                host.until(() -> got.isDone() && put.isDone());
                assertThat(got.join()).isEqualTo(sent);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(host.cli("show runtime")).contains("ip4-frag");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCarryPingsWhenEgressMtuIsMoreThanOneBuffer(final int workers) {
        run(workers, " host-mtu-size 9000", 4_000, host -> {
            host.cli("set interface mtu packet 9000 tap0");
            KernelPing.start(host, left.name(), 3, "-M", "dont", "-s", "8000", "10.2.0.2")
                    .expectAll();
        });
    }

    private static byte[] bytes(final int count) {
        final byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static void write(final SocketChannel client, final byte[] all) {
        try {
            client.connect(RIGHT);
            final ByteBuffer left = ByteBuffer.wrap(all);
            while (left.hasRemaining()) {
                client.write(left);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(final ServerSocketChannel server, final int count) {
        try (SocketChannel from = server.accept()) {
            final ByteBuffer got = ByteBuffer.allocate(count);
            while (got.hasRemaining() && from.read(got) >= 0) {
                // More is to come.
            }
            return got.array();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
