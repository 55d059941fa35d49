package io.weir.testkit;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Counter;
import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.Handoff;
import io.weir.graph.Order;
import io.weir.graph.Unit;
import io.weir.plugin.Registrar;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that a feature handed to another thread go on behind it there. */
@Timeout(60)
class ResumeTest {
    private final Lab lab = new Lab(this::describe);

    private void describe(final Registrar host) {
        final Handoff handoff = host.handoff("moves", host.next("moved"));
        count(host, "first", Order.before("moving"));
        count(host, "last", Order.after("moving"));
        host.node("moved", worker -> frame -> frame.sink())
                .resumesArc(FeatureArc.DEVICE_INPUT, "moving")
                .nexts(host.next("ethernet-input"));
        host.node("moving", worker -> {
                    final int[] threads = new int[Frame.CAPACITY];
                    Arrays.fill(threads, host.workers().size() - 1);
                    return frame -> handoff.on(worker).send(frame, threads);
                })
                .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"));
    }

    private static void count(final Registrar host, final String name, final Order order) {
        final Counter seen = host.counter(name, Unit.PACKETS);
        host.node(name, worker -> frame -> seen.on(worker).add(frame.size()))
                .feature(FeatureArc.DEVICE_INPUT, order, Order.before("ethernet-input"));
    }

    private static void send(final TestHost host, final TestInterface port) {
        for (int i = 0; i < 100; i++) {
            port.send(udp("10.0.0.1", "10.0.0.2"));
        }
        host.untilIdle();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldMeetTheFeaturesBehindItOfTheirInterfaceAndNoneTwice(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            for (final TestInterface port : new TestInterface[] {left, right}) {
                host.enable(FeatureArc.DEVICE_INPUT, "first", port);
                host.enable(FeatureArc.DEVICE_INPUT, "moving", port);
            }
            host.enable(FeatureArc.DEVICE_INPUT, "last", left);
            send(host, left);
            send(host, right);
            assertThat(host.counter("lab/first")).isEqualTo(200);
            assertThat(host.counter("lab/last")).isEqualTo(100);
            // What is enabled and disabled later counts as well.
            host.enable(FeatureArc.DEVICE_INPUT, "last", right);
            host.disable(FeatureArc.DEVICE_INPUT, "last", left);
            send(host, left);
            send(host, right);
            assertThat(host.counter("lab/last")).isEqualTo(200);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }
}
