package io.weir.ip6.internal;

import static io.weir.graph.Order.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.graph.FeatureArc;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large datagrams that a device is to cut: what their parts are counts, not the whole. */
@Timeout(60)
class LargeSegmentTest {
    private static final int GSO_UDP_L4 = 5;
    private static final int PART = 1_400;

    /** Makes every packet a large one, as a tap does. */
    private static final class Large extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            host.node("large", worker -> frame -> {
                        for (int i = 0, size = frame.size(); i < size; i++) {
                            Buffer.gso(frame.buffer(i), GSO_UDP_L4, PART);
                        }
                    })
                    .feature(FeatureArc.IP6_UNICAST, before("ip6-lookup"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendDatagramOnWhenItsPartsFit(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.plugin("large", new Large());
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static left 2001:db8:1::2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 2001:db8:2::2 6:5:4:3:2:1");
            host.cli("set interface mtu packet 1450 right");
            host.enable(FeatureArc.IP6_UNICAST, "large", left);
            final byte[] payload = new byte[3 * PART];
            Arrays.fill(payload, (byte) 0xff);
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:2::2").payload(payload));
            assertThat(host.receive(right, 3)).allSatisfy(part -> {
                assertThat(part.totalLength()).isEqualTo(48 + PART);
                assertThat(part.checksumGood()).isTrue();
            });
            host.cli("set interface mtu packet 1447 right");
            left.send(TestPacket.udp("2001:db8:1::2", "2001:db8:2::2").payload(payload));
            assertThat(PacketView.of(host.receive(left, 1).getFirst().bytes()).icmp())
                    .isEqualTo(0x0200);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }
}
