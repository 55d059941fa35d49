package io.weir.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session table promises besides being a map. */
class SessionTableTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final Expiry OVER = (table, entry) -> Expiry.OVER;

    private final long reservedBefore = OffHeap.reservedBytes();
    private long key;

    @BeforeEach
    void begin() {
        key = OffHeap.allocate(64);
    }

    @AfterEach
    void nothingIsLeft() {
        OffHeap.free(key);
        assertThat(OffHeap.reservedBytes()).isEqualTo(reservedBefore);
    }

    private static SessionTable table(final int limit) {
        final SessionTable made = SessionTable.create(new TableShape(16, 8, 1, limit));
        made.expire(0, 0, OVER);
        return made;
    }

    private int insert(final SessionTable table, final long number, final long timeoutNs) {
        return insert(table, number, 0, timeoutNs);
    }

    private int insert(final SessionTable table, final long first, final long second, final long timeoutNs) {
        Memory.putLong(key, first);
        Memory.putLong(key + 8, second);
        final int entry = table.insert(key, table.hash(key), timeoutNs);
        if (entry > 0) {
            table.endChange(entry);
        }
        return entry;
    }

    @Test
    void shouldRefuseAndCountWhenTheLimitIsReached() {
        try (SessionTable table = table(1_000)) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(insert(table, i, SECOND_NS)).isPositive();
            }
            assertThat(insert(table, 1_000, SECOND_NS)).isZero();
            assertThat(insert(table, 1_001, SECOND_NS)).isZero();
            assertThat(insert(table, 5, SECOND_NS)).as("one that is there").isNegative();
            assertThat(table.statistics())
                    .isEqualTo(new TableStatistics(
                            1_000, 1_000, 0, 0, 2, 0, table.statistics().collisions()));
            table.remove(-insert(table, 5, SECOND_NS));
            assertThat(insert(table, 1_000, SECOND_NS)).isPositive();
            assertThat(insert(table, 5, SECOND_NS)).isZero();
        }
    }

    @Test
    void shouldBoundEachTurnWhenAllExpireAtOnce() {
        try (SessionTable table = table(20_000)) {
            for (int i = 0; i < 20_000; i++) {
                insert(table, i, SECOND_NS);
            }
            assertThat(table.expire(SECOND_NS / 2, 100, OVER)).isLessThanOrEqualTo(100);
            int turns = 0;
            while (table.size() > 0) {
                assertThat(table.expire(2 * SECOND_NS, 100, OVER)).isBetween(1, 100);
                turns++;
            }
            assertThat(turns).isBetween(200, 800);
            assertThat(table.statistics().expired()).isEqualTo(20_000);
            assertThat(table.expire(2 * SECOND_NS, 100, OVER)).isZero();
        }
    }

    @Test
    void shouldTakeNoStepsWhenSessionsAreTouchedInTime() {
        try (SessionTable table = table(100)) {
            final int entry = insert(table, 1, 10 * SECOND_NS);
            int steps = 0;
            for (long ns = 0; ns < 1_000 * SECOND_NS; ns += SECOND_NS / 10) {
                steps += table.expire(ns, 10, OVER);
                table.touch(entry);
            }
            assertThat(table.size()).isEqualTo(1);
            assertThat(steps)
                    .as("it is linked anew when its slot comes, not when it is touched")
                    .isLessThan(1_000);
        }
    }

    @Test
    void shouldKeepASessionWhenItsExpiryIsPutOff() {
        final int[] asked = new int[1];
        final Expiry twice = (table, entry) -> ++asked[0] < 3 ? SECOND_NS : Expiry.OVER;
        try (SessionTable table = table(100)) {
            insert(table, 1, SECOND_NS);
            for (int i = 1; i <= 2; i++) {
                table.expire(i * 3 * SECOND_NS, 10, twice);
                assertThat(asked[0]).isEqualTo(i);
                assertThat(table.size()).isEqualTo(1);
            }
            table.expire(9 * SECOND_NS, 10, twice);
            assertThat(table.size()).isZero();
        }
    }

    @Test
    void shouldLetASessionGoWhenItsExpiryThrowsOrRemovesIt() {
        try (SessionTable table = table(100)) {
            insert(table, 1, SECOND_NS);
            insert(table, 2, SECOND_NS);
            final Expiry removes = (which, entry) -> {
                which.remove(entry);
                return Expiry.OVER;
            };
            assertThatThrownBy(() -> table.expire(3 * SECOND_NS, 10, removes))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("return OVER");
            assertThat(table.size()).isEqualTo(1);
            assertThatThrownBy(() -> table.expire(3 * SECOND_NS, 10, removes))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(table.size()).isZero();
            table.expire(4 * SECOND_NS, 10, OVER);
            assertThat(insert(table, 1, SECOND_NS)).isPositive();
        }
    }

    @Test
    void shouldLetAnExpiryRemoveAndAddOthers() {
        try (SessionTable table = table(100)) {
            final int first = insert(table, 1, SECOND_NS);
            final int other = insert(table, 2, 100 * SECOND_NS);
            table.expire(3 * SECOND_NS, 10, (which, entry) -> {
                assertThat(entry).isEqualTo(first);
                which.remove(other);
                insert(which, 3, SECOND_NS);
                return Expiry.OVER;
            });
            assertThat(table.size()).isEqualTo(1);
            table.expire(6 * SECOND_NS, 10, OVER);
            assertThat(table.size()).isZero();
        }
    }

    @Test
    void shouldRefuseToRemoveWhatIsNotThere() {
        try (SessionTable table = table(100)) {
            final int entry = insert(table, 1, SECOND_NS);
            table.remove(entry);
            assertThatThrownBy(() -> table.remove(entry)).hasMessage("there is no session " + entry);
            assertThatThrownBy(() -> table.remove(0)).hasMessage("there is no session 0");
        }
    }

    @Test
    void shouldSpreadKeysThatWereChosenToCollideElsewhere() {
        try (SessionTable attacked = table(1 << 16);
                SessionTable other = table(1 << 16)) {
            int crafted = 0;
            for (long i = 0; crafted < 2_000; i++) {
                Memory.putLong(key, i);
                Memory.putLong(key + 8, 0);
                // In the other table all of these are in 16 lines of 1,024.
                if ((other.hash(key) & 0x3f0) == 0x120) {
                    assertThat(insert(attacked, i, SECOND_NS)).isPositive();
                    crafted++;
                }
            }
            assertThat(attacked.statistics().collisions()).isLessThan(400);
            assertThat(attacked.statistics().crowded()).isZero();
        }
    }

    @Test
    void shouldSpreadKeysThatDifferInFewBits() {
        for (int shape = 0; shape < 4; shape++) {
            try (SessionTable table = table(40_000)) {
                for (long i = 0; i < 40_000; i++) {
                    final long low = i & 0xff;
                    final long high = i >>> 8;
                    final int entry =
                            switch (shape) {
                                case 0 -> insert(table, i, 0, SECOND_NS);
                                case 1 -> insert(table, 0, i << 32, SECOND_NS);
                                case 2 -> insert(table, low << 24, high << 48, SECOND_NS);
                                default -> insert(table, i << 40 | 0x0a000001L, ~i, SECOND_NS);
                            };
                    assertThat(entry).as("key %d of shape %d", i, shape).isPositive();
                }
                assertThat(table.statistics().crowded()).isZero();
                assertThat(table.statistics().collisions())
                        .as("shape %d", shape)
                        .isLessThan(6_000);
            }
        }
    }

    /** Under these secrets, the sums of keys that are so far from each other have the same upper half. */
    @ParameterizedTest
    @ValueSource(ints = {2, 300, 10_000})
    void shouldSpreadKeysThatCountUpWhateverTheSecrets(final int period) {
        try (SessionTable made = SessionTable.create(new TableShape(16, 8, 1, 40_000))) {
            final TableState state = made.exportState();
            final BigInteger multiplier = BigInteger.ONE.shiftLeft(64).divide(BigInteger.valueOf(period));
            Memory.putLong(state.address() + TableMemory.SECRETS + 2 * 8, multiplier.longValue() + 1);
            try (SessionTable table = SessionTable.attach(state, made.shape())) {
                table.expire(0, 0, OVER);
                for (long i = 0; i < 40_000; i++) {
                    assertThat(insert(table, i, SECOND_NS)).as("key %d", i).isPositive();
                }
                assertThat(table.statistics().collisions()).isLessThan(6_000);
            }
        }
    }

    @Test
    void shouldRefuseToTakeOverWhatItDoesNotKnow() {
        final TableShape shape = new TableShape(16, 8, 1, 1_000);
        final TableState state;
        try (SessionTable table = SessionTable.create(shape)) {
            state = table.exportState();
            refused(new TableState(9, state.address(), shape), shape, "layout 9");
            refused(state, new TableShape(24, 8, 1, 1_000), "key bytes 16", "only one with 24");
            refused(state, new TableShape(16, 16, 1, 1_000), "value bytes 8", "only one with 16");
            refused(state, new TableShape(16, 8, 2, 1_000), "value layout 1", "only one with 2");
            refused(state, new TableShape(16, 8, 1, 2_000), "for 1000 sessions", "for 2000");
            refused(new TableState(state.layout(), 64, shape), shape, "no session table at 0x40");
            refused(
                    new TableState(state.layout(), state.address(), new TableShape(16, 8, 1, 10)),
                    shape,
                    "the session table is a");
            try (SessionTable smaller = SessionTable.attach(state, new TableShape(16, 8, 1, 2))) {
                assertThat(insert(smaller, 1, SECOND_NS)).isPositive();
                assertThat(insert(smaller, 2, SECOND_NS)).isPositive();
                assertThat(insert(smaller, 3, SECOND_NS)).isZero();
            }
            assertThat(insert(table, 3, SECOND_NS)).isPositive();
            assertThat(table.size()).isEqualTo(3);
        }
        refused(state, shape, "no session table at");
    }

    private static void refused(final TableState state, final TableShape wanted, final String... why) {
        assertThatThrownBy(() -> SessionTable.attach(state, wanted).close())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(why);
    }

    @Test
    void shouldRefuseShapesThatItCanNotHold() {
        assertThatThrownBy(() -> new TableShape(20, 8, 1, 1)).hasMessageContaining("not 20");
        assertThatThrownBy(() -> new TableShape(16, 12, 1, 1)).hasMessageContaining("not 12");
        assertThatThrownBy(() -> new TableShape(16, 8, 1, 0)).hasMessageContaining("not 0");
    }

    @Test
    void shouldKeepTheMemoryUntilTheLastOneHasClosed() {
        final SessionTable old = table(1_000);
        final SessionTable next = SessionTable.attach(old.exportState(), old.shape());
        insert(next, 7, SECOND_NS);
        final TableCursor cursor = next.cursor();
        old.close();
        old.close();
        next.close();
        assertThat(cursor.next()).isTrue();
        assertThat(Memory.getLong(cursor.key())).isEqualTo(7);
        cursor.close();
        cursor.close();
        assertThatThrownBy(next::cursor).hasMessageContaining("closed");
        assertThat(next.provision(1)).as("a provisioner that comes late").isZero();
    }

    @Test
    void shouldPassOverASessionWhoseChangeNeverEnds() {
        try (SessionTable table = table(10);
                TableCursor cursor = table.cursor()) {
            table.beginChange(insert(table, 1, SECOND_NS));
            final int second = insert(table, 2, SECOND_NS);
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.done()).isFalse();
            while (!cursor.next()) {
                Thread.onSpinWait();
            }
            assertThat(cursor.entry()).isEqualTo(second);
            assertThat(cursor.skipped()).isEqualTo(1);
            assertThat(cursor.done()).isTrue();
        }
    }

    @Test
    void shouldTakeMemoryAheadUntilThereIsEnough() {
        try (SessionTable table = table(200_000)) {
            insert(table, 1, SECOND_NS);
            long taken = 0;
            long step = table.provision(1);
            while (step > 0) {
                assertThat(step).isLessThanOrEqualTo(2 << 20);
                taken += step;
                step = table.provision(1);
            }
            assertThat(taken).as("an empty table's").isBetween(6L << 20, 12L << 20);
            assertThat(insert(table, 1, SECOND_NS)).isNegative();
            assertThat(table.bytes()).isLessThan(1 << 20);
        }
    }

    @Test
    void shouldAllocateNothingOnTheHeap() {
        final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final int[] hashes = new int[1];
        final int[] found = new int[1];
        try (SessionTable table = table(1_000)) {
            long before = 0;
            for (int i = 0; i < 20_000; i++) {
                if (i == 10_000) {
                    before = memory.getCurrentThreadAllocatedBytes();
                }
                insert(table, i, SECOND_NS);
                table.hash(key, 1, hashes);
                table.lookup(key, hashes, 1, found);
                table.touch(found[0]);
                table.expire(i * 10_000_000L, 10, OVER);
            }
            final long bytes = memory.getCurrentThreadAllocatedBytes() - before;
            if (!Memory.CHECKED) {
                assertThat(bytes).isLessThan(10_000);
            }
        }
    }
}
