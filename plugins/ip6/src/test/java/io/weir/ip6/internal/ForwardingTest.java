package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ForwardingTest {
    private static final long NEIGHBOR = MacAddress.parse("06:05:04:03:02:01");

    private TestInterface left;
    private TestInterface right;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor left 2001:db8:1::2 02:00:00:00:00:aa");
            host.cli("set ip neighbor right 2001:db8:2::2 6:5:4:3:2:1");
            host.cli("ip route add 2001:db8:100::/48 via 2001:db8:2::2 right");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldForwardAndRewriteWhenNeighborIsKnown(final int workers) {
        run(workers, host -> {
            for (int i = 0; i < 300; i++) {
                left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:100:" + Integer.toHexString(i) + "::9"));
            }
            host.until(() -> right.waitingFrames() == 300);
            assertThat(right.received()).allSatisfy(frame -> {
                final PacketView view = PacketView.of(frame);
                assertThat(view.mac(0)).isEqualTo(NEIGHBOR);
                assertThat(view.mac(6)).isEqualTo(right.mac());
                assertThat(view.etherType()).isEqualTo(0x86dd);
                assertThat(view.ttl()).isEqualTo(63);
                assertThat(view.checksumGood()).isTrue();
            });
            assertThat(host.cli("show ip6 fib 2001:db8:100::/48")).contains("to:[300:", "2001:db8:2::2 right");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1::2, ::1, ip6-martian-destination",
        "::1, 2001:db8:100::1, ip6-martian-source",
        "::, 2001:db8:100::1, ip6-martian-source",
        "::ffff:192.0.2.1, 2001:db8:100::1, ip6-martian-source",
        "ff02::5, 2001:db8:100::1, ip6-martian-source",
        "2001:db8:1::2, ff05::7, ip6-multicast-not-forwarded",
        "2001:db8:1::2, fe80:0:0:3::7, ip6-bad-link-local",
        "fe80::1:0:0:1, fe80::99, ip6-link-local-forward",
    })
    void shouldDropWhenAddressMayNotBeForwarded(final String source, final String destination, final String reason) {
        run(0, host -> {
            left.send(TestPacket.udp(source, destination));
            host.until(() -> host.errors(reason) == 1);
            host.untilIdle();
            assertThat(right.waitingFrames()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNeitherForwardNorAnswerUnicastWhenItsFrameIsForMany(final int workers) {
        run(workers, host -> {
            for (final long mac : new long[] {MacAddress.BROADCAST, MacAddress.parse("33:33:00:00:00:01")}) {
                left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:100::1").toMac(mac));
                left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:ffff::1").toMac(mac));
                left.send(TestPacket.echo("2001:db8:1::2", "2001:db8:1::1").toMac(mac));
            }
            host.until(() -> host.errors("ip6-unicast-in-link-group") == 6);
            host.untilIdle();
            assertThat(left.received()).isEmpty();
            assertThat(right.received()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropWhatTheMartiansTableSays(final int workers) {
        run(workers, host -> {
            assertThat(host.cli("show ip6 martians")).isEqualTo("::/128\n::1/128\n::ffff:0:0/96\n");
            host.cli("set ip6 martians 2001:db8:77::/48 source");
            left.send(TestPacket.udp("2001:db8:77::1", "2001:db8:100::1"));
            left.send(TestPacket.udp("2001:db8:78::1", "2001:db8:100::1"));
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:100::1"));
            host.until(() -> right.waitingFrames() == 2 && host.errors("ip6-martian-source") == 1);
            host.cli("set ip6 martians 2001:db8:100::/64 destination");
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:100::1"));
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:100:1::1"));
            host.until(() -> right.waitingFrames() == 3 && host.errors("ip6-martian-destination") == 1);
            host.cli("set ip6 martians del 2001:db8:77::/48 source");
            left.send(TestPacket.udp("2001:db8:77::1", "2001:db8:100:1::1"));
            host.until(() -> right.waitingFrames() == 4);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellSenderWhenPacketGoesNoFurther(final int workers) {
        run(workers, host -> {
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:100::1").ttl(1));
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:ffff::1"));
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:1::1"));
            left.send(TestPacket.ip("2001:db8:1::2", "2001:db8:1::1", 200));
            host.until(() -> left.waitingFrames() == 4);
            assertThat(left.received())
                    .extracting(frame -> PacketView.of(frame).icmp())
                    .containsExactlyInAnyOrder(0x0300, 0x0100, 0x0104, 0x0401);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellMtuWhenPacketIsTooBig(final int workers) {
        run(workers, host -> {
            host.cli("set interface mtu packet 1400 right");
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:100::1").payload(1_353));
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:100::1").payload(1_352));
            host.until(() -> left.waitingFrames() == 1 && right.waitingFrames() == 1);
            final PacketView error = PacketView.of(left.received().getFirst());
            assertThat(error.icmp()).isEqualTo(0x0200);
            assertThat(error.u32(error.transport() + 4)).isEqualTo(1_400);
            assertThat(error.totalLength()).isEqualTo(1_280);
            assertThat(error.checksumGood()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerEchoWhenItIsForThisHost(final int workers) {
        run(workers, host -> {
            left.send(TestPacket.echo("2001:db8:1::2", "2001:db8:1::1").payload(100));
            left.send(TestPacket.echo("2001:db8:1::2", "2001:db8:2::1").destinationOptions());
            left.send(TestPacket.echo("2001:db8:1::2", "ff02::1").toMac(MacAddress.parse("33:33:00:00:00:01")));
            host.until(() -> left.waitingFrames() == 3);
            assertThat(left.received()).allSatisfy(frame -> {
                final PacketView view = PacketView.of(frame);
                assertThat(view.icmp()).isEqualTo(0x8100);
                assertThat(view.destination()).isEqualTo("2001:db8:1::2");
                assertThat(view.source()).isIn("2001:db8:1::1", "2001:db8:2::1");
                assertThat(view.checksumGood()).isTrue();
            });
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepLinkLocalSourceOnItsLink(final int workers) {
        run(workers, host -> {
            left.send(TestPacket.udp("fe80::2", "2001:db8:100::1"));
            host.until(() -> host.errors("ip6-beyond-scope") == 1);
            host.untilIdle();
            assertThat(right.waitingFrames()).isZero();
        });
    }
}
