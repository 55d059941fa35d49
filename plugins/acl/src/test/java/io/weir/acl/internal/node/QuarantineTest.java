package io.weir.acl.internal.node;

import static io.weir.graph.Order.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.AclPlugin;
import io.weir.fib.internal.FibPlugin;
import io.weir.graph.FeatureArc;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.memory.Buffer;
import io.weir.net.Layers;
import io.weir.platform.fault.QuarantineLimits;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node of the lists that fails, and is put into quarantine, lets nothing pass meanwhile nor afterwards. */
@Timeout(60)
class QuarantineTest {
    private static final String NODE = "acl-plugin-in-ip4-fa";
    private static final int FAULTS = 3;

    private TestHost host;
    private TestInterface left;
    private TestInterface right;

    /** Notes of packets with options what is not so, which the lists' node finds out. */
    private static final class Liar extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            host.node("liar", worker -> frame -> {
                        for (int i = 0; i < frame.size(); i++) {
                            final long buffer = frame.buffer(i);
                            Buffer.layers(buffer, Layers.ip4(buffer) ^ 1 << 20);
                        }
                    })
                    .feature(FeatureArc.IP4_UNICAST, before(NODE))
                    .unshadowed();
        }
    }

    private static TestPacket packet(final String from, final boolean options) {
        final TestPacket packet = TestPacket.udp(from, "192.168.2.2").ports(7, 53);
        return options ? packet.options(1, 1, 1, 0) : packet;
    }

    private int passed(final TestPacket... packets) {
        for (final TestPacket packet : packets) {
            left.send(packet);
        }
        host.untilIdle();
        return right.received().size();
    }

    private boolean quarantined() {
        return !host.host().services().quarantine().quarantined("acl").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropAllWhenItsNodeIsInQuarantine(final int workers) {
        try (TestHost made = TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("acl", new AclPlugin())
                .plugin("liar", new Liar())) {
            host = made;
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static right 192.168.2.2 02:00:00:00:00:aa");
            host.host().faults().limits(owner -> QuarantineLimits.ofMillis(FAULTS, 60_000));
            host.cli("set acl-plugin acl deny src 192.168.1.3/32, permit");
            host.cli("set acl-plugin interface left input acl 0");
            final TestPacket good = packet("192.168.1.2", false);
            final TestPacket denied = packet("192.168.1.3", false);
            assertThat(passed(good, denied)).isEqualTo(1);
            host.enable(FeatureArc.IP4_UNICAST, "liar", left);
            for (int i = 0; i < FAULTS && !quarantined(); i++) {
                assertThat(passed(packet("192.168.1.3", true), packet("192.168.1.2", true)))
                        .as("it fails")
                        .isZero();
            }
            host.until(this::quarantined);
            host.disable(FeatureArc.IP4_UNICAST, "liar", left);
            assertThat(passed(good, denied, good)).as("in quarantine").isZero();
            host.cli("set acl-plugin acl index 0 permit");
            assertThat(passed(good, denied)).as("whatever the rules").isZero();
            assertThat(host.errors(NODE, "node-quarantined")).isPositive();
            host.assertNoLeaks();
        }
    }
}
