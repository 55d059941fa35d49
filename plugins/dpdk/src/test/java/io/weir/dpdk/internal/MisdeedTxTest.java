package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.weir.graph.FeatureArc;
import io.weir.graph.Frame;
import io.weir.graph.Order;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.platform.fault.QuarantineLimits;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestInterface;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is no packet is refused where a port would give it to native code, and what else is sent goes out. */
@Tag("production")
@Timeout(60)
class MisdeedTxTest {
    private static final int PACKETS = 8;

    /** What a node makes of the second of two packets, and why it is not sent. */
    private enum Wrong {
        NO_INDEX("dpdk-tx-no-buffer") {
            @Override
            void commit(final Frame frame, final Buffers buffers) {
                buffers.free(frame.index(1));
                frame.indices()[1] = -7;
            }
        },
        BETWEEN_BUFFERS("dpdk-tx-no-buffer") {
            @Override
            void commit(final Frame frame, final Buffers buffers) {
                buffers.free(frame.index(1));
                frame.indices()[1] = frame.index(1) + 1;
            }
        },
        BEYOND_THE_END("dpdk-tx-no-buffer") {
            @Override
            void commit(final Frame frame, final Buffers buffers) {
                Buffer.length(frame.buffer(1), 1_000);
                Buffer.advance(frame.buffer(1), Buffer.DATA_BYTES - 100);
                Buffer.length(frame.buffer(1), 1_000);
            }
        },
        LINK_TO_NONE("dpdk-tx-no-buffer") {
            @Override
            void commit(final Frame frame, final Buffers buffers) {
                Buffer.next(frame.buffer(1), 12_345_678);
                Buffer.lengthAfterFirst(frame.buffer(1), 100);
            }
        },
        FREED("dpdk-tx-length") {
            @Override
            void commit(final Frame frame, final Buffers buffers) {
                buffers.free(frame.index(1));
            }
        };

        final String reason;

        Wrong(final String reason) {
            this.reason = reason;
        }

        abstract void commit(Frame frame, Buffers buffers);
    }

    /** Has two packets of a frame go out of a port, one of them spoilt. */
    private static final class Spoiler extends WeirPlugin {
        private Registrar host;
        private volatile Wrong wrong;
        private volatile int target;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            registrar
                    .node("spoiler", worker -> frame -> process(frame, worker.buffers()))
                    .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"));
        }

        private void process(final Frame frame, final Buffers buffers) {
            assertThat(frame.size()).isGreaterThan(1);
            wrong.commit(frame, buffers);
            frame.sendOthers(target);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatIsNoPacketAndSendTheRest(final Wrong wrong) {
        assumeFalse(Memory.CHECKED, "skipped: checked memory throws where these misdeeds begin");
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final Spoiler spoiler = new Spoiler();
            dpdk.host.plugin("spoiler", spoiler);
            dpdk.host.host().faults().limits(owner -> QuarantineLimits.ofMillis(0, 1));
            final TestInterface left = dpdk.host.addInterface("left");
            final TestInterface right = dpdk.host.addInterface("right");
            final String name = dpdk.port("vdev net_ring0 num-tx-queues 1");
            final Interface ring = dpdk.host.host().interfaces().byName(name);
            dpdk.cli("test l2patch rx " + name + " tx right");
            spoiler.wrong = wrong;
            spoiler.target = ring.outputTarget();
            spoiler.host.features().enable(FeatureArc.DEVICE_INPUT, "spoiler", left.swIfIndex(), true);
            for (int i = 0; i < PACKETS; i++) {
                left.send(new byte[64 + i]);
            }
            dpdk.host.until(() -> right.waitingFrames() == PACKETS - 1);
            dpdk.host.untilIdle();
            assertThat(right.waitingFrames()).isEqualTo(PACKETS - 1);
            assertThat(dpdk.host.errors(wrong.reason)).isOne();
            dpdk.forgive();
        }
    }
}
