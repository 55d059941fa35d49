package io.weir.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A session table against a map: what is done at random to both leaves the same in both, whoever of two versions owns it. */
class TableModelTest {
    private static final long TICK_NS = 1 << 20;
    private static final int KEYS = 700;
    private static final int LIMIT = 500;
    private static final int VECTOR = 256;
    private static final long FREE_BITS = 0xffff_0000_0000_0000L;

    /** A session as the model has it. */
    private static final class Session {
        private int entry;
        private long timeoutNs;
        private long deadlineNs;
        private long value;
    }

    private final Random random = new Random();
    private final Map<Integer, Session> model = new HashMap<>();
    private SessionTable table;
    private int keyBytes;
    /** Half the runs have second keys: the first key's last word, and a word of the value that isn't compared. */
    private boolean pairs;

    private long keys;
    private long nowNs;
    private boolean draining;

    @Property(tries = 150)
    void shouldHoldWhatTheModelHolds(@ForAll final long seed) {
        random.setSeed(seed);
        keyBytes = new int[] {16, 24, 32, 40}[random.nextInt(4)];
        pairs = random.nextBoolean();
        final long reserved = OffHeap.reservedBytes();
        keys = OffHeap.allocate(KEYS * (long) keyBytes);
        for (int i = 0; i < KEYS * keyBytes; i += 8) {
            // Keys of the world differ in few bits.
            Memory.putLong(keys + i, random.nextInt(4));
        }
        for (int i = 0; i < KEYS; i++) {
            Memory.putInt(key(i) + (keyBytes - 4), i);
        }
        model.clear();
        draining = false;
        nowNs = random.nextLong() >> 2;
        table = SessionTable.create(shape());
        table.expire(nowNs, 1, this::expired);
        for (int step = 0; step < 1_200; step++) {
            act();
        }
        compare();
        draining = true;
        pass(1L << 42);
        assertThat(model).isEmpty();
        assertThat(table.size()).isZero();
        list();
        table.close();
        OffHeap.free(keys);
        assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
    }

    private TableShape shape() {
        return new TableShape(
                keyBytes, 16, 3, LIMIT, pairs ? new OtherKey(keyBytes - 8, free() ? FREE_BITS : 0, -1L) : null);
    }

    /** Whether the third word of the first key has bits that are not compared; it isn't the last, which has the number. */
    private boolean free() {
        return pairs && keyBytes >= 32;
    }

    private long key(final int number) {
        return keys + (long) number * keyBytes;
    }

    private void act() {
        final int number = random.nextInt(KEYS);
        switch (random.nextInt(40)) {
            case 0, 1 -> remove(number);
            case 2, 3, 4, 5 -> touch(number);
            case 6, 7 -> timeout(number);
            case 8 -> pass(random.nextLong() >>> 22 + random.nextInt(30));
            case 9 -> handOver();
            case 10 -> lookup();
            case 11 -> list();
            case 12, 13, 14 -> change(number);
            default -> insert(number);
        }
    }

    private long anyTimeoutNs() {
        return random.nextLong() >>> 22 + random.nextInt(20);
    }

    private void insert(final int number) {
        final long timeoutNs = anyTimeoutNs();
        final int entry = table.insert(key(number), table.hash(key(number)), timeoutNs);
        final Session present = model.get(number);
        if (present != null) {
            assertThat(entry).isEqualTo(-present.entry);
        } else if (model.size() == LIMIT) {
            assertThat(entry).isZero();
        } else {
            assertThat(entry).isPositive();
            assertThat(Memory.getLong(table.value(entry))).isZero();
            assertThat(Memory.getLong(table.value(entry) + 8)).isZero();
            final Session made = new Session();
            made.entry = entry;
            made.timeoutNs = timeoutNs;
            made.deadlineNs = nowNs + timeoutNs;
            model.put(number, made);
            assertThat(!pairs || table.putOther(entry)).isTrue();
            write(made, random.nextLong());
        }
    }

    private void write(final Session session, final long value) {
        session.value = value;
        Memory.putLong(table.value(session.entry), value);
        Memory.putLong(table.value(session.entry) + 8, ~value);
        if (free()) {
            Memory.putShort(table.key(session.entry) + 22, (int) value);
        }
        table.endChange(session.entry);
    }

    private void change(final int number) {
        final Session session = model.get(number);
        if (session != null) {
            table.beginChange(session.entry);
            write(session, random.nextLong());
        }
    }

    private void remove(final int number) {
        final Session gone = model.remove(number);
        if (gone != null) {
            table.remove(gone.entry);
        }
    }

    private void touch(final int number) {
        final Session session = model.get(number);
        if (session != null) {
            table.touch(session.entry);
            session.deadlineNs = Math.max(session.deadlineNs, nowNs + session.timeoutNs);
        }
    }

    private void timeout(final int number) {
        final Session session = model.get(number);
        if (session != null) {
            session.timeoutNs = anyTimeoutNs();
            session.deadlineNs = nowNs + session.timeoutNs;
            table.timeout(session.entry, session.timeoutNs);
        }
    }

    /** Called by the table. */
    private long expired(final SessionTable which, final int entry) {
        final int number = Memory.getInt(which.key(entry) + keyBytes - 4);
        final Session session = model.get(number);
        assertThat(session).isNotNull();
        assertThat(session.entry).isEqualTo(entry);
        assertThat(session.deadlineNs).as("not before its time").isLessThanOrEqualTo(nowNs);
        assertThat(Memory.getLong(which.value(entry))).isEqualTo(session.value);
        if (!draining && random.nextInt(3) == 0) {
            final long moreNs = anyTimeoutNs() + 1;
            session.deadlineNs = nowNs + moreNs;
            return moreNs;
        }
        model.remove(number);
        return Expiry.OVER;
    }

    private void pass(final long ns) {
        nowNs += ns;
        final int most = 1 + random.nextInt(64);
        int steps;
        do {
            steps = table.expire(nowNs, most, this::expired);
            assertThat(steps).isLessThanOrEqualTo(most);
        } while (steps > 0);
        assertThat(model.values().stream()
                        .mapToLong(session -> session.deadlineNs)
                        .min()
                        .orElse(nowNs))
                .as("none is late")
                .isGreaterThan(nowNs - 3 * TICK_NS);
        assertThat(table.size()).isEqualTo(model.size());
    }

    private void handOver() {
        final SessionTable old = table;
        table = SessionTable.attach(old.exportState(), shape());
        old.close();
    }

    private void lookup() {
        final int count = 1 + random.nextInt(VECTOR);
        final long wanted = OffHeap.allocate(VECTOR * (long) keyBytes);
        final int[] numbers = new int[count];
        final int[] hashes = new int[count];
        final int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextInt(KEYS);
            Memory.copy(key(numbers[i]), wanted + (long) i * keyBytes, keyBytes);
        }
        table.hash(wanted, count, hashes);
        final int present = table.lookup(wanted, hashes, count, found);
        int expected = 0;
        for (int i = 0; i < count; i++) {
            final Session session = model.get(numbers[i]);
            assertThat(found[i]).isEqualTo(session == null ? 0 : session.entry);
            expected += session == null ? 0 : 1;
        }
        assertThat(present).isEqualTo(expected);
        if (pairs) {
            lookupOther(numbers, expected);
        }
        OffHeap.free(wanted);
    }

    private void lookupOther(final int[] numbers, final int expected) {
        final long wanted = OffHeap.allocate(VECTOR * (long) OtherKey.BYTES);
        for (int i = 0; i < numbers.length; i++) {
            Memory.putLong(wanted + (long) i * OtherKey.BYTES, Memory.getLong(key(numbers[i]) + keyBytes - 8));
        }
        final int[] hashes = new int[numbers.length];
        final int[] found = new int[numbers.length];
        table.hashOther(wanted, numbers.length, hashes);
        assertThat(table.lookupOther(wanted, hashes, numbers.length, found)).isEqualTo(expected);
        for (int i = 0; i < numbers.length; i++) {
            final Session session = model.get(numbers[i]);
            assertThat(found[i]).isEqualTo(session == null ? 0 : session.entry);
            assertThat(table.findOther(wanted + (long) i * OtherKey.BYTES, hashes[i]))
                    .isEqualTo(found[i]);
        }
        OffHeap.free(wanted);
    }

    private void compare() {
        for (int i = 0; i < KEYS; i++) {
            final Session session = model.get(i);
            assertThat(table.find(key(i), table.hash(key(i)))).isEqualTo(session == null ? 0 : session.entry);
        }
        list();
    }

    private void list() {
        final List<Integer> seen = new ArrayList<>();
        try (TableCursor cursor = table.cursor()) {
            while (!cursor.done()) {
                if (cursor.next()) {
                    final int number = Memory.getInt(cursor.key() + keyBytes - 4);
                    final Session session = model.get(number);
                    assertThat(session).isNotNull();
                    assertThat(session.entry).isEqualTo(cursor.entry());
                    assertThat(Memory.getLong(cursor.value())).isEqualTo(session.value);
                    assertThat(Memory.getLong(cursor.value() + 8)).isEqualTo(~session.value);
                    assertThat(cursor.leftNs())
                            .isBetween(session.deadlineNs - nowNs - TICK_NS, session.deadlineNs - nowNs + 3 * TICK_NS);
                    seen.add(number);
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(model.keySet());
    }
}
