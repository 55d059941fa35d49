package io.weir.acl.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.memory.PageSize;
import io.weir.net.FlowKey;
import io.weir.net.IpProtocol;
import io.weir.table.SessionTable;
import io.weir.table.TableShape;
import io.weir.testkit.TestWorker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that are over, of a worker whose time is the test's. */
class SessionsTest {
    private static final int MANY = 4_000;
    /** Far less than the timer's period, so that what is done in them is done at once. */
    private static final int TURNS = 100;

    private static final long OVER_NS = Duration.ofHours(1).toNanos();

    private final BufferPool pool = new BufferPool("test", 256, PageSize.DEFAULT);
    private final TestWorker worker = new TestWorker(new Buffers(pool));
    private final SessionTable ip4 =
            SessionTable.create(new TableShape(FlowKey.IP4_BYTES, SessionValue.BYTES, 1, MANY));
    private final SessionTable ip6 =
            SessionTable.create(new TableShape(FlowKey.IP6_BYTES, SessionValue.BYTES, 1, MANY));
    private final Sessions sessions = new Sessions(worker, ip4, ip6, 1, () -> SessionSettings.DEFAULT);
    private final long key = OffHeap.allocate(FlowKey.IP6_BYTES);

    @AfterEach
    void close() {
        sessions.close();
        ip4.close();
        ip6.close();
        OffHeap.free(key);
        worker.close();
        pool.close();
    }

    private void begin(final boolean family6) {
        final SessionTable table = sessions.table(family6);
        for (int i = 0; i < MANY / 2; i++) {
            Memory.putInt(key, i);
            assertThat(sessions.begin(family6, key, table.hash(key), IpProtocol.UDP, 0, new Origin()))
                    .isPositive();
        }
    }

    @Test
    void shouldEndAllThatAreOverInTurnsThatFollowAtOnceWhenNoPacketsCome() {
        worker.now(1);
        sessions.expire();
        begin(false);
        begin(true);
        int before = ip4.size() + ip6.size();
        assertThat(before).isEqualTo(MANY);
        for (int turn = 0; turn < TURNS; turn++) {
            worker.now(OVER_NS + turn);
            final int left = ip4.size() + ip6.size();
            assertThat(before - left).as("a part in one turn").isLessThanOrEqualTo(512);
            before = left;
        }
        assertThat(before).isZero();
    }
}
