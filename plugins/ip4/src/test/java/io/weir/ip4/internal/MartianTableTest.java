package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses no packet may have, as the operator sees it. */
@Timeout(60)
class MartianTableTest {
    private TestInterface left;
    private TestInterface right;
    private TestHost host;

    private void start(final int workers) {
        host = TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin());
        left = host.addInterface("left");
        right = host.addInterface("right");
        host.cli("set interface ip address left 192.168.1.1/24");
        host.cli("set interface ip address right 192.168.2.1/24");
        host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
        host.cli("ip route add 0.0.0.0/0 via 192.168.2.2 right");
    }

    private void expect(final String source, final String destination, final boolean passes) {
        final long before = host.errors("ip4-martian-source") + host.errors("ip4-martian-destination");
        left.send(TestPacket.udp(source, destination)).send(TestPacket.udp(source, destination));
        host.untilIdle();
        assertThat(right.received()).hasSize(passes ? 2 : 0);
        assertThat(host.errors("ip4-martian-source") + host.errors("ip4-martian-destination"))
                .isEqualTo(before + (passes ? 0 : 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropWhatTheTableSays(final int workers) {
        start(workers);
        try (TestHost closed = host) {
            assertThat(host.cli("show ip martians")).isEqualTo("0.0.0.0/8\n127.0.0.0/8\n240.0.0.0/4\n");
            expect("192.0.2.1", "10.1.1.1", true);
            host.cli("set ip martians 192.0.2.0/24");
            host.cli("set ip martians add 198.18.0.0/15 source");
            host.cli("set ip martians 100.64.0.0/10 destination");
            expect("192.0.2.1", "10.1.1.1", false);
            expect("10.1.1.1", "192.0.2.200", false);
            expect("192.0.3.1", "192.0.1.1", true);
            expect("198.19.1.1", "10.1.1.1", false);
            expect("10.1.1.1", "198.19.1.1", true);
            expect("100.100.1.1", "10.1.1.1", true);
            expect("10.1.1.1", "100.100.1.1", false);
            assertThat(host.cli("show ip martians")).contains("192.0.2.0/24\n", "198.18.0.0/15 source\n");
            host.cli("set ip martians del 192.0.2.0/24 destination");
            assertThat(host.cli("show ip martians")).contains("192.0.2.0/24 source\n");
            expect("10.1.1.1", "192.0.2.200", true);
            host.cli("set ip martians del 192.0.2.0/24 source");
            expect("192.0.2.1", "10.1.1.1", true);
            // What is reserved may be put to use, but no group speaks.
            expect("240.1.1.1", "10.1.1.1", false);
            host.cli("set ip martians del 240.0.0.0/4");
            expect("240.1.1.1", "10.1.1.1", true);
            expect("224.1.1.1", "10.1.1.1", false);
            expect("255.255.255.255", "10.1.1.1", false);
            assertThat(host.faults()).isZero();
            closed.assertNoLeaks();
        }
    }

    @Test
    void shouldNameWhatIsWrongWhenRefused() {
        start(0);
        try (TestHost closed = host) {
            assertThat(closed.refused("set ip martians del 10.0.0.0/8")).endsWith("10.0.0.0/8 is not in the table");
            closed.cli("set ip martians 10.0.0.0/8 source");
            assertThat(closed.refused("set ip martians del 10.0.0.0/8")).endsWith("10.0.0.0/8 is not in the table");
            for (int i = 0; i < 60; i++) {
                closed.cli("set ip martians 11.0." + i + ".0/24");
            }
            assertThat(closed.refused("set ip martians 11.1.0.0/24")).endsWith("there are 64 prefixes already");
            closed.cli("set ip martians 11.0.1.0/24");
        }
    }
}
