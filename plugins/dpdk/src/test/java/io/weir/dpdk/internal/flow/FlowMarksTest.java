package io.weir.dpdk.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.testkit.TestHost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowMarksTest {
    private static final int OTHER = 5;

    /** Notes how packets were sent: a target, and how many at once. */
    private static final class Runs extends Sink {
        private final List<String> sent = new ArrayList<>();
        private final List<Integer> packets = new ArrayList<>();

        @Override
        public void emit(final int buffer, final int target) {
            emit(new int[] {buffer}, 0, 1, target);
        }

        @Override
        public void emit(final int[] buffers, final int offset, final int count, final int target) {
            sent.add(target + " x " + count);
            Arrays.stream(buffers, offset, offset + count).forEach(packets::add);
        }

        @Override
        public void drop(final int buffer, final DropReason reason) {
            throw new AssertionError(reason.name());
        }

        @Override
        public void count(final DropReason reason, final long packets) {
            throw new AssertionError(reason.name());
        }
    }

    /** Sends packets with these marks, of which -1 means none. */
    private static List<String> emit(final FlowMarks marks, final int... ofPackets) {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Buffers buffers = host.host().threads().getFirst().buffers();
            final int[] packets = new int[ofPackets.length];
            for (int i = 0; i < packets.length; i++) {
                packets[i] = buffers.allocate();
                final long mbuf = Buffer.address(packets[i]);
                Memory.putLong(mbuf + Mbuf.FLAGS, ofPackets[i] < 0 ? 0 : 1L << 13);
                Memory.putInt(mbuf + Mbuf.FLOW_MARK, Math.abs(ofPackets[i]));
            }
            final Runs runs = new Runs();
            marks.emit(packets, packets.length, OTHER, runs);
            assertThat(runs.packets)
                    .containsExactlyElementsOf(Arrays.stream(packets).boxed().toList());
            buffers.free(packets, 0, packets.length);
            return runs.sent;
        }
    }

    @Test
    void shouldSendOnInOneRunWhenNoPacketIsMarked() {
        assertThat(emit(new FlowMarks(Map.of(1, 77)), -1, -1, -1)).containsExactly("5 x 3");
    }

    @Test
    void shouldKeepTheOrderWhenMarksAlternate() {
        assertThat(emit(new FlowMarks(Map.of(1, 77, 2, 88)), 1, 1, -1, 2, -2, 1))
                .containsExactly("77 x 2", "5 x 1", "88 x 1", "5 x 1", "77 x 1");
    }

    @Test
    void shouldSendOnAsEverWhenTheMarkIsUnknown() {
        assertThat(emit(new FlowMarks(Map.of(1, 77)), 9, -1, 1)).containsExactly("5 x 2", "77 x 1");
    }
}
