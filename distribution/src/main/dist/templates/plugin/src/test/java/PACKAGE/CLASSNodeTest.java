package @package@;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Counter;
import io.weir.testkit.NodeRun;
import io.weir.testkit.TestNode;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Test;

/** The node on one frame, without a host. */
class @Class@NodeTest {
    private static final TestPacket PACKET = udp("10.0.0.1", "10.0.1.1");

    @Test
    void shouldDropWhatIsTooLong() {
        try (TestNode test = new TestNode()) {
            final Counter seen = test.counter("seen");
            final @Class@Node node = new @Class@Node(
                    test.setting(@Class@Plugin.LONGEST, 128), seen.on(test.worker()), test.reason("too-long"));

            final NodeRun run = test.run(node, PACKET.payload(100).ip(), PACKET.payload(101).ip());

            assertThat(run.ways()).containsExactly("default", "drop too-long");
            assertThat(seen.sum()).isEqualTo(2);
            test.assertNoLeaks();
        }
    }
}
