package io.weir.nat64.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.memory.PageSize;
import io.weir.net.IpProtocol;
import io.weir.testkit.TestWorker;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that are made to end, of a worker whose time is the test's. */
class SweepTest {
    private static final int POOL = 0xc633_6401;
    private static final int MANY = 5_000;

    private final BufferPool buffers = new BufferPool("test", 256, PageSize.DEFAULT);
    private final TestWorker worker = new TestWorker(new Buffers(buffers));
    private final long ports = OffHeap.reserve(PoolTable.BYTES);
    private final SharedState shared = new SharedState(new PoolTable(
            ports, List.of(new PoolAddress(0, POOL, PoolAddress.ANY, false, PoolAddress.NO_INTERFACE)), List.of()));
    private final ClientState state = new StateStore(shared, 1).on(0, 0);
    private long clockNs;
    /** What passes from one look at the clock to the next. */
    private long lookNs;

    private final Sweep sweep = new Sweep(worker, state, () -> clockNs += lookNs);
    private final long client = OffHeap.allocate(16);

    @AfterEach
    void close() {
        sweep.close();
        state.close();
        worker.close();
        buffers.close();
        OffHeap.free(client);
        OffHeap.free(ports);
    }

    private void begin() {
        Memory.putLongBe(client, 0x2001_0db8_0000_0000L);
        for (int i = 0; i < MANY; i++) {
            Memory.putLongBe(client + 8, i);
            assertThat(state.start().fromClient(client, 4_000, 0, 0, 0x0808_0808, i & 1, IpProtocol.UDP, 0))
                    .isPositive();
        }
        state.given().bindStatic(0x2001_0db8L << 32, 8, 80, IpProtocol.TCP, 0, POOL, 8_080);
    }

    /** Turns until it is done; no turn ends more than a part. */
    private void sweepAll() {
        for (int turn = 1; sweep.busy(); turn++) {
            final int before = state.sessions().size();
            worker.now(turn);
            assertThat(before - state.sessions().size()).isLessThanOrEqualTo(128);
            assertThat(turn).isLessThan(MANY);
        }
    }

    @Test
    void shouldEndWhatIsMeantInPartsAndBindingsWithThem() {
        begin();
        sweep.ending((key, value) -> SessionEntry.serverPort(key) == 1).run();
        sweep.ending((key, value) -> SessionEntry.low(key) < 10).run();
        assertThat(sweep.busy()).isTrue();
        sweepAll();
        assertThat(state.sessions().size()).isEqualTo(MANY / 2 - 5);
        assertThat(state.bindings().size()).isEqualTo(MANY / 2 - 5 + 1);
    }

    @Test
    void shouldEndFewerInATurnWhereEachTakesLong() {
        begin();
        lookNs = 40_000;
        sweep.endingAll().run();
        worker.now(1);
        assertThat(MANY - state.sessions().size()).isEqualTo(16);
        sweepAll();
        assertThat(state.sessions().size()).isZero();
    }

    @Test
    void shouldEndTheOperatorsBindingsTooWhenAllIsToGo() {
        begin();
        sweep.endingAll().run();
        sweepAll();
        assertThat(state.sessions().size()).isZero();
        assertThat(state.bindings().size()).isZero();
        assertThat(state.clients()).isZero();
        assertThat(Ports.isEmpty(shared.pool().ports(0, 0))).isTrue();
        assertThat(Ports.isEmpty(shared.pool().ports(0, 1))).isTrue();
    }
}
