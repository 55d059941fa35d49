package io.weir.fib.family;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.plugin.HandedMemory;
import io.weir.table.SessionTable;
import io.weir.table.TableState;
import java.util.ArrayList;
import java.util.List;

/** The tables of all threads, and what lies beside them; one version of a plugin hands it to the next as it is. Main only. */
final class FragmentMemory {
    private static final String LAYOUT = "fragments";
    private static final int VERSION = 2;

    private final int keyBytes;
    private final List<SessionTable> tables = new ArrayList<>();
    private long control;
    private int bytes;
    private boolean own = true;

    FragmentMemory(final int keyBytes, final int threads) {
        this.keyBytes = keyBytes;
        bytes = threads * FragmentTable.CONTROL_BYTES;
        control = OffHeap.allocate(bytes);
        Memory.zero(control, bytes);
        for (int i = 0; i < threads; i++) {
            tables.add(SessionTable.create(ReassemblySettings.shape(keyBytes)));
        }
    }

    SessionTable table(final int thread) {
        return tables.get(thread);
    }

    /** Address of what belongs to a thread's table. */
    long control(final int thread) {
        return control + (long) thread * FragmentTable.CONTROL_BYTES;
    }

    List<TableState> tableStates() {
        return tables.stream().map(SessionTable::exportState).toList();
    }

    HandedMemory handed() {
        return new HandedMemory(LAYOUT, VERSION, control, bytes);
    }

    /** Goes on with another version's, in place of its own. */
    void attach(final List<TableState> states, final HandedMemory handed) {
        final long theirs = handed.as(LAYOUT, VERSION);
        final List<SessionTable> attached = new ArrayList<>();
        try {
            states.forEach(state -> attached.add(SessionTable.attach(state, ReassemblySettings.shape(keyBytes))));
        } catch (final IllegalArgumentException e) {
            attached.forEach(SessionTable::close);
            throw e;
        }
        close();
        own = false;
        tables.clear();
        tables.addAll(attached);
        control = theirs;
        bytes = (int) handed.bytes();
    }

    /** Whether what waits is this version's. */
    boolean own() {
        return own;
    }

    void own(final boolean is) {
        own = is;
    }

    /** Has done with it, and gives it back if it is its own. */
    void close() {
        tables.forEach(SessionTable::close);
        if (own) {
            OffHeap.free(control);
        }
    }
}
