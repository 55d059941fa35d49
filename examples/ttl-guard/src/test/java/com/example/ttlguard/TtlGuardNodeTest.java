package com.example.ttlguard;

import static io.weir.testkit.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.LiveSetting;
import io.weir.graph.Counter;
import io.weir.testkit.NodeRun;
import io.weir.testkit.TestNode;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One node and one frame, without a host. */
class TtlGuardNodeTest {
    private static final TestPacket PACKET = udp("192.0.2.7", "10.0.0.1");

    private final TestNode test = new TestNode();
    private final LiveSetting<Integer> floor = test.setting(TtlGuardPlugin.FLOOR);
    private final Counter checked = test.counter("checked");
    private final LowTtlSources sources = LowTtlSources.forThreads(1);
    private final TtlGuardNode node =
            new TtlGuardNode(test.worker(), floor, checked.on(test.worker()), test.reason("ttl-low"), sources);

    @AfterEach
    void close() {
        test.assertNoLeaks();
        test.close();
    }

    @Test
    void shouldDropOnlyWhatIsBelowTheFloor() {
        floor.set(5);
        final NodeRun run = test.run(
                node,
                PACKET.ttl(4).ip(),
                PACKET.ttl(5).ip(),
                PACKET.ttl(255).ip(),
                PACKET.ttl(1).ip());
        assertThat(run.ways()).containsExactly("drop ttl-low", "default", "default", "drop ttl-low");
        assertThat(checked.sum()).isEqualTo(4);
    }

    @Test
    void shouldLeaveFrameAloneWhenAllIsWell() {
        final byte[][] frame = new byte[256][];
        Arrays.fill(frame, PACKET.ip());
        final NodeRun run = test.run(node, frame);
        assertThat(run.ways()).containsOnly("default");
        assertThat(run.packet(255)).isEqualTo(PACKET.ip());
        assertThat(sources.tables()[0]).containsOnly(0);
    }

    @Test
    void shouldRememberSourcesByNetworkSinceWhen() {
        test.now(1_000);
        test.run(node, PACKET.ttl(1).ip(), udp("192.0.2.99", "10.0.0.1").ttl(1).ip());
        test.now(5_000);
        test.run(
                node, PACKET.ttl(1).ip(), udp("198.51.100.1", "10.0.0.1").ttl(1).ip());
        assertThat(entries()).containsExactlyInAnyOrder(List.of(3L, 1_000L, 5_000L), List.of(1L, 5_000L, 5_000L));
    }

    @Test
    void shouldCountTheRestWhenTableIsFull() {
        for (int network = 0; network < 4_096; network++) {
            test.run(
                    node,
                    udp("10." + network / 256 + "." + network % 256 + ".1", "10.0.0.1")
                            .ttl(1)
                            .ip());
        }
        final long noted = entries().stream().mapToLong(List::getFirst).sum();
        assertThat(entries().size()).isBetween(900, 1_024);
        assertThat(noted + sources.tables()[0][0]).isEqualTo(4_096);
    }

    /** Packets, first and last of each entry. */
    private List<List<Long>> entries() {
        final long[] table = sources.tables()[0];
        return IntStream.iterate(2, i -> i < table.length, i -> i + 4)
                .filter(i -> table[i] != 0)
                .mapToObj(i -> List.of(table[i + 1], table[i + 2], table[i + 3]))
                .toList();
    }
}
