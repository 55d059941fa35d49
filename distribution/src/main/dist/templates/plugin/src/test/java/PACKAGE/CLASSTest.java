package @package@;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin in a host that forwards IPv4 between two interfaces, whose wires are the test. */
@Timeout(60)
class @Class@Test {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropWhatIsTooLongAndForwardTheRest(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("ip4").plugin("@name@", new @Class@Plugin())) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.enable(FeatureArc.IP4_UNICAST, "@name@", left);
            host.cli("set @name@ longest 500");

            left.send(udp("192.168.1.2", "192.168.2.2").payload(1_000));
            left.send(udp("192.168.1.2", "192.168.2.2").payload(100));

            assertThat(host.receive(right, 1).getFirst().payload()).hasSize(100);
            assertThat(host.errors("@name@", "@name@-too-long")).isEqualTo(1);
            assertThat(host.cli("show @name@")).isEqualTo("longest 500, 2 packets seen\n");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }
}
