package io.weir.testkit;

import static io.weir.testkit.TestPacket.echo;
import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.DropReason;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the test kit tells of a node without a host, and of packets. */
class TestNodeTest {
    private static final TestPacket PACKET = udp("10.0.0.1", "10.0.0.2");

    private final TestNode test = new TestNode();
    private final Buffers buffers = test.worker().buffers();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void shouldTellTheWayOfEachPacket() {
        final Next next = test.next("other");
        final Next others = test.next("others");
        final DropReason reason = test.reason("too-odd");
        final NodeRun run = test.run(
                frame -> {
                    frame.send(1, next);
                    frame.drop(2, reason);
                    frame.punt(3, reason);
                    frame.take(4);
                    buffers.free(frame.index(4));
                    frame.sendOthers(others.target());
                },
                PACKET.ip(),
                PACKET.ip(),
                PACKET.ip(),
                PACKET.ip(),
                PACKET.ip());
        assertThat(run.ways()).containsExactly("others", "other", "drop too-odd", "punt too-odd", "taken");
        assertThat(run.packet(4)).isNull();
        assertThat(test.run(frame -> {}, PACKET.ip()).ways()).containsExactly("default");
        test.assertNoLeaks();
    }

    @Test
    void shouldTellWhatANodeNotesOfTracedPackets() {
        final PacketNode node = frame -> {
            frame.trace(0, 1);
            frame.trace(0, 2, 3);
            frame.take(1);
            frame.trace(1, 4);
            buffers.free(frame.index(1));
        };
        final NodeRun run = test.traced(true).run(node, PACKET.ip(), PACKET.ip(), PACKET.ip());
        assertThat(run.noted(0)).containsExactly(2, 3);
        assertThat(run.noted(1)).containsExactly(4);
        assertThat(run.noted(2)).isNull();
        assertThat(test.traced(false).run(node, PACKET.ip(), PACKET.ip()).noted(0))
                .isNull();
        test.assertNoLeaks();
    }

    @Test
    void shouldTellWhatANodeChangedSentAndCounted() {
        final Next next = test.next("next");
        final NodeRun run = test.rxInterface(9)
                .run(
                        frame -> {
                            assertThat(Buffer.rxInterface(frame.buffer(0))).isEqualTo(9);
                            Buffer.advance(frame.buffer(0), 20);
                            frame.sink().emit(buffers.copy(frame.index(0)), next);
                            frame.sink().drop(buffers.copy(frame.index(0)), test.reason("copy"));
                            frame.sink().count(test.reason("seen"), 3);
                        },
                        PACKET.ip());
        assertThat(run.packet(0)).hasSize(PACKET.ip().length - 20);
        assertThat(run.sent()).extracting(NodeRun.Sent::to).containsExactly("next", "drop copy");
        assertThat(run.sent().getFirst().bytes()).isEqualTo(run.packet(0));
        assertThat(run.counted("seen")).isEqualTo(3);
        test.assertNoLeaks();
    }

    @Test
    void shouldNoticeWhatIsLost() {
        test.run(frame -> frame.takeAll(), PACKET.ip(), PACKET.ip());
        assertThatThrownBy(test::assertNoLeaks)
                .isInstanceOf(AssertionError.class)
                .hasMessage("2 buffers leak");
    }

    @Test
    void shouldRunTimersWhenTheirTimeHasCome() {
        final List<Long> expired = new ArrayList<>();
        test.worker().timers().schedule(100, expired::add);
        final long cancelled = test.worker().timers().schedule(50, expired::add);
        assertThat(test.worker().timers().cancel(cancelled)).isTrue();
        test.now(99);
        assertThat(expired).isEmpty();
        test.now(100).now(200);
        assertThat(expired).containsExactly(100L);
    }

    @Test
    void shouldMakePacketsThatAddUpAndReadThemBack() {
        final PacketView view = PacketView.of(
                PACKET.ttl(7).ports(1, 2).payload(5).toMac(0x0605_0403_0201L).frame());
        assertThat(view.headerChecksumGood()).isTrue();
        assertThat(view.source() + view.destination()).isEqualTo("10.0.0.110.0.0.2");
        assertThat(List.of(view.ttl(), view.sourcePort(), view.destinationPort(), view.etherType()))
                .containsExactly(7, 1, 2, 0x0800);
        assertThat(view.destinationMac()).isEqualTo(0x0605_0403_0201L);
        assertThat(view.payload()).containsExactly(0, 1, 2, 3, 4);
        final byte[] echo = echo("10.0.0.1", "10.0.0.2").payload(3).ip();
        assertThat(PacketView.sum(echo, 20, echo.length - 20, 0)).isEqualTo(0xffff);
        assertThat(PacketView.ofIp(echo).icmp()).isEqualTo(0x0800);
        assertThatThrownBy(() -> PacketView.ofIp(echo).sourceMac()).hasMessageContaining("no Ethernet header");
    }

    @Test
    void shouldSayWhatThereIsWhenANameIsWrong() {
        try (TestHost host = TestHost.withWorkers(0)) {
            assertThatThrownBy(() -> host.plugin("nonesuch"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nonesuch")
                    .hasMessageContaining("scope test");
            assertThatThrownBy(() -> host.counter("no/counter")).hasMessageContaining("no/counter");
            assertThatThrownBy(() -> host.configure("nonsense")).hasMessageContaining("nonsense");
        }
    }
}
