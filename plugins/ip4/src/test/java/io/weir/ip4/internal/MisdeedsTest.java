package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.graph.FeatureArc;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.ip4.internal.Misdeed.Place;
import io.weir.memory.Memory;
import io.weir.platform.fault.QuarantineLimits;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a node does to the packets that it has, without checked memory: the host goes on, and so does the traffic that the
 * node never had, through the same nodes to the same interfaces, a tap among them.
 */
@Timeout(120)
@Tag("production")
class MisdeedsTest {
    private static final int ROUNDS = 12;
    private static final int EACH = 16;

    /** They can't reach what others have: no buffer is freed that is not the packet's own, and none is written. */
    private static final Set<Misdeed> OWN_PACKETS_ONLY =
            EnumSet.of(Misdeed.ADJACENCY, Misdeed.INTERFACES, Misdeed.REASON, Misdeed.TARGET);

    private final Wrongdoer wrongdoer = new Wrongdoer();
    private TestInterface bad;
    private TestInterface good;
    private TestInterface out;

    /** A feature that does something to each packet. */
    private static final class Wrongdoer extends WeirPlugin {
        private volatile Misdeed misdeed = Misdeed.FREE;

        @Override
        public void register(final Registrar host) {
            final int rewrite = host.next("ip4-rewrite").target();
            final int balance = host.next("ip4-load-balance").target();
            host.node("wrongdoer", worker -> node(worker, rewrite, balance)).feature(FeatureArc.IP4_UNICAST);
        }

        private PacketNode node(final Worker worker, final int rewrite, final int balance) {
            final Random random = new Random(1);
            return frame -> {
                final Misdeed now = misdeed;
                for (int i = 0, size = frame.size(); i < size; i++) {
                    now.commit(new Place(frame, i, worker, rewrite, balance, random));
                }
            };
        }
    }

    private TestHost host(final Netns namespace, final int workers) {
        final TestHost host = TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("wrongdoer", wrongdoer);
        bad = host.addInterface("bad");
        good = host.addInterface("good");
        out = host.addInterface("out");
        host.cli("create tap host-ns " + namespace.name());
        host.cli("set interface state tap0 up");
        host.cli("set interface ip address bad 192.168.1.1/24");
        host.cli("set interface ip address good 192.168.2.1/24");
        host.cli("set interface ip address out 192.168.3.1/24");
        host.cli("set interface ip address tap0 192.168.4.1/24");
        host.cli("set ip neighbor static out 192.168.3.2 6:5:4:3:2:1");
        host.cli("set ip neighbor static tap0 192.168.4.2 6:5:4:3:2:2");
        host.cli("ip route add 10.0.0.0/8 via 192.168.4.2 tap0");
        host.cli("ip route add 11.0.0.0/8 via 192.168.3.2 out");
        host.cli("set interface feature bad wrongdoer arc ip4-unicast");
        return host;
    }

    /** Sends packets to the wrongdoer and past it; returns how many of the others, of {@link #EACH}, came out. */
    private int round(final TestHost host) {
        for (int i = 0; i < EACH; i++) {
            bad.send(TestPacket.udp("192.168.1.2", "10.1.2." + i));
            good.send(TestPacket.udp("192.168.2.2", "11.1.2." + i));
            good.send(TestPacket.udp("192.168.2.2", "10.1.3." + i));
        }
        host.untilIdle();
        return out.received().size();
    }

    private static void assume() {
        Assumptions.assumeFalse(Memory.CHECKED, "skipped: checked memory throws where these misdeeds begin");
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnWhateverANodeDoesToItsPackets(final int workers) {
        assume();
        try (Netns namespace = new Netns();
                TestHost host = host(namespace, workers)) {
            host.host().faults().limits(owner -> QuarantineLimits.ofMillis(0, 1));
            for (final Misdeed misdeed : Misdeed.values()) {
                wrongdoer.misdeed = misdeed;
                host.cli("trace add wrongdoer 10");
                int came = 0;
                for (int i = 0; i < ROUNDS; i++) {
                    came += round(host);
                }
                host.cli("show trace");
                host.cli("clear trace");
                if (OWN_PACKETS_ONLY.contains(misdeed)) {
                    assertThat(came)
                            .as("packets that the node never had, beside " + misdeed)
                            .isEqualTo(ROUNDS * EACH);
                }
            }
            host.cli("set interface feature bad wrongdoer arc ip4-unicast disable");
            round(host);
            for (final TestInterface from : new TestInterface[] {bad, good}) {
                from.send(TestPacket.udp("192.168.1.77", "11.1.2.3"));
                host.until(() -> out.waitingFrames() > 0);
                out.received();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Misdeed.class,
            names = {"FREE", "FREE_TWICE", "EMIT", "MENTION_TWICE", "NO_INDEX", "INDEX_BETWEEN_BUFFERS"})
    void shouldPutOutOfActionWhoDidItAndNobodyElse(final Misdeed misdeed) {
        assume();
        try (Netns namespace = new Netns();
                TestHost host = host(namespace, 1)) {
            wrongdoer.misdeed = misdeed;
            host.until(() -> {
                round(host);
                return host.host().services().quarantine().reports("wrongdoer").stream()
                        .anyMatch(report -> report.quarantinedSince() != null);
            });
            round(host);
            assertThat(round(host)).isEqualTo(EACH);
            for (final String innocent : new String[] {"fib", "ip4", "tap"}) {
                assertThat(host.host().services().quarantine().reports(innocent))
                        .as(innocent)
                        .isEmpty();
            }
        }
    }
}
