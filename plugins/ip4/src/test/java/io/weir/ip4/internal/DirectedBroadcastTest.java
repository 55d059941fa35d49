package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets to all hosts of a subnet that is not their sender's. */
@Timeout(60)
class DirectedBroadcastTest {
    private static final String ALL = "192.168.2.255";

    @TempDir
    private Path directory;

    private TestInterface left;
    private TestInterface right;

    private void configure(final TestHost host) {
        left = host.addInterface("left");
        right = host.addInterface("right");
        host.cli("set interface ip address left 192.168.1.1/24");
        host.cli("set interface ip address right 192.168.2.1/24");
        host.cli("set ip neighbor static left 192.168.1.2 6:5:4:3:2:1");
    }

    /** Sends a packet to all hosts on the right; whether they get it. */
    private boolean passed(final TestHost host, final String to) {
        left.send(TestPacket.udp("192.168.1.2", to));
        host.untilIdle();
        for (final byte[] frame : right.received()) {
            final PacketView view = PacketView.of(frame);
            assertThat(view.mac(0)).isEqualTo(MacAddress.BROADCAST);
            assertThat(view.mac(6)).isEqualTo(right.mac());
            assertThat(view.destination()).isEqualTo(to);
            assertThat(view.ttl()).isEqualTo(63);
            return true;
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendToAllHostsOnlyWhenTheOperatorWantsIt(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            configure(host);
            assertThat(passed(host, ALL)).isFalse();
            host.cli("set interface ip directed-broadcast right enable");
            assertThat(host.cli("show ip directed-broadcast")).isEqualTo("right\n");
            assertThat(passed(host, ALL)).isTrue();
            // The other edge of the subnet is nobody's, and another interface's subnet not concerned.
            assertThat(passed(host, "192.168.2.0")).isFalse();
            right.send(TestPacket.udp("192.168.2.2", "192.168.1.255"));
            host.untilIdle();
            assertThat(left.received()).isEmpty();
            // A subnet that comes later is served as well, one without such an address isn't.
            host.cli("set interface ip address right 192.168.3.1/25");
            host.cli("set interface ip address right 192.168.4.0/31");
            assertThat(passed(host, "192.168.3.127")).isTrue();
            // Nobody is told of errors about them: RFC 1812, 4.3.2.7.
            left.send(TestPacket.udp("192.168.1.2", ALL).ttl(1));
            host.untilIdle();
            assertThat(left.received()).isEmpty();
            assertThat(right.received()).isEmpty();
            host.cli("set interface ip directed-broadcast right disable");
            assertThat(passed(host, ALL)).isFalse();
            assertThat(host.cli("show ip directed-broadcast")).isEmpty();
            host.cli("set interface ip directed-broadcast right enable");
            host.host().interfaces().delete(right.device());
            right = host.addInterface("right");
            host.cli("set interface ip address right 192.168.2.1/24");
            assertThat(passed(host, ALL)).isFalse();
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGoOnWhenUpgraded(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.load(
                    PluginJar.of("fib", "0.1.0", FibPlugin.class)
                            .with("Weir-Exports", "io.weir.fib,io.weir.fib.family")
                            .write(directory),
                    "--no-shadow");
            host.load(
                    PluginJar.of("ip4", "0.1.0", Ip4Plugin.class)
                            .with("Weir-Exports", "io.weir.ip4")
                            .with("Plugin-Dependencies", "fib@>=0.1.0")
                            .write(directory),
                    "--no-shadow");
            configure(host);
            host.cli("set interface ip directed-broadcast right enable");
            for (final String what : new String[] {"ip4", "fib --cascade"}) {
                host.cli("plugin reload " + what + " --no-shadow");
                assertThat(passed(host, ALL)).as(what).isTrue();
            }
            host.cli("plugin reload ip4 --no-shadow --fresh");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set interface ip address left 192.168.1.1/24");
            assertThat(passed(host, ALL)).isFalse();
            host.assertNoLeaks();
        }
    }
}
