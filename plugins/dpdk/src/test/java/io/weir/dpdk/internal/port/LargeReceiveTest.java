package io.weir.dpdk.internal.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.Order;
import io.weir.memory.Memory;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.nio.ByteBuffer;
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
        final int l4 = version == 4 ? 34 : 54;
        final byte[] frame = new byte[l4 + 32 + payload];
        new Random(payload).nextBytes(frame);
        final ByteBuffer out = ByteBuffer.wrap(frame);
        if (version == 4) {
            out.putShort(12, (short) 0x800).putShort(14, (short) 0x4500).putShort(16, (short) (frame.length - 14));
            out.putShort(20, (short) 0x4000).put(23, (byte) 6);
        } else {
            out.putShort(12, (short) 0x86dd).put(14, (byte) 0x60).putShort(18, (short) (frame.length - 54));
            out.put(20, (byte) 6);
        }
        out.put(l4 + 12, (byte) 0x80).put(l4 + 13, (byte) 0x10).putShort(l4 + 16, (short) 0xdead);
        return frame;
    }

    /** The one's complement sum of a frame's pseudo header, and of its TCP segment if {@code whole}. */
    private static int sum(final byte[] frame, final boolean whole) {
        final ByteBuffer in = ByteBuffer.wrap(frame);
        final boolean ip4 = in.getShort(12) == 0x800;
        final int l4 = ip4 ? 34 : 54;
        long sum = 6L + frame.length - l4;
        for (int at = ip4 ? 26 : 22; at < (whole ? frame.length : l4); at += 2) {
            sum += (at + 1 < frame.length ? in.getShort(at) : in.get(at) << 8) & 0xffff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
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
            assertThat(sum(frame, true)).isEqualTo(0xffff);
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
        final int field = version == 4 ? 50 : 70;
        assertThat(ByteBuffer.wrap(sent).getShort(field) & 0xffff).isEqualTo(sum(sent, false));
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
