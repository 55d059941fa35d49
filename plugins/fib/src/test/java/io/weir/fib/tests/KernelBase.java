package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.platform.os.NetworkNamespace;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.KernelPing;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's stack on both sides of a router: what it cuts, and what it learns of the path. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class KernelBase {
    private static final int TRIES = 10;

    private Netns left;
    private Netns right;

    /** Such as {@code ip4}. */
    protected abstract String family();

    protected abstract WeirPlugin plugin();

    /** Commands before all others. */
    protected List<String> setUp() {
        return List.of();
    }

    /** A host of a net, of which 1 is at left and 2 at right; number 1 is the router. */
    protected abstract String address(int net, int host);

    /** Bits of a net. */
    protected abstract int bits();

    /** What {@code ping} calls the family. */
    protected abstract String option();

    /** What {@code ping} says of a packet that was too big, with the MTU behind it. */
    protected abstract String tooBig();

    /** Bytes of the network and ICMP headers. */
    protected abstract int headers();

    /** A counter of packets that the kernel put together, in {@code /proc/net/}. */
    protected abstract String putTogether(Netns in);

    private void run(final int workers, final int leftMtu, final int rightMtu, final Consumer<TestHost> body) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns one = new Netns();
                Netns two = new Netns();
                TestHost host = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin(family(), plugin())) {
            left = one;
            right = two;
            setUp().forEach(host::cli);
            tap(host, left, 1, leftMtu);
            tap(host, right, 2, rightMtu);
            body.accept(host);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private void tap(final TestHost host, final Netns namespace, final int net, final int mtu) {
        final String name = "tap" + (net - 1);
        host.cli("create tap host-ns " + namespace.name() + " host-" + family() + "-addr " + address(net, 2) + "/"
                + bits() + " host-" + family() + "-gw " + address(net, 1) + " host-mtu-size " + mtu);
        host.cli("set interface state " + name + " up");
        host.cli("set interface mtu packet " + mtu + " " + name);
        host.cli("set interface ip address " + name + " " + address(net, 1) + "/" + bits());
    }

    /** What a program in a namespace prints, while the host runs on, whether it succeeds or not. */
    private static String output(final TestHost host, final Netns in, final String command) {
        final CompletableFuture<String> done =
                CompletableFuture.supplyAsync(() -> Netns.output(in.exec("sh", "-c", command + "; true")));
        host.until(done::isDone);
        return done.join();
    }

    /** What is said of requests that may find no answer. */
    private String ping(final TestHost host, final Netns from, final String to, final String more) {
        return output(host, from, "ping " + option() + " -i 0.05 -W 2 " + more + " " + to);
    }

    /** Sends so many requests that all must be answered. */
    private static void expectAnswers(
            final TestHost host, final Netns from, final String to, final int count, final String more) {
        KernelPing.start(host, from.name(), count, (more + " " + to).split(" ")).expectAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPutPacketsOfTheKernelTogetherOnTheWay(final int workers) {
        run(workers, 1_500, 9_000, host -> {
            host.cli("set interface reassembly tap0 on " + family());
            final String before = putTogether(right);
            // The first answers are too big for the way back, of which the kernel then learns.
            String first = "";
            for (int i = 0; i < TRIES && !first.contains(" 1 received"); i++) {
                first = ping(host, left, address(2, 2), "-c 1 -s 8000");
            }
            expectAnswers(host, left, address(2, 2), 4, "-s 8000");
            assertThat(putTogether(right)).isEqualTo(before);
            host.cli("set interface reassembly tap0 off " + family());
            expectAnswers(host, left, address(2, 2), 3, "-s 8000");
            assertThat(putTogether(right)).isNotEqualTo(before);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryWhatKernelsCutBothWays(final int workers) {
        run(workers, 1_500, 1_500, host -> {
            // Neighbors are known then: of those that are asked for few fragments wait.
            expectAnswers(host, left, address(2, 2), 1, "-s 8");
            for (final String virtual : List.of("off", "on")) {
                host.cli("set interface virtual-reassembly tap0 " + virtual + " " + family());
                host.cli("set interface virtual-reassembly tap1 " + virtual + " " + family() + " output");
                expectAnswers(host, left, address(2, 2), 3, "-s 20000");
                expectAnswers(host, right, address(1, 2), 3, "-s 8000");
                expectAnswers(host, right, address(2, 1), 3, "-s 20000");
                expectAnswers(host, left, address(2, 1), 2, "-s 60000");
                expectDatagram(host, left, right, address(2, 2));
                expectDatagram(host, right, left, address(1, 2));
                expectRefusal(host, left, address(1, 1));
            }
        });
    }

    /** A socket in a namespace. */
    private static DatagramChannel socket(final Netns in) {
        try (NetworkNamespace entered = NetworkNamespace.open(in.name())) {
            return entered.call(() -> {
                try {
                    final DatagramChannel made = DatagramChannel.open();
                    made.configureBlocking(false);
                    made.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, false);
                    return made;
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** What one kernel sends in parts the other gets whole. */
    private static void expectDatagram(final TestHost host, final Netns from, final Netns to, final String address) {
        final InetSocketAddress there = new InetSocketAddress(address, 7_000);
        try (DatagramChannel sender = socket(from);
                DatagramChannel receiver = socket(to)) {
            receiver.bind(there);
            final byte[] sent = new byte[8_000];
            new Random(7).nextBytes(sent);
            sender.send(ByteBuffer.wrap(sent), there);
            final ByteBuffer got = ByteBuffer.allocate(9_000);
            host.until(() -> {
                try {
                    return receiver.receive(got) != null;
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(got.flip()).isEqualTo(ByteBuffer.wrap(sent));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a datagram in parts to the router, the kernel hears that nobody listens there. */
    private static void expectRefusal(final TestHost host, final Netns from, final String address) {
        try (DatagramChannel sender = socket(from)) {
            sender.connect(new InetSocketAddress(address, 7_000));
            sender.write(ByteBuffer.allocate(8_000));
            host.until(() -> {
                try {
                    return sender.read(ByteBuffer.allocate(9)) > 0;
                } catch (final PortUnreachableException refused) {
                    return true;
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * RFC 1191 and RFC 8201: the sender hears the MTU of the link that its packet is too big for, and heeds it. Both ways, and
     * with neither side's own link being the narrow one.
     */
    @ParameterizedTest
    @CsvSource({"0, 1400, 1300", "1, 1300, 1400", "4, 1280, 1420"})
    void shouldTeachKernelsTheMtuOfThePath(final int workers, final int leftMtu, final int rightMtu) {
        run(workers, 1_500, 1_500, host -> {
            host.cli("set interface mtu packet " + leftMtu + " tap0");
            host.cli("set interface mtu packet " + rightMtu + " tap1");
            for (final boolean fromLeft : List.of(true, false)) {
                final Netns from = fromLeft ? left : right;
                final String to = fromLeft ? address(2, 2) : address(1, 2);
                final int mtu = fromLeft ? rightMtu : leftMtu;
                final int back = Math.min(leftMtu, rightMtu);
                assertThat(ping(host, from, to, "-M do -c 1 -s " + (1_500 - headers())))
                        .contains(tooBig() + mtu)
                        .contains(" 0 received");
                assertThat(output(host, from, "ip route get " + to)).contains(" mtu " + mtu + " ");
                assertThat(ping(host, from, to, "-M do -c 2 -s " + (mtu + 1 - headers())))
                        .contains(" 0 received");
                expectAnswers(host, from, to, 2, "-M do -s " + (back - headers()));
            }
        });
    }
}
