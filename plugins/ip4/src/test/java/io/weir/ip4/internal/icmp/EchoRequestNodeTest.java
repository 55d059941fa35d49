package io.weir.ip4.internal.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.NodeRun;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestNode;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.Test;

class EchoRequestNodeTest {
    private static final int FRAME = 256;

    /** All checksums that a request may have; the reply that is nothing but zeros is among them, and has 0xffff. */
    @Test
    void shouldHaveTheFullSumsChecksumWhateverTheRequestsIs() {
        try (TestNode test = new TestNode()) {
            final EchoRequestNode node =
                    new EchoRequestNode(test.counter("replies").on(test.worker()), test.reason("to-group"));
            for (int first = 0; first < 0x10000; first += FRAME) {
                final byte[][] requests = new byte[FRAME][];
                for (int i = 0; i < FRAME; i++) {
                    requests[i] = echo(first + i).ip();
                }
                final NodeRun run = test.run(node, requests);
                for (int i = 0; i < FRAME; i++) {
                    final TestPacket reply =
                            TestPacket.echoReply("10.0.0.2", "10.0.0.1").ports(first + i, 0);
                    assertThat(PacketView.ofIp(run.packet(i)).u16(22))
                            .as("identifier 0x%04x", first + i)
                            .isEqualTo(PacketView.ofIp(reply.payload(0).ip()).u16(22));
                }
            }
            test.assertNoLeaks();
        }
    }

    private static TestPacket echo(final int identifier) {
        return TestPacket.echo("10.0.0.1", "10.0.0.2").ports(identifier, 0).payload(0);
    }
}
