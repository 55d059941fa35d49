package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 1812, 5.2.7.2: a router doesn't take its ways from redirects. Linux does unless it forwards
 * ({@code net.ipv4.conf.all.accept_redirects}), also for what it sends itself.
 */
@Timeout(60)
class RedirectTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldIgnoreRedirectsForWhatItForwardsAndSends(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 02:00:00:00:00:bb");
            host.cli("set ip neighbor static right 192.168.2.3 02:00:00:00:00:cc");
            host.cli("ip route add 10.0.0.0/8 via 192.168.2.2 right");
            final String before = host.cli("show ip fib") + host.cli("show ip neighbors right");
            final byte[] sent = TestPacket.udp("192.168.1.2", "10.1.1.1").ip();
            // Network, host, and with each type of service; of a forwarded packet and of one of the router's own.
            for (int code = 0; code < 4; code++) {
                for (final byte[] quoted : new byte[][] {
                    sent, TestPacket.echo("192.168.2.1", "10.1.1.1").ip()
                }) {
                    right.send(TestPacket.icmp("192.168.2.2", "192.168.2.1", 5, code)
                            .ports(192 << 8 | 168, 2 << 8 | 3)
                            .payload(Arrays.copyOf(quoted, 28)));
                }
            }
            host.until(() -> host.errors("icmp4-unknown-type") == 8);
            assertThat((host.cli("show ip fib") + host.cli("show ip neighbors right"))
                            .replaceAll("\\[\\d+:\\d+\\]|\\d+\\.\\d{4}", ""))
                    .isEqualTo(before.replaceAll("\\[\\d+:\\d+\\]|\\d+\\.\\d{4}", ""));
            left.send(TestPacket.udp("192.168.1.2", "10.1.1.1"));
            final PacketView out = host.receive(right, 1).getFirst();
            assertThat(out.destinationMac()).isEqualTo(MacAddress.parse("02:00:00:00:00:bb"));
            host.assertNoLeaks();
        }
    }
}
