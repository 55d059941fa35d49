package io.weir.ip6.internal;

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
    private static final String GROUP = "ff0e::8:1:2";
    private static final int PORT = 7_000;
    private static final int DATAGRAMS = 50;

    private final List<AutoCloseable> open = new ArrayList<>();

    private DatagramChannel join(final TestHost host, final int net, final boolean receives) {
        final Netns namespace = new Netns();
        open.add(namespace);
        final String name = "tap" + net;
        // The JDK finds interfaces of a thread's own namespace by their IPv4 addresses alone.
        host.cli("create tap id " + net + " host-if-name peer host-ns " + namespace.name() + " host-ip4-addr 10."
                + net + ".0.2/24 host-ip6-addr 2001:db8:"
                + net + "::2/64 host-ip6-gw 2001:db8:" + net + "::1");
        host.cli("set interface state " + name + " up");
        host.cli("set interface ip address " + name + " 2001:db8:" + net + "::1/64");
        try (NetworkNamespace entered = NetworkNamespace.open(namespace.name())) {
            final DatagramChannel channel = entered.call(() -> socket(receives));
            open.addFirst(channel);
            return channel;
        }
    }

    private static DatagramChannel socket(final boolean receives) {
        try {
            final DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6);
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
        final byte[] bytes = new byte[new int[] {20, 1_000, 1_452, 5_000}[number % 4]];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldReachAllKernelsThatHaveJoined(final int workers) throws Exception {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            final DatagramChannel from = join(host, 1, false);
            final List<DatagramChannel> to = List.of(join(host, 2, true), join(host, 3, true), join(host, 4, true));
            host.cli("ip mroute add 2001:db8:1::2 " + GROUP
                    + " via tap1 Accept via tap2 Forward via tap3 Forward via tap4 Forward");
            // The kernels first make sure of their addresses.
            host.until(() -> sent(from, payload(0)) && to.stream().allMatch(each -> received(each, payload(0))));
            for (int i = 1; i < DATAGRAMS; i++) {
                final byte[] sent = payload(i);
                assertThat(sent(from, sent)).isTrue();
                for (final DatagramChannel each : to) {
                    host.until(() -> received(each, sent));
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

    private static boolean sent(final DatagramChannel by, final byte[] bytes) {
        try {
            return by.send(ByteBuffer.wrap(bytes), new InetSocketAddress(GROUP, PORT)) == bytes.length;
        } catch (final IOException e) {
            // It has no address yet.
            return false;
        }
    }

    /** Whether a datagram has come that is this one; what came before is let go. */
    private static boolean received(final DatagramChannel from, final byte[] wanted) {
        final ByteBuffer got = ByteBuffer.allocate(10_000);
        try {
            while (from.receive(got) != null) {
                if (got.flip().equals(ByteBuffer.wrap(wanted))) {
                    return true;
                }
                got.clear();
            }
            return false;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
