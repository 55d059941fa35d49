package io.weir.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A cursor beside an owner that never rests. */
class CursorTest {
    private static final int LASTING = 200;
    private static final int COMING = 8;
    private static final int PASSES = 300;
    private static final int VALUE_WORDS = 128;
    private static final long FOREVER_NS = 1L << 50;

    private final SessionTable table = SessionTable.create(new TableShape(40, VALUE_WORDS * 8, 1, 2 * LASTING));
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean done;

    @Test
    void shouldSeeEachLastingSessionOnceAndNoneTorn() throws InterruptedException {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread owner = new Thread(
                () -> {
                    try {
                        own();
                    } catch (final Throwable e) {
                        failure.set(e);
                    }
                },
                "owner");
        owner.start();
        begun.await();
        try {
            for (int pass = 0; pass < PASSES; pass++) {
                list();
            }
        } finally {
            done = true;
            owner.join();
            table.close();
        }
        assertThat(failure.get()).isNull();
    }

    private void list() {
        final BitSet seen = new BitSet();
        int torn = 0;
        try (TableCursor cursor = table.cursor()) {
            while (!cursor.done()) {
                if (!cursor.next()) {
                    continue;
                }
                final long number = Memory.getLong(cursor.key());
                for (int word = 1; word < 5; word++) {
                    assertThat(Memory.getLong(cursor.key() + word * 8L)).isEqualTo(number * word);
                }
                final long value = Memory.getLong(cursor.value());
                for (int word = 1; word < VALUE_WORDS; word++) {
                    torn += Memory.getLong(cursor.value() + word * 8L) == value + word * number ? 0 : 1;
                }
                if (number < LASTING) {
                    assertThat(seen.get((int) number))
                            .as("%d is seen once", number)
                            .isFalse();
                    seen.set((int) number);
                }
            }
            assertThat(cursor.skipped()).isZero();
        }
        assertThat(torn).as("all of a value is of one moment").isZero();
        assertThat(seen.cardinality()).isEqualTo(LASTING);
    }

    private void own() {
        final long key = OffHeap.allocate(40);
        final Random random = new Random(5);
        final int[] coming = new int[COMING];
        table.expire(0, 0, (which, entry) -> Expiry.OVER);
        for (int i = 0; i < LASTING; i++) {
            insert(key, i, random.nextLong());
        }
        begun.countDown();
        long number = LASTING;
        while (!done) {
            final int place = random.nextInt(COMING);
            if (coming[place] == 0) {
                coming[place] = insert(key, number++, random.nextLong());
            } else if (random.nextBoolean()) {
                table.remove(coming[place]);
                coming[place] = 0;
            } else {
                table.beginChange(coming[place]);
                write(coming[place], random.nextLong());
            }
            table.expire(number * 1_000, 8, (which, entry) -> Expiry.OVER);
        }
        OffHeap.free(key);
    }

    private int insert(final long key, final long number, final long value) {
        for (int word = 0; word < 5; word++) {
            Memory.putLong(key + word * 8L, word == 0 ? number : number * word);
        }
        final int entry = table.insert(key, table.hash(key), FOREVER_NS);
        write(entry, value);
        return entry;
    }

    private void write(final int entry, final long value) {
        final long number = Memory.getLong(table.key(entry));
        for (int word = 0; word < VALUE_WORDS; word++) {
            Memory.putLong(table.value(entry) + word * 8L, value + word * number);
        }
        table.endChange(entry);
    }
}
