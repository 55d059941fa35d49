package io.weir.testkit;

import static io.weir.graph.Order.after;
import static io.weir.graph.Order.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.Order;
import io.weir.graph.PacketNode;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.platform.graph.GraphException;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.Lab.Collector;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features in order, per interface, coming and going. */
@Timeout(60)
@Tag("production")
class ArcTest {
    private static final FeatureArc ARC = new FeatureArc("test-unicast");

    /** Writes its letter into the packet, behind those that are there. */
    private record Letter(char letter) implements PacketNode {
        @Override
        public void process(final Frame frame) {
            for (int i = 0; i < frame.size(); i++) {
                long at = frame.packet(i) + 4;
                while (Memory.getByte(at) != 0) {
                    at++;
                }
                Memory.putByte(at, letter);
            }
        }
    }

    private static final class Letters extends WeirPlugin {
        private final String name;
        private final Order[] constraints;

        Letters(final String name, final Order... constraints) {
            this.name = name;
            this.constraints = constraints;
        }

        @Override
        public void register(final Registrar host) {
            host.node(name, worker -> new Letter(name.charAt(0))).feature(ARC, constraints);
        }
    }

    private final java.util.Queue<String> ways = new java.util.concurrent.ConcurrentLinkedQueue<>();
    private final Collector a = new Collector();
    private final Lab lab = new Lab(host -> {
        host.arc(ARC, "end");
        host.node("start", worker -> frame -> frame.sink()).startsArc(ARC);
        host.node("end", worker -> frame -> {
                    for (int i = 0; i < frame.size(); i++) {
                        final StringBuilder way = new StringBuilder()
                                .append(Lab.number(frame.buffer(i)))
                                .append(':');
                        for (long at = frame.packet(i) + 4; Memory.getByte(at) != 0; at++) {
                            way.append((char) Memory.getByte(at));
                        }
                        ways.add(way.toString());
                    }
                })
                .nexts(host.next("a"));
        host.node("a", a);
    });

    private TestHost host(final int workers) {
        return TestHost.withWorkers(workers).plugin("lab", lab);
    }

    private void enable(final String feature, final int swIfIndex, final boolean on) {
        lab.host().features().enable(ARC, feature, swIfIndex, on);
    }

    private List<String> go(final TestHost host, final int target, final int... interfaces) {
        ways.clear();
        lab.on(lab.last(), (worker, sink) -> {
            for (int i = 0; i < interfaces.length; i++) {
                final int index = Lab.packet(worker, i, interfaces[i]);
                Memory.zero(Buffer.data(Buffer.address(index)) + 4, 32);
                sink.emit(index, target);
            }
        });
        host.until(() -> ways.size() == interfaces.length);
        return List.copyOf(ways);
    }

    private int start() {
        return lab.host().next("start").target();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPassFeaturesInOrderOfConstraintsWhenRegisteredInAnyOther(final int workers) {
        try (TestHost host = host(workers)
                .plugin("3", new Letters("C", after("B"), before("end")))
                .plugin("1", new Letters("A", before("B")))
                .plugin("2", new Letters("B", after("nonesuch")))) {
            assertThat(host.host().graph().arc(ARC).order()).containsExactly("A", "B", "C");
            assertThat(host.host().graph().arc(ARC).absentConstraints()).containsExactly("B: nonesuch");
            assertThat(host.cli("show features verbose")).contains("nonesuch");
            for (final String feature : List.of("C", "A", "B")) {
                enable(feature, 1, true);
            }
            assertThat(go(host, start(), 1)).containsExactly("0:ABC");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseCycleWithNothingChanged(final int workers) {
        try (TestHost host =
                host(workers).plugin("1", new Letters("A", before("B"))).plugin("2", new Letters("B"))) {
            enable("A", 1, true);
            assertThatThrownBy(() -> host.plugin("3", new Letters("C", before("A"), after("B"))))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("A, B, C")
                    .hasMessageContaining("cycle");
            assertThatThrownBy(() -> host.plugin("4", new Letters("D", after("end"))))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("end");
            assertThat(host.host().graph().node("C")).isNull();
            assertThat(host.host().graph().arc(ARC).order()).containsExactly("A", "B");
            assertThatThrownBy(() -> enable("C", 1, true)).hasMessageContaining("not on arc");
            assertThat(go(host, start(), 1, 2)).containsExactlyInAnyOrder("0:A", "1:");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCountEnablingAndDisabling(final int workers) {
        try (TestHost host = host(workers).plugin("1", new Letters("A"))) {
            enable("A", 1, false);
            enable("A", 1, true);
            enable("A", 1, true);
            enable("A", 1, false);
            assertThat(go(host, start(), 1)).containsExactly("0:A");
            assertThat(lab.host().features().enabled(ARC, "A", 1)).isTrue();
            enable("A", 1, false);
            assertThat(go(host, start(), 1)).containsExactly("0:");
            assertThat(lab.host().features().enabled(ARC, "A", 1)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPassChainsOfEachInterfaceWhenMixedInOneFrame(final int workers) {
        try (TestHost host = host(workers)
                .plugin("1", new Letters("A", before("B")))
                .plugin("2", new Letters("B", before("C")))
                .plugin("3", new Letters("C"))) {
            enable("A", 1, true);
            enable("C", 1, true);
            enable("B", 2, true);
            enable("C", 2, true);
            enable("A", 4, true);
            enable("C", 4, true);
            assertThat(go(host, start(), 1, 2, 3, 1, 1, 2, 3, 3, 4, 900))
                    .containsExactlyInAnyOrder("0:AC", "1:BC", "2:", "3:AC", "4:AC", "5:BC", "6:", "7:", "8:AC", "9:");
            enable("A", 1, false);
            assertThat(go(host, start(), 1, 4)).containsExactlyInAnyOrder("0:C", "1:AC");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepEntryNumberWhenFeaturesComeAndGo(final int workers) {
        try (TestHost host = host(workers).plugin("1", new Letters("A"))) {
            final int end = lab.host().next("end").target();
            final int entry = lab.host().features().entry(ARC, 5, end);
            assertThat(go(host, entry, 9)).containsExactly("0:");
            enable("A", 5, true);
            assertThat(go(host, entry, 9)).containsExactly("0:A");
            assertThat(lab.host().features().entry(ARC, 5, end)).isEqualTo(entry);
            final var more = host.host().insert("2", new Letters("B", before("A")));
            enable("B", 5, true);
            assertThat(go(host, entry, 9)).containsExactly("0:BA");
            host.host().remove(more);
            assertThat(go(host, entry, 9)).containsExactly("0:A");
            enable("A", 5, false);
            assertThat(go(host, entry, 9)).containsExactly("0:");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPassOutputFeaturesOfTheInterfaceThatPacketsLeaveBy(final int workers) {
        final Lab out = new Lab(host -> host.node("stamp", worker -> frame -> {
                    for (int i = 0; i < frame.size(); i++) {
                        Memory.putByte(frame.packet(i) + 9, 'x');
                    }
                })
                .feature(FeatureArc.INTERFACE_OUTPUT));
        try (TestHost host = TestHost.withWorkers(workers).plugin("out", out)) {
            final TestInterface plain = host.addInterface("plain");
            final TestInterface stamped = host.addInterface("stamped");
            out.host().features().enable(FeatureArc.INTERFACE_OUTPUT, "stamp", stamped.swIfIndex(), true);
            for (final Interface device : List.of(plain.device(), stamped.device())) {
                out.send(out.last(), 0, 300, 1, device.outputTarget());
            }
            host.until(() -> plain.waitingFrames() == 300 && stamped.waitingFrames() == 300);
            assertThat(stamped.received()).allMatch(frame -> frame[9] == 'x');
            assertThat(plain.received()).noneMatch(frame -> frame[9] == 'x');
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropThenWorkAgainWhenNodeGoesAndComesBack(final int workers) {
        try (TestHost host = host(workers)) {
            final Collector late = new Collector();
            final WeirPlugin plugin = new WeirPlugin() {
                @Override
                public void register(final Registrar registrar) {
                    registrar.node("late", late);
                }
            };
            for (int round = 1; round <= 3; round++) {
                final int due = round * 4;
                final int removed = due - 4;
                lab.send(4, "late");
                host.until(() -> host.errors("lab-input", "no-such-node") == 4
                        && host.errors("lab-input", "node-removed") == removed);
                final var ledger = host.host().insert("late", plugin);
                lab.send(4, "late");
                host.until(() -> late.packets() == due);
                host.host().remove(ledger);
            }
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendToOwnDefaultWhenArcOfAnotherPluginGoes(final int workers) {
        final FeatureArc other = new FeatureArc("other");
        final WeirPlugin owner = new WeirPlugin() {
            @Override
            public void register(final Registrar registrar) {
                registrar.arc(other, "end");
                registrar.node("Z", worker -> new Letter('Z')).feature(other);
            }
        };
        final WeirPlugin user = new WeirPlugin() {
            @Override
            public void register(final Registrar registrar) {
                registrar
                        .node("user", worker -> frame -> frame.sink())
                        .nexts(registrar.next("end"))
                        .startsArc(other);
                registrar.node("Y", worker -> new Letter('Y')).feature(other);
            }
        };
        try (TestHost host = host(workers)) {
            final var ledger = host.host().insert("owner", owner);
            host.plugin("user", user);
            final int begin = lab.host().next("user").target();
            lab.host().features().enable(other, "Y", 1, true);
            lab.host().features().enable(other, "Z", 1, true);
            assertThat(go(host, begin, 1)).containsExactly("0:YZ");
            host.host().remove(ledger);
            assertThat(go(host, begin, 1)).containsExactly("0:");
            final var again = host.host().insert("owner", owner);
            lab.host().features().enable(other, "Y", 1, true);
            assertThat(go(host, begin, 1)).containsExactly("0:Y");
            host.host().remove(again);
            host.assertNoLeaks();
        }
    }
}
