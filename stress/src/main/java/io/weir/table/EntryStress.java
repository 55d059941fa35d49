package io.weir.table;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The owner of a table changes an entry, or gives it to another session, while another thread reads it. */
public class EntryStress {
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 24;
    private static final int COPY_BYTES = 64;
    private static final TableMemory MEMORY =
            TableMemory.make(new TableShape(KEY_BYTES, VALUE_BYTES, 1, TableShape.MAX_LIMIT >> 6));
    private static final Entries ENTRIES = new Entries(MEMORY);
    /** A key and a copy for each entry. */
    private static final long SCRATCH = OffHeap.allocate((long) (MEMORY.shape.limit() + Wheel.FIRST_NODE) * COPY_BYTES);

    private EntryStress() {}

    private static synchronized int take() {
        return ENTRIES.take();
    }

    private static synchronized void giveBack(final int entry) {
        ENTRIES.end(entry);
        ENTRIES.giveBack(entry);
    }

    /** What both tests have. */
    private abstract static class Session {
        final int entry = take();
        final long scratch = SCRATCH + (long) entry * COPY_BYTES;

        Session() {
            fill(1);
        }

        final void fill(final long number) {
            Memory.putLong(scratch, number);
            Memory.putLong(scratch + 8, number);
            ENTRIES.fill(entry, scratch, 0);
            write(number);
            ENTRIES.endChange(entry);
        }

        final void write(final long number) {
            for (int word = 0; word < VALUE_BYTES; word += 8) {
                Memory.putLong(ENTRIES.value(entry) + word, number);
            }
        }

        /** Reads as a cursor does: first and last word of what it has seen, or -1 if it saw nothing whole. */
        final void read(final JJ_Result result, final int first) {
            final long copy = scratch + 16;
            final int seen = ENTRIES.versionAcquire(entry);
            final boolean whole =
                    (seen & Entries.LIVE) != 0 && (seen & Entries.CHANGING) == 0 && ENTRIES.copy(entry, seen, copy);
            result.r1 = whole ? Memory.getLong(copy + first) : -1;
            result.r2 = whole ? Memory.getLong(copy + KEY_BYTES + VALUE_BYTES - 8) : -1;
        }
    }

    /** The value changes twice. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "2, 2", "3, 3"},
            expect = Expect.ACCEPTABLE,
            desc = "whole")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "seen to be changing")
    @Outcome(expect = Expect.FORBIDDEN, desc = "torn")
    @State
    public static class Change extends Session {
        /** Changes it. */
        @Actor
        public void owner() {
            for (long number = 2; number <= 3; number++) {
                ENTRIES.beginChange(entry);
                write(number);
                ENTRIES.endChange(entry);
            }
        }

        /** Reads it. */
        @Actor
        public void reader(final JJ_Result result) {
            read(result, KEY_BYTES);
        }

        /** Lets another have the entry. */
        @Arbiter
        public void after(final JJ_Result result) {
            giveBack(entry);
        }
    }

    /** The session goes, and another one gets its entry. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "2, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "one of them, whole")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "none, or seen to be changing")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a key with the value of another")
    @State
    public static class Reuse extends Session {
        /** Takes the one out, adds the other. */
        @Actor
        public void owner() {
            ENTRIES.end(entry);
            fill(2);
        }

        /** Reads it. */
        @Actor
        public void reader(final JJ_Result result) {
            read(result, 0);
        }

        /** Lets another have the entry. */
        @Arbiter
        public void after(final JJ_Result result) {
            giveBack(entry);
        }
    }
}
