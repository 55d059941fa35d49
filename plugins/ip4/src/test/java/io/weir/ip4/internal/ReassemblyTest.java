package io.weir.ip4.internal;

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

/** Fragments of echo requests to the host: a reply says that they were put together. */
@Timeout(60)
class ReassemblyTest {
    private static final int MORE = 0x2000;
    private static final int PACKETS = 40;
    private static final int SENDERS = 200;

    /** One in ten addresses shares its fate with one of the seven that flood, by a secret hash; hardly all of these. */
    private static final List<String> OTHERS =
            List.of("192.168.1.20", "192.168.1.21", "192.168.1.22", "192.168.1.23", "192.168.1.24");

    private TestInterface left;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            left = host.addInterface("left");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set ip neighbor left 192.168.1.2 02:00:00:00:00:aa");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    /** The message of an echo request with so many bytes of payload, its checksum filled in. */
    private static byte[] message(final int payload) {
        final byte[] data = new byte[payload];
        new Random(payload).nextBytes(data);
        final PacketView whole = PacketView.of(
                TestPacket.echo("192.168.1.2", "192.168.1.1").payload(data).frame());
        return Arrays.copyOfRange(whole.bytes(), whole.transport(), whole.transport() + 8 + payload);
    }

    private static TestPacket fragment(
            final int id, final byte[] message, final int from, final int to, final boolean more) {
        return fragment("192.168.1.2", id, message, from, to, more);
    }

    private static TestPacket fragment(
            final String source, final int id, final byte[] message, final int from, final int to, final boolean more) {
        return TestPacket.ip(source, "192.168.1.1", 1)
                .identification(id)
                .fragment(from >>> 3 | (more ? MORE : 0))
                .payload(Arrays.copyOfRange(message, from, to));
    }

    private static List<TestPacket> fragments(final int id, final byte[] message, final int bytes) {
        final List<TestPacket> all = new ArrayList<>();
        for (int from = 0; from < message.length; from += bytes) {
            final int to = Math.min(message.length, from + bytes);
            all.add(fragment(id, message, from, to, to < message.length));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerWhenFragmentsComeInAnyOrder(final int workers) {
        run(workers, host -> {
            final Random random = new Random(7);
            final List<TestPacket> all = new ArrayList<>();
            for (int id = 1; id <= PACKETS; id++) {
                all.addAll(fragments(id, message(1 + random.nextInt(1_300)), 24 + 8 * random.nextInt(60)));
            }
            Collections.shuffle(all, random);
            all.forEach(left::send);
            host.until(() -> left.waitingFrames() == PACKETS);
            assertThat(left.received()).allSatisfy(frame -> {
                assertThat(PacketView.of(frame).icmp()).isZero();
                assertThat(PacketView.of(frame).checksumGood()).isTrue();
                assertThat(PacketView.of(frame).headerChecksumGood()).isTrue();
            });
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldDropAllWhenFragmentsOverlap(final int workers) {
        run(workers, host -> {
            final byte[] message = message(400);
            left.send(fragment(9, message, 0, 200, true));
            left.send(fragment(9, message, 192, 300 & ~7, true));
            left.send(fragment(9, message, 200, 408, false));
            host.until(() -> host.errors("ip4-fragment-overlap") == 3);
            left.send(fragment(10, message, 0, 200, true));
            left.send(fragment(10, message, 0, 200, true));
            left.send(fragment(10, message, 200, 408, false));
            host.until(() -> left.waitingFrames() == 1);
            assertThat(host.errors("ip4-fragment-twice")).isOne();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellSenderWhenFragmentsDoNotComeInTime(final int workers) {
        run(workers, host -> {
            host.cli("set plugin setting ip4 reassembly-timeout 100");
            final byte[] message = message(400);
            left.send(fragment(9, message, 0, 200, true));
            left.send(fragment(11, message, 200, 408, false));
            host.until(() -> left.waitingFrames() == 1);
            final PacketView error = PacketView.of(left.received().getFirst());
            assertThat(error.icmp()).isEqualTo(0x0b01);
            host.untilIdle();
        });
    }

    /** More at once than a queue between threads has places. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellAllSendersWhenTheTimeOfManyIsOverAtOnce(final int workers) {
        run(workers, host -> {
            host.cli("set plugin setting ip4 reassembly-timeout 300");
            host.cli("set plugin setting ip4 icmp-error-rate 10000");
            final byte[] message = message(400);
            for (int i = 0; i < SENDERS; i++) {
                final String sender = "192.168.1." + (10 + i);
                host.cli("set ip neighbor left " + sender + " 02:00:00:00:00:aa");
            }
            for (int i = 0; i < SENDERS; i++) {
                left.send(TestPacket.ip("192.168.1." + (10 + i), "192.168.1.1", 1)
                        .identification(9)
                        .fragment(MORE)
                        .payload(Arrays.copyOfRange(message, 0, 200)));
            }
            host.until(() -> left.waitingFrames() == SENDERS);
            host.untilIdle();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepMemoryBoundedWhenFragmentsNeverEnd(final int workers) {
        run(workers, host -> {
            host.cli("set plugin setting ip4 reassembly-packets 16");
            final byte[] message = message(400);
            for (int id = 0; id < 500; id++) {
                left.send(fragment(id, message, 0, 200, true));
            }
            host.until(() -> host.errors("ip4-fragment-no-room") == 484);
            left.send(fragment(499, message, 200, 408, false));
            host.until(() -> left.waitingFrames() == 1);
        });
    }

    /** Who has most gives way, of packets and of buffers. */
    @ParameterizedTest
    @ValueSource(strings = {"reassembly-packets", "reassembly-buffers"})
    void shouldAnswerOthersWhileOneSourceFloods(final String limit) {
        run(0, host -> {
            host.cli("set plugin setting ip4 " + limit + " 16");
            final byte[] message = message(400);
            OTHERS.forEach(from -> host.cli("set ip neighbor left " + from + " 02:00:00:00:00:aa"));
            OTHERS.forEach(from -> left.send(fragment(from, 1, message, 0, 200, true)));
            for (int id = 0; id < 500; id++) {
                left.send(TestPacket.ip("192.168.1." + (3 + id % 7), "192.168.1.1", 1)
                        .identification(id)
                        .fragment(MORE)
                        .payload(200));
            }
            host.untilIdle();
            assertThat(host.errors("ip4-fragment-no-room")).isGreaterThan(400);
            OTHERS.forEach(from -> left.send(fragment(from, 1, message, 200, 408, false)));
            host.until(() -> left.waitingFrames() > 0);
        });
    }

    /** The least that an IPv4 link carries is 68 bytes: 48 of a packet. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPutLongestPacketTogetherWhenFragmentsAreOfTheLeastMtu(final int workers) {
        run(workers, host -> {
            final byte[] message = message(65_535 - 28);
            final List<TestPacket> all = fragments(1, message, 48);
            assertThat(all).hasSize(1_365);
            Collections.shuffle(all, new Random(3));
            all.forEach(left::send);
            final byte[] reply = new byte[message.length];
            final int[] came = new int[1];
            host.until(() -> {
                left.received().forEach(frame -> came[0] += put(PacketView.of(frame), reply));
                return came[0] == reply.length;
            });
            assertThat(reply[0]).isZero();
            assertThat(Arrays.copyOfRange(reply, 4, reply.length))
                    .isEqualTo(Arrays.copyOfRange(message, 4, message.length));
        });
    }

    private static int put(final PacketView fragment, final byte[] whole) {
        final int bytes = fragment.totalLength() - 20;
        System.arraycopy(fragment.bytes(), 34, whole, fragment.fragmentOffset(), bytes);
        return bytes;
    }

    @Test
    void shouldDropWhenFirstHeaderMakesPacketTooLong() {
        run(0, host -> {
            final byte[] message = message(65_535 - 28);
            left.send(fragment(5, message, 0, 800, true).options(new byte[] {1, 1, 1, 1}));
            left.send(fragment(5, message, 65_000, 65_515, false));
            host.until(() -> host.errors("ip4-fragment-long") == 2);
            left.send(fragment(6, message, 65_000, 65_515, false));
            left.send(fragment(6, message, 0, 800, true).options(new byte[] {1, 1, 1, 1}));
            host.until(() -> host.errors("ip4-fragment-long") == 4);
        });
    }

    @Test
    void shouldDropAllWhenFragmentsAreMoreThanIsSet() {
        run(0, host -> {
            host.cli("set plugin setting ip4 reassembly-fragments 3");
            fragments(1, message(392), 80).forEach(left::send);
            host.until(() -> host.errors("ip4-fragment-many") == 4);
            fragments(2, message(232), 80).forEach(left::send);
            host.until(() -> left.waitingFrames() == 1);
        });
    }
}
