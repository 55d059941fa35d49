package io.weir.ip4.internal;

import static io.weir.graph.Order.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.memory.Buffer;
import io.weir.net.Ip4Header;
import io.weir.plugin.Registrar;
import io.weir.plugin.ScratchField;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that are too big for the link they leave by. */
@Timeout(60)
class FragmentTest {
    private static final int ETHERNET = 14;
    /** Record route (not copied), no operation, security (copied, 11 bytes), router alert (copied), end. */
    private static final byte[] OPTIONS =
            HexFormat.of().parseHex("070704000000000182" + "0b0000000000000000" + "00" + "94040000" + "00");
    /** What of them is in every fragment. */
    private static final byte[] COPIED =
            HexFormat.of().parseHex("82" + "0b0000000000000000" + "00" + "94040000" + "00");

    private TestInterface left;
    private TestInterface right;

    private void run(final int workers, final int mtu, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("set interface mtu packet " + mtu + " right");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static TestPacket datagram(final int payload) {
        final byte[] bytes = new byte[payload];
        new Random(payload).nextBytes(bytes);
        return TestPacket.udp("192.168.1.2", "192.168.2.2").payload(bytes);
    }

    private static TestPacket with(final byte[] options, final TestPacket packet) {
        final byte[] whole = Arrays.copyOf(options, options.length + 3 & ~3);
        return packet.options(
                IntStream.range(0, whole.length).map(i -> whole[i] & 0xff).toArray());
    }

    private static int sum(final byte[] bytes, final int offset, final int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += (bytes[offset + i] & 0xff) << 8 | bytes[offset + i + 1] & 0xff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    private static int u16(final byte[] frame, final int offset) {
        return ByteBuffer.wrap(frame).getShort(offset) & 0xffff;
    }

    private static int headerLength(final byte[] frame) {
        return (frame[ETHERNET] & 0xf) * 4;
    }

    /** Puts fragments together as their receiver does, checking each. */
    private static byte[] whole(final List<byte[]> fragments, final int payload, final int mtu) {
        final byte[] all = new byte[payload];
        int covered = 0;
        for (final byte[] frame : fragments) {
            final int header = headerLength(frame);
            assertThat(sum(frame, ETHERNET, header)).isEqualTo(0xffff);
            final int total = u16(frame, ETHERNET + 2);
            assertThat(total).isLessThanOrEqualTo(mtu).isEqualTo(frame.length - ETHERNET);
            final int flags = u16(frame, ETHERNET + 6);
            final int offset = (flags & 0x1fff) * 8;
            assertThat((flags & 0x2000) != 0).isEqualTo(offset + total - header < payload);
            System.arraycopy(frame, ETHERNET + header, all, offset, total - header);
            covered += total - header;
        }
        assertThat(covered).isEqualTo(payload);
        return all;
    }

    private static byte[] payloadOf(final byte[] frame) {
        return Arrays.copyOfRange(frame, ETHERNET + headerLength(frame), frame.length);
    }

    @ParameterizedTest
    @CsvSource({"0, 600, 1400", "1, 600, 1400", "4, 1500, 1501", "0, 4000, 9000", "1, 4000, 60000", "0, 68, 60000"})
    void shouldDeliverWholePacketWhenItIsCut(final int workers, final int mtu, final int payload) {
        run(workers, mtu, host -> {
            final TestPacket sent = datagram(payload);
            final int bytes = payload + 8;
            final int each = mtu - 20 & ~7;
            left.send(sent);
            final int count = 1 + Math.max(0, (bytes - (mtu - 20) + each - 1) / each);
            host.until(() -> right.waitingFrames() == count);
            assertThat(whole(right.received(), bytes, mtu)).isEqualTo(payloadOf(sent.frame()));
        });
    }

    @Test
    void shouldCopyOptionsAsTheirFlagSaysWhenPacketIsCut() {
        run(0, 300, host -> {
            final TestPacket sent = with(OPTIONS, datagram(1_000));
            left.send(sent);
            host.until(() -> right.waitingFrames() == 4);
            final List<byte[]> fragments = right.received();
            assertThat(whole(fragments, 1_008, 300)).isEqualTo(payloadOf(sent.frame()));
            for (final byte[] fragment : fragments) {
                final boolean first = (u16(fragment, ETHERNET + 6) & 0x1fff) == 0;
                final byte[] expected = first ? OPTIONS : COPIED;
                assertThat(Arrays.copyOfRange(fragment, ETHERNET + 20, ETHERNET + headerLength(fragment)))
                        .isEqualTo(Arrays.copyOf(expected, expected.length + 3 & ~3));
            }
        });
    }

    @Test
    void shouldCutFragmentAgainWhenItIsOneAlready() {
        run(0, 300, host -> {
            left.send(datagram(504).fragment(0x2000 | 100));
            host.until(() -> right.waitingFrames() == 2);
            assertThat(right.received())
                    .extracting(frame -> u16(frame, ETHERNET + 6))
                    .containsExactly(0x2000 | 100, 0x2000 | 100 + 280 / 8);
        });
    }

    @Test
    void shouldDropWithReasonWhenPartsWouldLieBehindTheLongestPacket() {
        run(0, 300, host -> {
            left.send(datagram(1_000).fragment(0x1ff0));
            host.untilIdle();
            assertThat(host.errors("ip4-cannot-fragment")).isOne();
        });
    }

    /** Writes a packet's number into its scratch before the lookup, and looks for it where the packet leaves. */
    private static final class Witness extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            final ScratchField field = host.scratch("witness", 8);
            final DropReason lost = host.dropReason("lost");
            host.node("witness-in", worker -> frame -> {
                        for (int i = 0, size = frame.size(); i < size; i++) {
                            field.putLong(frame.buffer(i), Ip4Header.identification(frame.packet(i)) + 1L);
                        }
                    })
                    .feature(FeatureArc.IP4_UNICAST, before("ip4-lookup"));
            host.node("witness-out", worker -> frame -> {
                        for (int i = 0, size = frame.size(); i < size; i++) {
                            final int id = Ip4Header.identification(frame.packet(i) + ETHERNET);
                            if (field.getLong(frame.buffer(i)) != id + 1L || Buffer.rxInterface(frame.buffer(i)) <= 0) {
                                frame.drop(i, lost);
                            }
                        }
                    })
                    .feature(FeatureArc.IP4_OUTPUT);
        }
    }

    @Test
    void shouldKeepScratchAndTraceWhenPacketIsCut() {
        run(0, 600, host -> {
            host.plugin("witness", new Witness());
            host.enable(FeatureArc.IP4_UNICAST, "witness-in", left);
            host.enable(FeatureArc.IP4_OUTPUT, "witness-out", right);
            host.cli("trace add test-input 1");
            left.send(datagram(1_400));
            host.until(() -> right.waitingFrames() == 3);
            assertThat(host.errors("lost")).isZero();
            final String trace = host.cli("show trace");
            assertThat(trace.substring(trace.indexOf("ip4-frag"))).contains("ip4-rewrite", "right-tx");
            right.received();
        });
    }

    @Test
    void shouldBoundWhatOneTurnMakesWhenManyPacketsAreCut() {
        run(0, 68, host -> {
            for (int i = 0; i < 40; i++) {
                left.send(datagram(60_000));
            }
            host.untilIdle();
            assertThat(host.errors("ip4-too-many-fragments")).isPositive();
            right.received();
            left.send(datagram(18));
            host.until(() -> right.waitingFrames() == 1);
            assertThat(PacketView.of(right.received().getFirst()).totalLength()).isEqualTo(46);
        });
    }
}
