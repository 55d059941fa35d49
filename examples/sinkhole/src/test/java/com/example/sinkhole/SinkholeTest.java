package com.example.sinkhole;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin among those whose services it uses. */
@Timeout(60)
class SinkholeTest {
    @TempDir
    private Path directory;

    private TestInterface left;

    private void network(final TestHost host) {
        left = host.addInterface("left");
        host.cli("set interface ip address left 192.168.1.1/24");
        host.cli("set ip neighbor static left 192.168.1.2 6:5:4:3:2:1");
    }

    private TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers).plugin("ip4").plugin("sinkhole", new SinkholePlugin());
        network(host);
        return host;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseAndCountByPrefix(final int workers) {
        try (TestHost host = host(workers)) {
            for (int i = 0; i < 9; i++) {
                host.cli("set sinkhole 10." + i + ".0.0/16");
            }
            left.send(udp("192.168.1.2", "10.8.0.1")).send(udp("192.168.1.2", "10.1.2.3"));
            assertThat(host.receive(left, 1)).extracting(PacketView::protocol).containsOnly(1);
            host.until(() -> host.counter("sinkhole/hits", 8) == 1 && host.counter("sinkhole/hits", 1) == 1);
            assertThat(host.cli("show sinkhole")).contains("10.8.0.0/16: 1 packets", "10.2.0.0/16: 0 packets");
            host.cli("clear sinkhole");
            assertThat(host.cli("show sinkhole")).contains("10.8.0.0/16: 0 packets");
            assertThat(host.errors("sinkhole", "sunk")).isEqualTo(2);
            assertThat(host.refused("set sinkhole 10.99.0.0/16 del")).contains("is no sinkhole");
            host.untilIdle();
            left.received();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerOnTheEchoPort(final int workers) {
        try (TestHost host = host(workers)) {
            left.send(udp("192.168.1.2", "192.168.1.1").ports(4_000, 7).payload(11));
            final byte[] answer = host.receive(left, 1).getFirst().bytes();
            final byte[] wanted = udp("192.168.1.1", "192.168.1.2")
                    .ports(7, 4_000)
                    .payload(11)
                    .fromMac(left.mac())
                    .toMac(0x0605_0403_0201L)
                    .frame();
            assertThat(answer).isEqualTo(wanted);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRouteOnAndCountOnAfterAnUpgradeAndLeaveNothing(final int workers) {
        final PluginJar jar =
                PluginJar.of("sinkhole", "0.1.0", SinkholePlugin.class).with("Plugin-Dependencies", "fib, ip4");
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.load(PluginJar.onClassPath("fib"), "--no-shadow");
            host.load(PluginJar.onClassPath("ip4"), "--no-shadow");
            network(host);
            host.load(jar.write(directory), "--no-shadow");
            host.cli("set sinkhole 10.0.0.0/8");
            left.send(udp("192.168.1.2", "10.8.0.1"));
            host.receive(left, 1);
            host.upgrade(jar.version("0.2.0").write(directory), "--no-shadow");
            left.send(udp("192.168.1.2", "10.8.0.1"));
            host.until(() -> host.counter("sinkhole/hits", 0) == 2);
            host.unload("sinkhole");
            assertThat(host.cli("show ip fib")).doesNotContain("10.0.0.0/8");
            host.assertNoLeaks();
        }
    }
}
