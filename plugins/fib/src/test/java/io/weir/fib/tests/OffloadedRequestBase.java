package io.weir.fib.tests;

import static io.weir.graph.Order.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.graph.FeatureArc;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for which a device was to do something: what is answered is what was asked, and nothing is done to the answer. */
@Timeout(60)
public abstract class OffloadedRequestBase {
    private static final int TCP_SEGMENTS = 1;
    private static final int START = 36;

    /** Such as {@code ip4}. */
    protected abstract String family();

    protected abstract WeirPlugin plugin();

    /** Commands that give the interface {@code left} its address. */
    protected abstract List<String> setUp();

    /** What is answered. */
    protected abstract List<TestPacket> requests();

    /** Has a device do something for every packet, as who sends into a tap may ask. */
    private static final class Asking extends WeirPlugin {
        @Override
        public void register(final Registrar host) {
            host.node("asking", worker -> frame -> {
                        for (int i = 0, size = frame.size(); i < size; i++) {
                            Buffer.partialChecksum(frame.buffer(i), START, 2);
                            Buffer.gso(frame.buffer(i), TCP_SEGMENTS, 8);
                        }
                    })
                    .feature(FeatureArc.DEVICE_INPUT, before("ethernet-input"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerAloneWhenADeviceWasToCutRequestsAndFillInTheirChecksums(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin(family(), plugin())
                .plugin("asking", new Asking())) {
            final TestInterface left = host.addInterface("left");
            setUp().forEach(host::cli);
            for (final TestPacket request : requests()) {
                left.send(request);
                host.until(() -> left.waitingFrames() == 1);
                final byte[] plain = left.received().getFirst();
                host.enable(FeatureArc.DEVICE_INPUT, "asking", left);
                left.send(request);
                host.until(() -> left.waitingFrames() == 1);
                assertThat(left.received().getFirst())
                        .as("answer to " + request)
                        .isEqualTo(plain);
                host.disable(FeatureArc.DEVICE_INPUT, "asking", left);
            }
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }
}
