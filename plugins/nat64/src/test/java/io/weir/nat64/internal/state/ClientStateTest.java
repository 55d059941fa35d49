package io.weir.nat64.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.IpProtocol;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker remembers of its clients, by a clock of the test's own. */
class ClientStateTest {
    private static final int POOL = 0xc633_6401;
    private static final int SECOND_POOL = 0xc633_6402;
    private static final int SERVER = 0x0808_0404;
    private static final int SYN = TcpState.SYN;
    private static final int ACK = 16;
    private static final long SECOND_NS = 1_000_000_000;

    private final long ports = OffHeap.reserve(PoolTable.BYTES);
    private final SharedState shared = new SharedState(pool(false));
    private final ClientState state = new StateStore(shared, 1).on(0, 0);
    private final long client = OffHeap.allocate(16);
    private long nowNs = 7;

    private PoolTable pool(final boolean two) {
        final PoolAddress first = new PoolAddress(0, POOL, PoolAddress.ANY, false, PoolAddress.NO_INTERFACE);
        return new PoolTable(
                ports,
                two
                        ? List.of(
                                first,
                                new PoolAddress(1, SECOND_POOL, PoolAddress.ANY, false, PoolAddress.NO_INTERFACE))
                        : List.of(first),
                List.of());
    }

    @AfterEach
    void close() {
        state.close();
        OffHeap.free(client);
        OffHeap.free(ports);
    }

    private int out(final int host, final int port, final int serverPort, final int protocol, final int flags) {
        Memory.putLongBe(client, 0x2001_0db8_0000_0000L);
        Memory.putLongBe(client + 8, host);
        return state.start().fromClient(client, port, 0, 0, SERVER, serverPort, protocol, flags);
    }

    private int udp(final int host, final int port, final int serverPort) {
        return out(host, port, serverPort, IpProtocol.UDP, 0);
    }

    private int poolPort(final int entry) {
        return SessionEntry.poolPort(state.sessions().value(entry));
    }

    private void pass(final long seconds) {
        nowNs += seconds * SECOND_NS;
        while (state.turn(nowNs)) {}
    }

    @Test
    void shouldBindAPortOnceWhoeverTheClientSendsTo() {
        final int first = udp(1, 4_000, 53);
        final int second = udp(1, 4_000, 54);
        assertThat(first).isPositive();
        assertThat(second).isPositive().isNotEqualTo(first);
        assertThat(poolPort(first)).isEqualTo(poolPort(second));
        assertThat(state.bindings().size()).isEqualTo(1);
        assertThat(poolPort(udp(2, 4_000, 53))).isNotEqualTo(poolPort(first));
    }

    @Test
    void shouldKeepParityAndRange() {
        for (int i = 0; i < 400; i++) {
            final int port = 1_024 + i * 7;
            assertThat(poolPort(udp(3, port, 9)) & 1).isEqualTo(port & 1);
            assertThat(poolPort(udp(3, port, 9))).isGreaterThanOrEqualTo(1_024);
            assertThat(poolPort(udp(4, 1 + i, 9))).isBetween(1, 1_023);
        }
    }

    @Test
    void shouldLetAnyServerAnswerToABoundPort() {
        final int port = poolPort(udp(1, 4_000, 53));
        final int entry = state.start().fromServer(0x0808_0808, 99, POOL, port, IpProtocol.UDP, 0);
        assertThat(entry).isPositive();
        assertThat(SessionEntry.low(state.sessions().key(entry))).isEqualTo(1);
        assertThat(SessionEntry.port(state.sessions().key(entry))).isEqualTo(4_000);
        assertThat(state.start().fromServer(0x0a00_0001, 99, POOL, port, IpProtocol.UDP, 0))
                .as("not global, and so not to be written under 64:ff9b::/96")
                .isEqualTo(NoSession.NO_PREFIX);
        assertThat(state.start().fromServer(SERVER, 53, POOL, port ^ 1, IpProtocol.UDP, 0))
                .isEqualTo(NoSession.NO_BINDING);
        assertThat(state.start().fromServer(SERVER, 53, POOL, port, IpProtocol.TCP, SYN))
                .isEqualTo(NoSession.NO_BINDING);
    }

    @Test
    void shouldEndSessionsAndThenTheBindingWhenTheirTimeIsOver() {
        pass(0);
        final int port = poolPort(udp(1, 4_000, 53));
        pass(200);
        state.packet(udp(1, 4_000, 54), true, 0);
        pass(101);
        assertThat(state.sessions().size()).isEqualTo(1);
        assertThat(Ports.taken(shared.pool().ports(0, 1), port)).isTrue();
        assertThat(Ports.owner(shared.pool().ports(0, 1), port)).isZero();
        pass(200);
        assertThat(state.sessions().size()).isZero();
        assertThat(state.bindings().size()).isZero();
        assertThat(state.clients()).isZero();
        assertThat(Ports.taken(shared.pool().ports(0, 1), port)).isFalse();
    }

    @Test
    void shouldBeginTcpWithASynOnlyAndFollowIt() {
        pass(0);
        assertThat(out(1, 4_000, 80, IpProtocol.TCP, ACK)).isEqualTo(NoSession.NOT_SYN);
        final int entry = out(1, 4_000, 80, IpProtocol.TCP, SYN);
        assertThat(SessionEntry.state(state.sessions().key(entry))).isEqualTo(TcpState.V6_INIT);
        assertThat(state.start().fromServer(SERVER, 80, POOL, poolPort(entry), IpProtocol.TCP, SYN | ACK))
                .isEqualTo(entry);
        assertThat(SessionEntry.state(state.sessions().key(entry))).isEqualTo(TcpState.ESTABLISHED);
        pass(7_000);
        assertThat(state.sessions().size()).isEqualTo(1);
        state.packet(entry, true, TcpState.RST);
        pass(241);
        assertThat(state.sessions().size()).isZero();
        assertThat(out(1, 4_001, 80, IpProtocol.TCP, SYN)).isPositive();
        pass(241);
        assertThat(state.sessions().size()).isZero();
    }

    @Test
    void shouldTryAnEstablishedSessionBeforeItEnds() {
        pass(0);
        shared.probes(true);
        final int entry = out(1, 4_000, 80, IpProtocol.TCP, SYN);
        state.packet(entry, false, SYN | ACK);
        pass(7_441);
        assertThat(SessionEntry.state(state.sessions().key(entry))).isEqualTo(TcpState.TRANSIENT);
        state.packet(entry, true, ACK);
        pass(7_000);
        assertThat(SessionEntry.state(state.sessions().key(entry))).isEqualTo(TcpState.ESTABLISHED);
        pass(800);
        assertThat(SessionEntry.state(state.sessions().key(entry))).isEqualTo(TcpState.TRANSIENT);
        pass(241);
        assertThat(state.sessions().size()).isZero();
    }

    @Test
    void shouldGiveOutEveryPortAndThenSayThatThereIsNone() {
        shared.limits(new Limits(1 << 20, 1 << 20, 100_000, 100_000, 128, false, 0, 0));
        final Set<Integer> given = new HashSet<>();
        int entry = 0;
        for (int port = 1_024; port < 65_536; port++) {
            entry = udp(1, port, 53);
            assertThat(entry).as("port %d", port).isPositive();
            assertThat(given.add(poolPort(entry))).isTrue();
        }
        assertThat(given).hasSize(64_512);
        assertThat(udp(2, 5_000, 53)).isEqualTo(NoSession.NO_PORT);
        assertThat(out(2, 5_000, 53, IpProtocol.ICMP, 0)).isPositive();
        shared.pool(pool(true));
        final int further = udp(2, 5_000, 53);
        assertThat(SessionEntry.poolAddress(state.sessions().value(further))).isEqualTo(SECOND_POOL);
        state.end(entry);
        assertThat(state.bindings().size()).isEqualTo(64_513);
    }

    @Test
    void shouldKeepAClientOnOneAddress() {
        shared.pool(pool(true));
        final Set<Integer> all = new HashSet<>();
        for (int host = 0; host < 64; host++) {
            final Set<Integer> own = new HashSet<>();
            for (int port = 2_000; port < 2_010; port++) {
                own.add(SessionEntry.poolAddress(state.sessions().value(udp(host, port, 53))));
                own.add(SessionEntry.poolAddress(state.sessions().value(out(host, port, 80, IpProtocol.TCP, SYN))));
            }
            assertThat(own).hasSize(1);
            all.addAll(own);
        }
        assertThat(all).containsExactlyInAnyOrder(POOL, SECOND_POOL);
    }

    @Test
    void shouldHoldOneClientToItsLimitAndServeOthers() {
        shared.limits(new Limits(1_000, 1_000, 10, 100, 64, false, 0, 0));
        for (int port = 2_000; port < 2_010; port++) {
            assertThat(udp(1, port, 53)).isPositive();
        }
        assertThat(udp(9, 2_010, 53)).as("of the same /64").isEqualTo(NoSession.CLIENT_LIMIT);
        Memory.putLongBe(client, 0x2001_0db8_0000_0001L);
        assertThat(state.start().fromClient(client, 2_010, 0, 0, SERVER, 53, IpProtocol.UDP, 0))
                .isPositive();
    }

    @Test
    void shouldKeepTheOperatorsBindingsWithoutSessions() {
        pass(0);
        assertThat(state.given().bindStatic(0x2001_0db8L << 32, 8, 80, IpProtocol.TCP, 0, POOL, 8_080))
                .isPositive();
        assertThat(state.given().bindStatic(0x2001_0db8L << 32, 9, 80, IpProtocol.TCP, 0, POOL, 8_080))
                .as("taken")
                .isEqualTo(GivenState.POOL_BOUND);
        assertThat(state.given().bindStatic(0x2001_0db8L << 32, 8, 80, IpProtocol.TCP, 0, POOL, 8_081))
                .isEqualTo(GivenState.CLIENT_BOUND);
        final int entry = state.start().fromServer(0x0808_0808, 1_234, POOL, 8_080, IpProtocol.TCP, SYN);
        assertThat(entry).isPositive();
        assertThat(SessionEntry.state(state.sessions().key(entry))).isEqualTo(TcpState.V4_INIT);
        assertThat(poolPort(out(8, 80, 99, IpProtocol.TCP, SYN))).isEqualTo(8_080);
        pass(300);
        assertThat(state.sessions().size()).isZero();
        assertThat(state.bindings().size()).isEqualTo(1);
        assertThat(state.given().releaseStatic(POOL, 8_080, IpProtocol.TCP)).isTrue();
        assertThat(state.bindings().size()).isZero();
        assertThat(Ports.taken(shared.pool().ports(0, 0), 8_080)).isFalse();
    }

    @Test
    void shouldRefuseSessionsBeyondTheLimitAndLeaveNoBindingBehind() {
        shared.limits(new Limits(3, 10, 10, 100, 128, false, 0, 0));
        for (int i = 0; i < 3; i++) {
            assertThat(udp(i, 4_000, 53)).isPositive();
        }
        assertThat(udp(4, 4_000, 53)).isEqualTo(NoSession.FULL);
        assertThat(state.bindings().size()).isEqualTo(3);
    }

    @Test
    void shouldHoldOnePortToItsClientsLimitOfSessions() {
        shared.limits(new Limits(1_000, 1_000, 10, 20, 128, false, 0, 0));
        pass(0);
        int first = 0;
        for (int i = 0; i < 20; i++) {
            final int entry = udp(1, 4_000, 1_000 + i);
            assertThat(entry).isPositive();
            first = i == 0 ? entry : first;
        }
        assertThat(udp(1, 4_000, 99)).isEqualTo(NoSession.CLIENT_SESSIONS);
        assertThat(udp(1, 4_001, 99)).isEqualTo(NoSession.CLIENT_SESSIONS);
        assertThat(state.bindings().size()).as("none is left without a session").isEqualTo(1);
        assertThat(udp(2, 4_000, 99)).as("others").isPositive();
        state.end(first);
        assertThat(udp(1, 4_001, 99)).isPositive();
        assertThat(state.countsOf(0x2001_0db8_0000_0000L, 1, 0)).containsExactly(2, 20);
        pass(301);
        assertThat(state.clients()).isZero();
    }

    @Test
    void shouldLeaveHalfOfAClientsSessionsToItself() {
        shared.limits(new Limits(1_000, 1_000, 10, 20, 128, false, 0, 0));
        final int port = poolPort(udp(1, 4_000, 53));
        for (int i = 0; i < 9; i++) {
            assertThat(state.start().fromServer(0x0808_0808 + i, 99, POOL, port, IpProtocol.UDP, 0))
                    .isPositive();
        }
        assertThat(state.start().fromServer(0x0909_0909, 99, POOL, port, IpProtocol.UDP, 0))
                .isEqualTo(NoSession.CLIENT_SESSIONS);
        assertThat(udp(1, 4_001, 99)).isPositive();
    }

    /** Takes all ports of the pool's address above 1,023 for ports like a client's. */
    private int takeAll() {
        int entry = 0;
        for (int i = 0; i < 64_512; i++) {
            entry = udp(i / 10_000, 2_000 + i % 10_000, 53);
            assertThat(entry).isPositive();
        }
        return entry;
    }

    @Test
    void shouldRefuseQuicklyWhenNoPortIsLeft() {
        takeAll();
        long leastNs = Long.MAX_VALUE;
        for (int batch = 0; batch < 100; batch++) {
            final long begunNs = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                if (udp(100 + i, 3_000, 53) != NoSession.NO_PORT) {
                    throw new AssertionError("a port");
                }
            }
            leastNs = Math.min(leastNs, System.nanoTime() - begunNs);
        }
        // Twice a thousand words for each took ten times as long.
        assertThat(leastNs / 1_000).as("ns for one").isLessThan(3_000);
    }

    @Test
    void shouldGiveAPortOutAgainAtOnceThoughThereWasNone() {
        final int last = takeAll();
        assertThat(udp(100, 3_000, 53)).isEqualTo(NoSession.NO_PORT);
        final int freed = poolPort(last);
        state.end(last);
        assertThat(poolPort(udp(100, 3_000, 53))).isEqualTo(freed);
        assertThat(udp(101, 3_000, 53)).isEqualTo(NoSession.NO_PORT);
    }

    @Test
    void shouldFindAPortAgainThatSomebodyElseHasGivenBack() {
        takeAll();
        assertThat(udp(100, 3_000, 53)).isEqualTo(NoSession.NO_PORT);
        Ports.giveBack(shared.pool().ports(0, 1), 5_000);
        nowNs += 100_000_000;
        state.turn(nowNs);
        assertThat(poolPort(udp(100, 3_000, 53))).isEqualTo(5_000);
    }

    @Test
    void shouldHaveAnyPacketBeginASessionInShadow() {
        assertThat(out(1, 4_000, 80, IpProtocol.TCP, ACK)).isEqualTo(NoSession.NOT_SYN);
        assertThat(state.start().fromServer(SERVER, 80, POOL, 5_000, IpProtocol.TCP, ACK))
                .isEqualTo(NoSession.NO_BINDING);
        shared.shadow();
        assertThat(out(1, 4_000, 80, IpProtocol.TCP, ACK)).isPositive();
        final int entry = state.start().fromServer(SERVER, 80, POOL, 5_000, IpProtocol.TCP, ACK);
        assertThat(entry).isPositive();
        assertThat(poolPort(entry)).isEqualTo(5_000);
        assertThat(state.start().fromServer(SERVER, 80, POOL, 5_000, IpProtocol.TCP, ACK))
                .isEqualTo(entry);
    }
}
