package com.example.ratemeter.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.ratemeter.RateReport;
import io.weir.graph.Counter;
import io.weir.testkit.NodeRun;
import io.weir.testkit.TestNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The nodes one by one, without a host. */
class RateMeterNodesTest {
    private final TestNode test = new TestNode();

    @AfterEach
    void close() {
        test.assertNoLeaks();
        test.close();
    }

    private static byte[] report(final int swIfIndex, final long rate) {
        return ByteBuffer.allocate(RateReport.LENGTH)
                .order(ByteOrder.nativeOrder())
                .putLong(swIfIndex)
                .putLong(rate)
                .putLong(1_000)
                .array();
    }

    @Test
    void shouldBringEachReportOnceAndAFrameAtMostWhenPolled() {
        final Queue<RateSampler.Due> due = new ArrayDeque<>();
        for (int i = 0; i < 300; i++) {
            due.add(new RateSampler.Due(i, i * 10L, 1_000));
        }
        final ReportInput input = new ReportInput(
                test.worker().buffers(), due, test.next("rate-report").target());
        final List<NodeRun.Sent> sent = test.poll(input).sent();
        assertThat(sent).hasSize(256).extracting(NodeRun.Sent::to).containsOnly("rate-report");
        assertThat(sent.get(7).bytes()).isEqualTo(report(7, 70));
        assertThat(test.poll(input).sent()).hasSize(44);
        assertThat(test.poll(input).sent()).isEmpty();
    }

    @Test
    void shouldKeepTheHighestRateOfEachInterface() {
        final PeakNode.Peaks peaks = new PeakNode.Peaks();
        final NodeRun run = test.run(new PeakNode(peaks), report(1, 5), report(2, 9), report(1, 7), report(2, 3));
        assertThat(run.ways()).containsOnly("default");
        assertThat(List.of(peaks.of(1), peaks.of(2), peaks.of(3))).containsExactly(7L, 9L, 0L);
    }

    @Test
    void shouldFreeReportsAtTheEnd() {
        final Counter reports = test.counter("reports");
        final NodeRun run = test.run(
                new ReportEndNode(test.worker().buffers(), reports.on(test.worker())), report(1, 5), report(2, 9));
        assertThat(run.ways()).containsOnly("taken");
        assertThat(reports.sum()).isEqualTo(2);
    }
}
