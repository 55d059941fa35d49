package io.weir.fib.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.fib.Neighbors;
import io.weir.fib.Neighbors.Heard;
import io.weir.fib.Neighbors.Held;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.testkit.TestConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strangers on a link can make of the table of neighbours, and what they can't. */
class NeighborsTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long BASE = 0x0a000000;

    private final CoreHost on = new CoreHost();
    private final TestConsumer plugin = new TestConsumer("ip");
    private final TestFamily family = new TestFamily(on.registrar, "ip", 32);
    private final Neighbors neighbors = on.fib(plugin).family(family).neighbors();
    private final Buffers buffers = on.registrar.workers().getFirst().buffers();
    private final List<Integer> sent = new ArrayList<>();

    private final Sink sink = new Sink() {
        @Override
        public void emit(final int buffer, final int target) {
            sent.add(buffer);
        }

        @Override
        public void emit(final int[] indices, final int offset, final int count, final int target) {
            for (int i = offset; i < offset + count; i++) {
                sent.add(indices[i]);
            }
        }

        @Override
        public void drop(final int buffer, final DropReason reason) {
            buffers.free(buffer);
        }

        @Override
        public void count(final DropReason reason, final long packets) {}
    };

    private int interfaceIndex;

    @BeforeEach
    void begin() {
        interfaceIndex = on.swIfIndex(0);
    }

    @AfterEach
    void close() {
        on.close();
    }

    private static long address(final int i) {
        return Prefix.high((int) (BASE + i));
    }

    private Held hold(final int i) {
        final int buffer = buffers.allocate();
        Buffer.begin(Buffer.address(buffer), 0, 64, interfaceIndex);
        final Held held = neighbors.hold(buffer, interfaceIndex, address(i), 0, sink);
        if (held != Held.WAITS) {
            buffers.free(buffer);
        }
        return held;
    }

    private void pass(final long ns) {
        on.nowNs.addAndGet(ns);
        on.host.host().turn();
    }

    /** As if packets had gone to a neighbour. */
    private void use(final int i, final int packets) {
        for (final var object : on.core.objects().objects()) {
            if (object.isNeighbor() && object.high() == address(i)) {
                final long word = on.core.forwarding().objectCounters(0).words() + object.index() * 8L;
                Memory.putLong(word, Memory.getLong(word) + packets * (1L << 36));
            }
        }
    }

    @Test
    void shouldBoundPacketsThatWaitInAllWhenManyAddressesAreSilent() {
        final int budget = buffers.pool().capacity() / 8;
        int waiting = 0;
        for (int i = 0; i < 4_000; i++) {
            if (i % 150 == 0) {
                pass(SECOND_NS / 5);
            }
            for (int k = 0; k < 3; k++) {
                waiting += hold(i) == Held.WAITS ? 1 : 0;
            }
        }
        assertThat(waiting).isEqualTo(budget);
        assertThat(on.core.neighbors().held()).isEqualTo(budget);
        plugin.go();
    }

    @Test
    void shouldAskNoMoreThanAllowedWhenAddressesAreSwept() {
        int throttled = 0;
        for (int i = 0; i < 50_000; i++) {
            on.nowNs.addAndGet(SECOND_NS / 50_000);
            on.host.host().turn();
            throttled += hold(i) == Held.THROTTLED ? 1 : 0;
        }
        // One interface has half of the 4,000 a second, and a tenth of a second's worth to begin with.
        assertThat(family.asked.size()).isBetween(1_500, 2_300);
        assertThat(throttled).isGreaterThan(40_000);
        assertThat(on.core.objects().taken()).isLessThan(3_000);
    }

    @Test
    void shouldEvictStalestAndNeverThoseInUseWhenTableIsFull() {
        on.core.neighbors().configure(on.core.families().find("ip"), 0, 1_000, true);
        for (int i = 0; i < 1_000; i++) {
            if (i % 100 == 0) {
                pass(SECOND_NS / 10);
            }
            neighbors.heard(interfaceIndex, address(i), 0, 0x020000000000L + i, true, sink);
        }
        neighbors.add(interfaceIndex, address(1), 0, 7, true);
        assertThat(neighbors.entries()).hasSize(1_000);
        for (int i = 500; i < 1_000; i++) {
            use(i, 1);
        }
        for (int i = 1_000; i < 5_000; i++) {
            if (i % 100 == 0) {
                pass(SECOND_NS / 10);
            }
            neighbors.heard(interfaceIndex, address(i), 0, 0x020000000000L + i, true, sink);
        }
        assertThat(neighbors.entries()).hasSize(1_000);
        assertThat(neighbors.entries())
                .extracting(Neighbors.Entry::high)
                .contains(address(1))
                .containsAll(IntStream.range(500, 1_000)
                        .mapToObj(NeighborsTest::address)
                        .toList())
                .contains(address(4_999));
    }

    @Test
    void shouldRefuseNewNeighborsWhenTableIsFullAndMayNotRecycle() {
        on.core.neighbors().configure(on.core.families().find("ip"), 0, 10, false);
        for (int i = 0; i < 20; i++) {
            neighbors.heard(interfaceIndex, address(i), 0, 0x020000000000L + i, true, sink);
        }
        assertThat(neighbors.entries()).hasSize(10);
    }

    @Test
    void shouldTurnPacketsAwayAsTableIsFullWhenAnswerFindsNoRoom() {
        on.core.neighbors().configure(on.core.families().find("ip"), 0, 2, true);
        assertThat(hold(1)).isEqualTo(Held.WAITS);
        assertThat(hold(1)).isEqualTo(Held.WAITS);
        // Two that were given, of whom none gives way.
        neighbors.add(interfaceIndex, address(8), 0, 0x020000000008L, true);
        neighbors.add(interfaceIndex, address(9), 0, 0x020000000009L, true);
        assertThat(neighbors.heard(interfaceIndex, address(1), 0, 0x020000000001L, false, sink))
                .isEqualTo(Heard.TABLE_FULL);
        assertThat(family.turnedAway).hasSize(2);
        assertThat(on.core.neighbors().held()).isZero();
        assertThat(hold(1)).isEqualTo(Held.TABLE_FULL);
        // With room the next packet waits again.
        neighbors.remove(interfaceIndex, address(9), 0);
        assertThat(hold(1)).isEqualTo(Held.WAITS);
        assertThat(neighbors.heard(interfaceIndex, address(1), 0, 0x020000000001L, false, sink))
                .isEqualTo(Heard.HEEDED);
        assertThat(sent).hasSize(1);
        family.turnedAway.forEach(buffers::free);
    }

    @Test
    void shouldAskForNobodyWhenTableIsFullAndNobodyGivesWay() {
        on.core.neighbors().configure(on.core.families().find("ip"), 0, 1, false);
        neighbors.heard(interfaceIndex, address(1), 0, 0x020000000001L, true, sink);
        assertThat(hold(2)).isEqualTo(Held.TABLE_FULL);
        assertThat(family.asked).isEmpty();
        assertThat(neighbors.heard(interfaceIndex, address(3), 0, 0x020000000003L, true, sink))
                .isEqualTo(Heard.TABLE_FULL);
    }

    @Test
    void shouldLoseNoPacketAndCountRightWhenAskingThrows() {
        family.fails = true;
        final int buffer = buffers.allocate();
        Buffer.begin(Buffer.address(buffer), 0, 64, interfaceIndex);
        assertThatThrownBy(() -> neighbors.hold(buffer, interfaceIndex, address(1), 0, sink))
                .hasMessage("nobody can be asked");
        assertThat(on.core.neighbors().held()).isZero();
        family.fails = false;
        on.nowNs.addAndGet(2 * SECOND_NS);
        on.host.host().turn();
        assertThat(neighbors.hold(buffer, interfaceIndex, address(1), 0, sink)).isEqualTo(Held.WAITS);
        assertThat(on.core.neighbors().held()).isOne();
        neighbors.heard(interfaceIndex, address(1), 0, 0x020000000001L, false, sink);
        assertThat(sent).containsExactly(buffer);
        assertThat(on.core.neighbors().held()).isZero();
        assertThat(hold(1)).isEqualTo(Held.KNOWN);
        buffers.free(buffer);
    }

    @Test
    void shouldNeedNoBarrierWhenManyRoutesHaveGoneAndNeighborAnswers() {
        final var source = on.fib(plugin).source("pool", 20);
        final var table = on.fib(plugin).table("ip", 0);
        final long closed = on.host.host().workers().size();
        for (int round = 0; round < 4; round++) {
            source.updateMany(table, Prefix.ip4(0x14000000, 24), 5_000, List.of(Path.drop()));
            source.removeMany(table, Prefix.ip4(0x14000000, 24), 5_000);
            on.host.host().turn();
            on.host.host().turn();
            neighbors.heard(interfaceIndex, address(round), 0, 0x020000000001L, true, sink);
        }
        assertThat(closed).isZero();
        assertThat(neighbors.entries()).hasSize(4);
        // Numbers come back: four times as many were used as there were ever at once.
        assertThat(on.core.routes().usedBytes()).isLessThan(3L * 5_000 * 48);
    }

    /** The operator attaches a wide route to a link; whatever routes come then may lie within it, and take neighbours off the link. */
    @Test
    void shouldLookAtFewNeighborsForEachRouteThatComes() {
        final int count = 50_000;
        on.core.neighbors().configure(on.core.families().find("ip"), 0, count, false);
        for (int i = 0; i < count; i++) {
            neighbors.add(interfaceIndex, address(i), 0, 0x020000000000L + i, false);
        }
        final var source = on.fib(plugin).source("wide", 20);
        final var table = on.fib(plugin).table("ip", 0);
        final int bare = on.core.routes().size() - count;
        family.looks = 0;
        source.update(table, Prefix.ip4((int) BASE, 8), List.of(Path.attached(interfaceIndex)));
        family.linked =
                high -> on.core.routes().attaches(on.core.routes().tables().get(0), high, 0, interfaceIndex);
        int most = family.looks;
        for (int i = 0; i < 1_000; i++) {
            family.looks = 0;
            source.update(table, Prefix.ip4((int) BASE + (i << 8), 24), List.of(Path.drop()));
            most = Math.max(most, family.looks);
            if (i % 100 == 0) {
                family.looks = 0;
                on.host.host().turn();
                most = Math.max(most, family.looks);
            }
        }
        assertThat(most).isBetween(1, 5_000);
        on.core.routes().walks().finish();
        assertThat(on.core.routes().size()).isEqualTo(bare + 1 + 1_000);
        for (int i = 0; i < 1_000; i++) {
            source.remove(table, Prefix.ip4((int) BASE + (i << 8), 24));
        }
        on.core.routes().walks().finish();
        assertThat(on.core.routes().size()).isEqualTo(bare + 1 + count);
    }
}
