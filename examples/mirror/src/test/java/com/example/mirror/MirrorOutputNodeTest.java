package com.example.mirror;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Counter;
import io.weir.testkit.NodeRun;
import io.weir.testkit.TestNode;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The feature without a host: what it copies, and that it gives back what it takes. */
class MirrorOutputNodeTest {
    private static final int SOURCE = 3;
    private static final int MIRROR = 7;
    private static final TestPacket PACKET = udp("10.0.0.1", "10.0.0.2");

    private final TestNode test = new TestNode();
    private final MirrorTable mirrors = new MirrorTable();
    private final Counter copied = test.counter("copied");
    private final MirrorOutputNode node = new MirrorOutputNode(
            test.worker().buffers(), mirrors, copied.on(test.worker()), test.reason("mirror-no-buffers"));

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void shouldSendCopiesAndLeavePacketsAlone() {
        mirrors.put(SOURCE, MIRROR, test.next("mirror0-output").target());
        final NodeRun run = test.txInterface(SOURCE)
                .run(node, PACKET.frame(), PACKET.payload(100).frame());
        assertThat(run.ways()).containsExactly("default", "default");
        assertThat(run.sent()).extracting(NodeRun.Sent::to).containsExactly("mirror0-output", "mirror0-output");
        assertThat(run.sent().getLast().bytes()).isEqualTo(PACKET.payload(100).frame());
        assertThat(copied.sum()).isEqualTo(2);
        test.assertNoLeaks();
    }

    @Test
    void shouldCopyNothingWhenTheInterfaceHasNoMirror() {
        mirrors.put(SOURCE, MIRROR, test.next("mirror0-output").target());
        for (final int other : new int[] {-1, 0, SOURCE + 1, 4_000}) {
            assertThat(test.txInterface(other).run(node, PACKET.frame()).sent()).isEmpty();
        }
        mirrors.remove(SOURCE);
        assertThat(test.txInterface(SOURCE).run(node, PACKET.frame()).sent()).isEmpty();
        assertThat(copied.sum()).isZero();
        test.assertNoLeaks();
    }

    @Test
    void shouldCountWhenThereAreNoBuffers() {
        mirrors.put(SOURCE, MIRROR, test.next("mirror0-output").target());
        final byte[][] frame = new byte[200][];
        Arrays.fill(frame, PACKET.frame());
        while (test.worker().buffers().pool().available()
                        + test.worker().buffers().cached()
                > 300) {
            test.worker().buffers().allocate();
        }
        final NodeRun run = test.txInterface(SOURCE).run(node, frame);
        assertThat(run.ways()).containsOnly("default").hasSize(200);
        assertThat(run.sent().size() + run.counted("mirror-no-buffers")).isEqualTo(200);
        assertThat(copied.sum()).isEqualTo(run.sent().size());
    }
}
