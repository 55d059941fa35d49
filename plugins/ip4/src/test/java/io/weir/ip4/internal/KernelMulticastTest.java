package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.platform.os.NetworkNamespace;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One kernel sends to a group, others that have joined it behind other taps receive. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelMulticastTest {
    private static final String GROUP = "239.1.2.3";
    private static final int PORT = 7_000;
    private static final int DATAGRAMS = 50;

    private final List<AutoCloseable> open = new ArrayList<>();

    private DatagramChannel join(final TestHost host, final int net, final boolean receives) {
        final Netns namespace = new Netns();
        open.add(namespace);
        final String name = "tap" + net;
        host.cli("create tap id " + net + " host-if-name peer host-ns " + namespace.name() + " host-ip4-addr 10." + net
                + ".0.2/24 host-ip4-gw 10." + net + ".0.1");
        host.cli("set interface state " + name + " up");
        host.cli("set interface ip address " + name + " 10." + net + ".0.1/24");
        try (NetworkNamespace entered = NetworkNamespace.open(namespace.name())) {
            final DatagramChannel channel = entered.call(() -> socket(receives));
            open.addFirst(channel);
            return channel;
        }
    }

    private static DatagramChannel socket(final boolean receives) {
        try {
            final DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            final NetworkInterface peer = NetworkInterface.getByName("peer");
            channel.configureBlocking(false);
            if (receives) {
                channel.bind(new InetSocketAddress(PORT));
                channel.join(InetAddress.getByName(GROUP), peer);
            } else {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, peer);
                channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 4);
            }
            return channel;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Payloads that are copied whole, that share a buffer, and that are cut by the sender's kernel. */
    private static byte[] payload(final int number) {
        final byte[] bytes = new byte[new int[] {20, 1_000, 1_472, 5_000}[number % 4]];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldReachAllKernelsThatHaveJoined(final int workers) throws Exception {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final DatagramChannel from = join(host, 1, false);
            final List<DatagramChannel> to = List.of(join(host, 2, true), join(host, 3, true), join(host, 4, true));
            host.cli("ip mroute add 10.1.0.2 " + GROUP
                    + " via tap1 Accept via tap2 Forward via tap3 Forward via tap4 Forward");
            final ByteBuffer got = ByteBuffer.allocate(10_000);
            for (int i = 0; i < DATAGRAMS; i++) {
                final byte[] sent = payload(i);
                from.send(ByteBuffer.wrap(sent), new InetSocketAddress(GROUP, PORT));
                for (final DatagramChannel each : to) {
                    got.clear();
                    host.until(() -> received(each, got));
                    assertThat(got.flip()).isEqualTo(ByteBuffer.wrap(sent));
                }
            }
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        } finally {
            for (final AutoCloseable each : open) {
                each.close();
            }
        }
    }

    private static boolean received(final DatagramChannel from, final ByteBuffer into) {
        try {
            return from.receive(into) != null;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
