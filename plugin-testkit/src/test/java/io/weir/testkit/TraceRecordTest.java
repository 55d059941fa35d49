package io.weir.testkit;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.graph.PacketNode;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node notes of packets that are traced. */
class TraceRecordTest {
    private static final class Noting extends WeirPlugin {
        private final boolean after;

        Noting(final boolean after) {
            this.after = after;
        }

        @Override
        public void register(final Registrar host) {
            final PacketNode node = frame -> {
                if (frame.traced()) {
                    for (int i = 0; i < frame.size(); i++) {
                        frame.trace(i, 42 + i, -1);
                    }
                }
            };
            final var built = host.node("noting", worker -> node)
                    .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"))
                    .traceRecord((fields, out) -> out.append("session ")
                            .append(fields[0])
                            .append(" verdict ")
                            .append(fields[1])
                            .append('\n'));
            if (after) {
                built.traceAfter((buffer, out) -> out.append("as it left\n"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPrintWhatANodeNotedOfTracedPacketsOnly(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("noting", new Noting(false))) {
            final TestInterface left = host.addInterface("left");
            host.enable(FeatureArc.DEVICE_INPUT, "noting", left);
            host.cli("trace add test-input 1");
            left.send(udp("10.0.0.1", "10.0.0.2")).send(udp("10.0.0.1", "10.0.0.2"));
            host.untilIdle();
            final String trace = host.cli("show trace");
            assertThat(trace).contains(": noting\n  session 42 verdict -1\n");
            assertThat(trace.split("session", -1)).hasSize(2);
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldStandBeforeWhatIsTracedAsPacketsLeave(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("noting", new Noting(true))) {
            final TestInterface left = host.addInterface("left");
            host.enable(FeatureArc.DEVICE_INPUT, "noting", left);
            host.cli("trace add test-input 1");
            left.send(udp("10.0.0.1", "10.0.0.2"));
            host.untilIdle();
            assertThat(host.cli("show trace").indexOf("session 42"))
                    .isPositive()
                    .isLessThan(host.cli("show trace").indexOf("as it left"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepTheNumbersWhenTheNodeHasGone(final int workers, @TempDir final Path directory) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.load(PluginJar.of("jarred", "1.0.0", Jarred.class).write(directory), "--no-shadow");
            final TestInterface left = host.addInterface("left");
            host.enable(FeatureArc.DEVICE_INPUT, "jarred", left);
            host.cli("trace add test-input 1");
            left.send(udp("10.0.0.1", "10.0.0.2"));
            host.untilIdle();
            host.unload("jarred");
            assertThat(host.cli("show trace")).contains("noted [7]");
        }
    }

    /** A plugin with a class loader of its own. */
    public static final class Jarred extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            host.node("jarred", worker -> frame -> {
                        if (frame.traced()) {
                            frame.trace(0, 7);
                        }
                    })
                    .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"))
                    .traceRecord((fields, out) -> out.append("seven\n"));
        }
    }
}
