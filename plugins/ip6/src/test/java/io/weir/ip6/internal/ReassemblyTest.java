package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments of echo requests to the host: a reply says that they were put together, and is cut where it is too big. */
@Timeout(60)
class ReassemblyTest {
    private static final int PACKETS = 40;
    private static final int IP6 = 14;

    private TestInterface left;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            left = host.addInterface("left");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set ip neighbor left 2001:db8:1::2 02:00:00:00:00:aa");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static TestPacket echo(final int id, final int payload) {
        final byte[] data = new byte[payload];
        new Random(payload).nextBytes(data);
        return TestPacket.echo("2001:db8:1::2", "2001:db8:1::1")
                .identification(id)
                .payload(data);
    }

    /** The link that a packet came by has no IPv6 any more when the last part of it comes, by another. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropReplyWhenLinkOfItsLinkLocalAddressHasGone(final int workers) {
        run(workers, host -> {
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            final List<TestPacket> parts =
                    TestPacket.echo("fe80::2", "2001:db8:2::1").payload(100).fragments(56);
            left.send(parts.getFirst());
            host.untilIdle();
            host.cli("set interface ip address del left 2001:db8:1::1/64");
            right.send(parts.getLast());
            host.untilIdle();
            assertThat(host.errors("ip6-link-local-forward"))
                    .as(host.cli("show errors"))
                    .isOne();
        });
    }

    /** The upper part of a packet: what fragments carry. */
    private static byte[] upper(final TestPacket packet) {
        final byte[] ip = packet.ip();
        return Arrays.copyOfRange(ip, 40, ip.length);
    }

    private static TestPacket fragment(
            final int id, final byte[] message, final int from, final int to, final boolean more) {
        return TestPacket.ip("2001:db8:1::2", "2001:db8:1::1", 58)
                .fragmentHeader(from, more, id)
                .payload(Arrays.copyOfRange(message, from, to));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerWhenFragmentsComeInAnyOrder(final int workers) {
        run(workers, host -> {
            final Random random = new Random(7);
            final List<TestPacket> all = new ArrayList<>();
            for (int id = 1; id <= PACKETS; id++) {
                TestPacket packet = echo(id, 1 + random.nextInt(1_300));
                packet = random.nextBoolean() ? packet.routing() : packet;
                all.addAll(packet.fragments(24 + 8 * random.nextInt(60)));
            }
            Collections.shuffle(all, random);
            all.forEach(left::send);
            host.until(() -> left.waitingFrames() == PACKETS);
            assertThat(left.received()).allSatisfy(frame -> {
                assertThat(PacketView.of(frame).icmp()).isEqualTo(0x8100);
                assertThat(PacketView.of(frame).checksumGood()).isTrue();
            });
        });
    }

    /** Puts what a fragment of a reply carries to its place, checking its headers; returns its bytes. */
    private static int put(final byte[] frame, final byte[] whole, final int mtu) {
        final PacketView view = PacketView.of(frame);
        assertThat(frame.length).isLessThanOrEqualTo(14 + mtu);
        assertThat(view.u8(IP6 + 6)).isEqualTo(44);
        assertThat(view.u8(IP6 + 40)).isEqualTo(58);
        final int offset = view.u16(IP6 + 42) & 0xfff8;
        final int bytes = view.u16(IP6 + 4) - 8;
        assertThat((view.u16(IP6 + 42) & 1) != 0).isEqualTo(offset + bytes < whole.length);
        System.arraycopy(frame, IP6 + 48, whole, offset, bytes);
        return bytes;
    }

    /** A payload length of 65,535 is the longest there is, and the fragment header is none of it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerInFragmentsWhenPacketIsTheLongest(final int workers) {
        run(workers, host -> {
            host.cli("set interface mtu packet 1280 left");
            final TestPacket packet = echo(9, 65_535 - 8);
            final byte[] message = upper(packet);
            final List<TestPacket> all = packet.fragments(1_232);
            Collections.shuffle(all, new Random(1));
            all.forEach(left::send);
            final byte[] reply = new byte[message.length];
            final List<byte[]> got = new ArrayList<>();
            host.until(() -> got.addAll(left.received()) && got.size() == 54);
            assertThat(got.stream().mapToInt(frame -> put(frame, reply, 1_280)).sum())
                    .isEqualTo(message.length);
            assertThat(got.stream().map(frame -> PacketView.of(frame).u32(IP6 + 44)))
                    .containsOnly(PacketView.of(got.getFirst()).u32(IP6 + 44));
            assertThat(Arrays.copyOfRange(reply, 4, reply.length))
                    .isEqualTo(Arrays.copyOfRange(message, 4, message.length));
        });
    }

    @Test
    void shouldBoundWhatOneTurnMakesWhenManyPacketsAreCut() {
        run(0, host -> {
            host.cli("set interface mtu packet 1280 left");
            final List<TestPacket> last = new ArrayList<>();
            for (int id = 1; id <= 45; id++) {
                final List<TestPacket> parts = echo(id, 60_000).fragments(8_000);
                last.add(parts.removeLast());
                parts.forEach(left::send);
            }
            host.until(() -> host.cli("show buffers").contains("fragments"));
            host.untilIdle();
            last.forEach(left::send);
            host.until(() -> host.errors("ip6-too-many-fragments") > 0);
            host.untilIdle();
            assertThat(left.received()).hasSizeBetween(1, 2_048);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDropAllWhenFragmentsOverlap(final int workers) {
        run(workers, host -> {
            final byte[] message = upper(echo(0, 400));
            left.send(fragment(9, message, 0, 200, true));
            left.send(fragment(9, message, 192, 296, true));
            left.send(fragment(9, message, 200, 408, false));
            host.until(() -> host.errors("ip6-fragment-overlap") == 3);
            left.send(fragment(10, message, 0, 200, true));
            left.send(fragment(10, message, 0, 200, true));
            left.send(fragment(10, message, 200, 408, false));
            host.until(() -> left.waitingFrames() == 1);
            assertThat(host.errors("ip6-fragment-twice")).isOne();
        });
    }

    /** RFC 8200, 4.5: pointing to the payload length, and to the fragment offset; RFC 7112. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellSenderWhatIsWrongWhenFragmentsAreNone(final int workers) {
        run(workers, host -> {
            final byte[] message = upper(echo(0, 400));
            problem(host, fragment(9, message, 0, 204, true), 0x0400, 4);
            problem(host, fragment(9, message, 0, 204, true).routing(), 0x0400, 4);
            final TestPacket far = TestPacket.ip("2001:db8:1::2", "2001:db8:1::1", 17)
                    .fragmentHeader(65_528, false, 9)
                    .payload(9);
            problem(host, far, 0x0400, 42);
            final TestPacket short1 = TestPacket.ip("2001:db8:1::2", "2001:db8:1::1", 60)
                    .fragmentHeader(0, true, 11)
                    .payload(new byte[] {17, 3, 1, 4, 0, 0, 0, 0});
            problem(host, short1, 0x0403, 0);
            assertThat(host.errors("ip6-bad-fragment")).isEqualTo(4);
        });
    }

    private void problem(final TestHost host, final TestPacket wrong, final int typeAndCode, final int pointer) {
        left.send(wrong);
        final PacketView error = host.receive(left, 1).getFirst();
        assertThat(error.icmp()).isEqualTo(typeAndCode);
        assertThat(error.u32(error.transport() + 4)).isEqualTo(pointer);
        assertThat(error.checksumGood()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellSenderWhenFragmentsDoNotComeInTime(final int workers) {
        run(workers, host -> {
            host.cli("set plugin setting ip6 reassembly-timeout 100");
            final byte[] message = upper(echo(0, 400));
            left.send(fragment(9, message, 0, 200, true));
            left.send(fragment(11, message, 200, 408, false));
            assertThat(host.receive(left, 1).getFirst().icmp()).isEqualTo(0x0301);
            host.untilIdle();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepMemoryBoundedWhenFragmentsNeverEnd(final int workers) {
        run(workers, host -> {
            host.cli("set plugin setting ip6 reassembly-packets 16");
            final byte[] message = upper(echo(0, 400));
            for (int id = 0; id < 500; id++) {
                left.send(fragment(id, message, 200, 400, true));
            }
            host.until(() -> host.errors("ip6-fragment-no-room") == 484);
            left.send(fragment(499, message, 0, 200, true));
            left.send(fragment(499, message, 400, 408, false));
            host.until(() -> left.waitingFrames() == 1);
        });
    }
}
