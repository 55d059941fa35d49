package com.example.mirror;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin in a host, and a collector on a socket of this machine; no root needed. */
@Timeout(60)
class MirrorTest {
    /** Sends what comes in by an interface with the feature on it out by another. */
    private static final class Forward extends WeirPlugin {
        private volatile Interface out;

        @Override
        public void register(final Registrar host) {
            host.node("forward", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i++) {
                            Buffer.txInterface(frame.buffer(i), out.swIfIndex());
                        }
                        frame.sendOthers(out.outputTarget());
                    })
                    .feature(FeatureArc.DEVICE_INPUT);
        }
    }

    private DatagramChannel collector;
    private TestInterface left;
    private TestInterface right;

    @BeforeEach
    void listen() throws IOException {
        collector = DatagramChannel.open();
        collector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        collector.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        collector.close();
    }

    private TestHost host(final int workers) throws IOException {
        final Forward forward = new Forward();
        final TestHost host = TestHost.withWorkers(workers)
                .plugin("mirror", new MirrorPlugin())
                .plugin("forward", forward);
        left = host.addInterface("left");
        right = host.addInterface("right");
        forward.out = right.device();
        host.enable(FeatureArc.DEVICE_INPUT, "forward", left);
        assertThat(host.cli("create mirror collector 127.0.0.1 port " + port())).isEqualTo("mirror0\n");
        return host;
    }

    private int port() throws IOException {
        return ((InetSocketAddress) collector.getLocalAddress()).getPort();
    }

    private List<byte[]> collect(final TestHost host, final int datagrams) {
        final List<byte[]> got = new ArrayList<>();
        final ByteBuffer room = ByteBuffer.allocate(65_536);
        host.until(() -> {
            try {
                while (collector.receive(room.clear()) != null) {
                    got.add(Arrays.copyOf(room.array(), room.position()));
                }
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
            return got.size() >= datagrams;
        });
        return got;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendCopiesToCollectorAndPacketsOnTheirWay(final int workers) throws IOException {
        try (TestHost host = host(workers)) {
            host.cli("set mirror right to mirror0");
            final TestPacket packet = udp("10.0.0.1", "10.0.0.2").payload(3_000).toMac(1);
            for (int i = 0; i < 20; i++) {
                left.send(packet.ttl(i + 1));
            }
            final List<byte[]> copies = collect(host, 20);
            host.until(() -> right.waitingFrames() == 20);
            final List<byte[]> sent = right.received();
            for (int i = 0; i < 20; i++) {
                assertThat(sent.get(i)).isEqualTo(packet.ttl(i + 1).frame());
                assertThat(copies.get(i)).startsWith(1, 0, 0, 1, 1).hasSize(5 + sent.get(i).length);
                assertThat(Arrays.copyOfRange(copies.get(i), 5, copies.get(i).length))
                        .isEqualTo(sent.get(i));
            }
            assertThat(host.counter("mirror/copied")).isEqualTo(20);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropCopiesAndNothingElseWhenNobodyCollects(final int workers) throws IOException {
        try (TestHost host = host(workers)) {
            host.cli("set mirror right to mirror0");
            collector.close();
            left.send(udp("10.0.0.1", "10.0.0.2"));
            host.until(() -> right.waitingFrames() == 1);
            // The kernel tells of the first datagram's fate when the next is sent.
            host.until(() -> {
                left.send(udp("10.0.0.1", "10.0.0.2"));
                host.untilIdle();
                return host.errors("mirror0-tx", "mirror-unreachable") > 0;
            });
            assertThat(right.received()).hasSizeGreaterThan(1);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCopyNoMoreWhenSwitchedOffOrDeleted(final int workers) throws IOException {
        try (TestHost host = host(workers)) {
            host.cli("set mirror right to mirror0");
            assertThat(host.cli("show mirror"))
                    .isEqualTo("mirror0: collector 127.0.0.1 port " + port() + "\n  what leaves right\n");
            host.cli("set mirror right off");
            left.send(udp("10.0.0.1", "10.0.0.2"));
            assertThat(host.receive(right, 1)).hasSize(1);
            host.cli("set mirror right to mirror0");
            host.cli("delete mirror mirror0");
            assertThat(host.cli("show mirror")).isEmpty();
            left.send(udp("10.0.0.1", "10.0.0.2"));
            assertThat(host.receive(right, 1)).hasSize(1);
            assertThat(host.counter("mirror/copied")).isZero();
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldRefuseWhatIsNoMirrorOrNoSource() throws IOException {
        try (TestHost host = host(0)) {
            assertThat(host.refused("set mirror left to right"))
                    .contains("right")
                    .contains("no mirror interface");
            assertThat(host.refused("set mirror mirror0 to mirror0")).contains("copies are not copied");
            assertThat(host.refused("set mirror left off")).contains("left");
            assertThat(host.refused("delete mirror left")).contains("left");
            assertThat(host.refused("create mirror collector nowhere")).contains("nowhere");
        }
    }
}
