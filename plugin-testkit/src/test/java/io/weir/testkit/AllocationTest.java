package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes allocate is seen. */
class AllocationTest {
    private static final int BYTES = 1_000;
    private static final int FRAMES = 100_000;
    private static final int BATCH = 100;
    private byte[] last = {};

    private PacketNode wasteful(final Worker worker) {
        return frame -> {
            for (int i = 0; i < frame.size(); i++) {
                last = new byte[BYTES];
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldShowBytesAPacketOfEachNode(final int workers) {
        final Lab lab = new Lab(registrar -> {
            registrar.node("thrifty", worker -> frame -> {}).nexts(registrar.next("wasteful"));
            registrar.node("wasteful", this::wasteful).nexts(registrar.next("error-drop"));
        });
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            for (int sent = 0; sent < FRAMES && !measured(host, workers); sent += BATCH) {
                for (int i = 0; i < BATCH; i++) {
                    lab.send(2, "thrifty");
                    host.until(lab::done);
                }
            }
            assertThat(last).hasSize(BYTES);
            assertThat(bytes(host, "wasteful", workers)).isBetween((double) BYTES, BYTES * 1.5);
            assertThat(bytes(host, "thrifty", workers)).isZero();
        }
    }

    private static boolean measured(final TestHost host, final int workers) {
        return bytes(host, "wasteful", workers) >= 0 && bytes(host, "thrifty", workers) >= 0;
    }

    /** Bytes a packet as shown, or -1 while there was no call to measure. */
    private static double bytes(final TestHost host, final String node, final int workers) {
        final String[] threads = host.cli("show runtime verbose " + node).split("---------------\n", -1);
        final String line = threads[workers]
                .lines()
                .filter(each -> each.startsWith(node + " "))
                .findFirst()
                .orElseThrow();
        final String cell = line.substring(line.lastIndexOf(' ') + 1);
        return cell.equals("-") ? -1 : Double.parseDouble(cell);
    }
}
