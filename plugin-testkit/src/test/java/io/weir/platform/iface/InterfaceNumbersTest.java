package io.weir.platform.iface;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.VlanMatch;
import io.weir.memory.Buffer;
import io.weir.platform.graph.Graph;
import io.weir.platform.host.Host;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of interfaces and of their nodes are given out again, and what is under way to one never reaches the next. */
@Timeout(60)
class InterfaceNumbersTest {
    private static final int CYCLES = Boolean.getBoolean("weir.slow") ? 100_000 : 1_000;

    @Test
    void shouldNotGrowWhenInterfacesOfEverNewNamesComeAndGo() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Host own = host.host();
            final TestInterface kept = host.addInterface("kept");
            final int target = kept.device().outputTarget();
            int last = 0;
            for (int round = 0; round < 40; round++) {
                for (int i = 0; i < 20; i++) {
                    final Interface made = own.interfaces()
                            .register(new LocalDevice(), new Interfaces.Spec("if" + round + "-" + i, 0, 1_500));
                    assertThat(made.swIfIndex()).isEqualTo(2 + i);
                    own.interfaces().adminUp(made, true);
                }
                for (int i = 0; i < 20; i++) {
                    own.interfaces().subInterface(kept.device(), 100 * round + i + 1, VlanMatch.dot1q(i + 1));
                }
                kept.device().children().forEach(own.interfaces()::delete);
                for (int i = 0; i < 20; i++) {
                    own.interfaces().delete(own.interfaces().byIndex(2 + i));
                }
                last = round == 0 ? own.graph().lastTarget() : last;
                assertThat(own.graph().lastTarget()).isEqualTo(last);
            }
            assertThat(kept.device().outputTarget()).isEqualTo(target);
            assertThat(own.graph().targetName(target)).isEqualTo("kept-output");
        }
    }

    @Test
    @Timeout(600)
    void shouldNotGrowWhenInterfacesComeAndGoByTheThousand() {
        try (TestHost host = TestHost.withWorkers(1)) {
            final Interfaces interfaces = host.host().interfaces();
            final TestInterface trunk = host.addInterface("trunk");
            int last = 0;
            long heap = 0;
            for (int i = 0; i < CYCLES; i++) {
                final Interface made = i % 2 == 0
                        ? interfaces.register(new LocalDevice(), new Interfaces.Spec("if" + i, 0, 1_500))
                        : interfaces.subInterface(trunk.device(), i, VlanMatch.dot1q(1 + i % 4_094));
                interfaces.delete(made);
                if (i == CYCLES / 10) {
                    last = host.host().graph().lastTarget();
                    heap = used();
                }
            }
            assertThat(host.host().graph().lastTarget()).isEqualTo(last);
            assertThat(used() - heap).isLessThan(2 << 20);
        }
    }

    @SuppressWarnings("ExplicitGarbageCollection")
    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void shouldKeepTheNumberOfANameThatSomebodyHasAHandleFor() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Graph graph = host.host().graph();
            final int held = graph.next("port-output").target();
            for (int i = 0; i < 3; i++) {
                final TestInterface port = host.addInterface("port");
                assertThat(port.device().outputTarget()).isEqualTo(held);
                host.host().interfaces().delete(port.device());
                host.addInterface("other" + i);
                assertThat(graph.targetName(held)).isEqualTo("port-output");
            }
        }
    }

    /** Keeps sending to the output of an interface, as a node would that was not told of its end. */
    private static final class Stubborn extends WeirPlugin {
        private Registrar host;
        private Handoff toItself;
        private volatile int target;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            toItself = registrar.handoff("to-stubborn", registrar.next("stubborn"));
            registrar.node("stubborn", worker -> frame -> send(frame));
        }

        private void send(final Frame frame) {
            frame.sendOthers(target);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldDropWhatIsHandedOverToAnInterfaceThatIsDeleted(final int workers) {
        final Stubborn node = new Stubborn();
        try (TestHost host = TestHost.withWorkers(workers).plugin("stubborn", node)) {
            final Worker main = node.host.workers().getFirst();
            for (int round = 0; round < 20; round++) {
                final TestInterface gone = host.addInterface("gone" + round);
                node.target = gone.device().outputTarget();
                final int[] packets = new int[8];
                for (int i = 0; i < packets.length; i++) {
                    packets[i] = host.host().main().buffers().allocate();
                    Buffer.begin(Buffer.address(packets[i]), 0, 64, gone.swIfIndex());
                }
                for (final int packet : packets) {
                    assertThat(node.toItself.on(main).offer(workers, new int[] {packet}, 0, 1))
                            .isTrue();
                }
                host.host().interfaces().delete(gone.device());
                final TestInterface next = host.addInterface("next" + round);
                assertThat(next.swIfIndex()).isEqualTo(gone.swIfIndex());
                host.untilIdle();
                assertThat(next.received()).isEmpty();
                host.host().interfaces().delete(next.device());
            }
            host.assertNoLeaks();
        }
    }
}
