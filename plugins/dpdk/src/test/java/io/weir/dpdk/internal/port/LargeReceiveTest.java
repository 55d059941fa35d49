package io.weir.dpdk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.Order;
import io.weir.memory.Memory;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of packets that a device has made of TCP segments: they come in by one test interface and leave by another. */
class LargeReceiveTest {
    private static final int MTU = 1_500;

    /** Says of all packets what a driver would, and sends them to another interface's output. */
    private static final class Driver extends WeirPlugin {
        private final long flags;
        private final int segment;
        private Registrar host;
        private int target;

        Driver(final long flags, final int segment) {
            this.flags = flags;
            this.segment = segment;
        }

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            registrar
                    .node("test-driver", worker -> this::process)
                    .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"));
        }

        private void process(final Frame frame) {
            for (int i = 0; i < frame.size(); i++) {
                Memory.putLong(frame.buffer(i) + Mbuf.FLAGS, flags);
                Memory.putLong(frame.buffer(i) + Mbuf.TX_OFFLOAD, (long) segment << 24);
            }
            LargeReceive.mark(frame.indices(), frame.size(), MTU);
            frame.sendOthers(target);
        }

        void join(final TestInterface from, final TestInterface to) {
            target = to.device().outputTarget();
            host.features().enable(FeatureArc.DEVICE_INPUT, "test-driver", from.swIfIndex(), true);
        }
    }

    /** A TCP segment whose checksums are those of none. */
    private static byte[] tcp(final int version, final int payload) {
        final byte[] bytes = new byte[payload];
        new Random(payload).nextBytes(bytes);
        final TestPacket packet = version == 4
                ? TestPacket.tcp("10.0.0.1", "10.0.1.2").fragment(0x4000)
                : TestPacket.tcp("2001:db8::1", "2001:db8::2");
        return packet.tcpOptions(1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2)
                .payload(bytes)
                .wrongIpChecksum()
                .wrongChecksum()
                .frame();
    }

    private static List<byte[]> pass(
            final long flags, final int segment, final boolean offloads, final byte[] frame, final int expected) {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Driver driver = new Driver(flags, segment);
            host.plugin("driver", driver);
            final TestInterface in = host.addInterface("in");
            final TestInterface out = host.addInterface("out", offloads);
            driver.join(in, out);
            in.send(frame);
            host.until(() -> out.waitingFrames() == expected);
            final List<byte[]> received = out.received();
            host.assertNoLeaks();
            return received;
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 65536, 1448", "6, 65536, 1428", "4, 0, 0", "6, 65536, 0"})
    void shouldBeCutAgainWhenTheNextDeviceTakesNoLargeSegments(final int version, final long flags, final int segment) {
        final byte[] large = tcp(version, 7_001);
        final int headers = large.length - 7_001;
        final List<byte[]> cut = pass(flags, segment, false, large, 5);
        int done = headers;
        for (final byte[] frame : cut) {
            assertThat(frame.length).isLessThanOrEqualTo(MTU + 14);
            assertThat(PacketView.of(frame).checksumGood()).isTrue();
            final int payload = frame.length - headers;
            assertThat(Arrays.copyOfRange(frame, headers, frame.length))
                    .isEqualTo(Arrays.copyOfRange(large, done, done + payload));
            done += payload;
        }
        assertThat(done).isEqualTo(large.length);
    }

    @ParameterizedTest
    @CsvSource({"4", "6"})
    void shouldAskForItsChecksumWhenTheNextDeviceTakesLargeSegments(final int version) {
        final byte[] large = tcp(version, 7_000);
        final byte[] sent = pass(Mbuf.RX_LRO, 1_400, true, large, 1).getFirst();
        final PacketView view = PacketView.of(sent);
        final int field = version == 4 ? 50 : 70;
        final int addresses = version == 4 ? 26 : 22;
        final int protocolAndLength = 6 + sent.length - view.transport();
        assertThat(view.u16(field))
                .isEqualTo(PacketView.sum(sent, addresses, view.transport() - addresses, protocolAndLength));
        assertThat(Arrays.copyOfRange(sent, field + 2, sent.length))
                .isEqualTo(Arrays.copyOfRange(large, field + 2, large.length));
    }

    @Test
    void shouldStayAsItIsWhenItIsOneSegmentOrNoTcp() {
        final byte[] small = tcp(4, 1_000);
        assertThat(pass(Mbuf.RX_LRO, 1_000, false, small, 1).getFirst()).isEqualTo(small);
        final byte[] other = tcp(4, 1_800);
        other[23] = 47;
        assertThat(pass(Mbuf.RX_LRO, 1_000, false, other, 1).getFirst()).isEqualTo(other);
        final byte[] cutShort = Arrays.copyOf(small, 40);
        assertThat(pass(Mbuf.RX_LRO, 1, false, cutShort, 1).getFirst()).isEqualTo(cutShort);
    }
}
