package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that look as if all their packets went to one destination. */
@Timeout(60)
class TrainTest {
    private static final String SOURCE = "2001:db8:10::2";
    private static final String A = "2001:db8:9::1";
    private static final String B = "2001:db8:8::1";
    private static final String NOWHERE = "2001:db8:7::1";

    @ParameterizedTest
    @CsvSource({"0, 100", "0, 4000", "1, 100", "4, 100"})
    void shouldSendAndCountEachPacketOfATrainWhereItBelongs(final int workers, final int bytes) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            final TestInterface in = host.addInterface("in");
            final TestInterface toA = host.addInterface("toA");
            final TestInterface toB = host.addInterface("toB");
            host.cli("set interface ip address in 2001:db8:10::1/64");
            host.cli("set interface ip address toA 2001:db8:11::1/64");
            host.cli("set interface ip address toB 2001:db8:12::1/64");
            host.cli("set ip neighbor toA 2001:db8:11::2 6:5:4:3:2:1");
            host.cli("set ip neighbor toB 2001:db8:12::2 6:5:4:3:2:2");
            host.cli("ip route add 2001:db8:9::/48 via 2001:db8:11::2 toA");
            host.cli("ip route add 2001:db8:8::/48 via 2001:db8:12::2 toB");
            host.cli("set interface mtu packet 9000 toA");
            host.cli("set interface mtu packet 9000 toB");
            for (final String to : List.of(A, A, B, A, NOWHERE, B, A)) {
                in.send(TestPacket.udp(SOURCE, to).payload(new byte[bytes]));
            }
            host.until(() -> toA.waitingFrames() == 4 && toB.waitingFrames() == 2);
            host.untilIdle();
            assertThat(toA.received())
                    .extracting(frame -> PacketView.of(frame).destination())
                    .containsOnly(A);
            assertThat(toB.received())
                    .extracting(frame -> PacketView.of(frame).destination())
                    .containsOnly(B);
            final int length = bytes + 48;
            assertThat(host.cli("show ip6 fib 2001:db8:9::/48")).contains("to:[4:" + 4 * length + "]");
            assertThat(host.cli("show ip6 fib 2001:db8:8::/48")).contains("to:[2:" + 2 * length + "]");
            assertThat(host.errors("ip6-no-route")).isEqualTo(1);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void shouldShareATrainOutByFlowsWhenThereAreSeveralPaths(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            final TestInterface in = host.addInterface("in");
            final TestInterface toA = host.addInterface("toA");
            final TestInterface toB = host.addInterface("toB");
            host.cli("set interface ip address in 2001:db8:10::1/64");
            host.cli("set interface ip address toA 2001:db8:11::1/64");
            host.cli("set interface ip address toB 2001:db8:12::1/64");
            host.cli("set ip neighbor toA 2001:db8:11::2 6:5:4:3:2:1");
            host.cli("set ip neighbor toB 2001:db8:12::2 6:5:4:3:2:2");
            host.cli("ip route add 2001:db8:9::/48 via 2001:db8:11::2 toA via 2001:db8:12::2 toB");
            for (int flow = 0; flow < 200; flow++) {
                in.send(TestPacket.udp(SOURCE, A).ports(1_000 + flow, 53));
            }
            host.until(() -> toA.waitingFrames() + toB.waitingFrames() == 200);
            assertThat(toA.waitingFrames()).isBetween(50, 150);
            assertThat(host.cli("show ip6 fib 2001:db8:9::/48")).contains("to:[200:");
            host.assertNoLeaks();
        }
    }
}
