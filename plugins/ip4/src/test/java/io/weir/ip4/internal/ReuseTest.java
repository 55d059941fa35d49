package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that routes and neighbours gave back are used again by what a node enters, with nobody at the barrier for it. */
@Timeout(60)
class ReuseTest {
    private static final long MAC = MacAddress.parse("06:05:04:03:02:01");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerAndForwardWhenRoutesHaveGoneBefore(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            for (int round = 0; round < 20; round++) {
                host.cli("ip route add 10.0.0.0/24 count 5000 via 192.168.2.200 right");
                host.cli("ip route del 10.0.0.0/24 count 5000");
                final String neighbor = "192.168.2." + (2 + round);
                left.send(TestPacket.udp("192.168.1.2", neighbor));
                host.until(() -> right.waitingFrames() > 0);
                right.received();
                right.send(TestPacket.arp(2, MAC, neighbor, "192.168.2.1"));
                host.until(() -> right.waitingFrames() == 1);
                right.received();
            }
            assertThat(host.faults()).isZero();
            assertThat(host.cli("show ip neighbors")).contains("192.168.2.2", "192.168.2.21");
            host.assertNoLeaks();
        }
    }
}
