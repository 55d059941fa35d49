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
import org.junit.jupiter.params.provider.ValueSource;

/** Frames whose packets are, or seem to be, for hosts of one network. */
@Timeout(60)
class NearTest {
    private static final String SOURCE = "2001:db8:10::2";

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendEachPacketByItsLongestPrefixWhenNetworkHasRoutesWithin(final int workers) {
        try (TestHost host = host(workers)) {
            final TestInterface in = host.addInterface("in");
            final TestInterface toA = host.addInterface("toA");
            final TestInterface toB = host.addInterface("toB");
            configure(host);
            host.cli("ip route add 2001:db8:9::/64 via 2001:db8:11::2 toA");
            host.cli("ip route add 2001:db8:9::5:0/112 via 2001:db8:12::2 toB");
            host.cli("ip route add 2001:db8:9::5:7/128 via 2001:db8:11::2 toA");
            final List<String> a =
                    List.of("2001:db8:9::1", "2001:db8:9::4:1", "2001:db8:9::5:7", "2001:db8:9:0:8000::");
            final List<String> b = List.of("2001:db8:9::5:1", "2001:db8:9::5:8", "2001:db8:9::5:ffff");
            for (int i = 0; i < 4; i++) {
                in.send(TestPacket.udp(SOURCE, a.get(i)));
                in.send(TestPacket.udp(SOURCE, b.get(i % b.size())));
            }
            requireAll(host, toA, a, toB, List.of(b.get(0), b.get(1), b.get(2), b.get(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSendPacketsOfOtherNetworksByTheirRoutesWhenTheyAreAmongThose(final int workers) {
        try (TestHost host = host(workers)) {
            final TestInterface in = host.addInterface("in");
            final TestInterface toA = host.addInterface("toA");
            final TestInterface toB = host.addInterface("toB");
            configure(host);
            host.cli("ip route add 2001:db8:9::/64 via 2001:db8:11::2 toA");
            host.cli("ip route add 2002::/16 via 2001:db8:12::2 toB");
            // The first, the middle and the last are near, and so say nothing of these others.
            final List<String> all = List.of("2001:db8:9::1", "2002::1", "2001:db8:9::2", "2002::2", "2001:db8:9::3");
            all.forEach(to -> in.send(TestPacket.udp(SOURCE, to)));
            requireAll(host, toA, List.of(all.get(0), all.get(2), all.get(4)), toB, List.of(all.get(1), all.get(3)));
        }
    }

    private static TestHost host(final int workers) {
        final TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin());
        host.cli("set plugin setting ip6 dad-transmits 0");
        host.cli("set plugin setting ip6 mld-robustness 0");
        return host;
    }

    private static void configure(final TestHost host) {
        host.cli("set interface ip address in 2001:db8:10::1/64");
        host.cli("set interface ip address toA 2001:db8:11::1/64");
        host.cli("set interface ip address toB 2001:db8:12::1/64");
        host.cli("set ip neighbor toA 2001:db8:11::2 6:5:4:3:2:1");
        host.cli("set ip neighbor toB 2001:db8:12::2 6:5:4:3:2:2");
    }

    private static void requireAll(
            final TestHost host,
            final TestInterface toA,
            final List<String> a,
            final TestInterface toB,
            final List<String> b) {
        host.until(() -> toA.waitingFrames() == a.size() && toB.waitingFrames() == b.size());
        host.untilIdle();
        assertThat(toA.received())
                .extracting(frame -> PacketView.of(frame).destination())
                .containsExactlyElementsOf(a);
        assertThat(toB.received())
                .extracting(frame -> PacketView.of(frame).destination())
                .containsExactlyElementsOf(b);
        host.assertNoLeaks();
    }
}
