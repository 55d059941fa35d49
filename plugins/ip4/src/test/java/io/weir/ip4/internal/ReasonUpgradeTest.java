package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.graph.WorkerHandoff;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestPacket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that are under way to where they are counted, marked with why they are dropped, when the reason's plugin is replaced. */
class ReasonUpgradeTest extends UpgradedHost {
    private static final int ROUNDS = 4;
    private static final int BURST = 16;
    private static final long PAUSE_NS = 50_000;

    private final AtomicInteger sent = new AtomicInteger();

    /** Takes what is dropped to another thread, each packet to the next one, before it is counted. */
    private static final class Detour extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            final Next back = host.next("detour-back");
            final Handoff handoff = host.handoff("detour-handoff", back, 4_096);
            host.node("detour", worker -> new Leave(handoff, worker)).feature(FeatureArc.IP4_DROP);
            host.node(back.node(), worker -> frame -> {})
                    .resumesArc(FeatureArc.IP4_DROP, "detour")
                    .nexts(host.next("drop-as-marked"));
        }
    }

    private static final class Leave implements PacketNode {
        private final Handoff handoff;
        private final WorkerHandoff mine;
        private final int[] threads = new int[Frame.CAPACITY];
        private int next;

        Leave(final Handoff handoff, final Worker worker) {
            this.handoff = handoff;
            mine = handoff.on(worker);
        }

        @Override
        public void process(final Frame frame) {
            for (int i = 0; i < frame.size(); i++) {
                threads[i] = handoff.owner(next += 0x9e37_79b9);
            }
            mine.send(frame, threads);
        }
    }

    private void traffic(final AtomicBoolean stopping) {
        while (!stopping.get()) {
            for (int i = 0; i < BURST; i++) {
                left.send(TestPacket.udp("192.168.1.2", "10.9.9.9"));
            }
            sent.addAndGet(BURST);
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private static Map<String, Integer> numbers(final TestHost host) {
        return host.host().graph().reasons().declared().stream()
                .collect(Collectors.toMap(
                        each -> each.owner() + " " + each.reason().name(),
                        each -> each.reason().id()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCountUnderTheirReasonWhateverIsReplacedMeanwhile(final int workers) {
        run(workers, host -> {
            host.plugin("detour", new Detour());
            host.enable(FeatureArc.IP4_DROP, "detour", left);
            host.cli("set ip icmp-errors no-route off");
            final Map<String, Integer> before = numbers(host);
            final AtomicBoolean stopping = new AtomicBoolean();
            final Thread sender = Thread.ofPlatform().start(() -> traffic(stopping));
            for (int round = 0; round < ROUNDS; round++) {
                for (final String plugin : List.of("ip4", "fib --cascade")) {
                    final int so = sent.get();
                    host.until(() -> sent.get() > so + 100);
                    host.cli("plugin reload " + plugin + " --no-shadow");
                    assertThat(numbers(host)).isEqualTo(before);
                }
            }
            stopping.set(true);
            host.until(() -> !sender.isAlive());
            host.untilIdle();
            // On a busy machine a worker may be too slow to take what others bring it.
            final long congested = host.errors("handoff-congestion");
            assertThat(host.errors("drop-as-marked", "ip4-no-route")).isEqualTo(sent.get() - congested);
        });
    }
}
