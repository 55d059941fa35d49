package io.weir.acl.internal.session;

import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.table.SessionTable;
import io.weir.table.TableCursor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes through all sessions of a table, a bounded part in each turn of its worker, and ends those that one of its tests doesn't
 * want. What is asked for meanwhile is done in another round. For one worker.
 */
final class Sweep implements Timers.Task {
    /** Steps of the cursor a turn; each looks at up to a thousand places, or comes to a session. */
    private static final int STEPS = 128;

    private final Worker worker;
    private final SessionTable table;
    private final Set<SessionTest> asked = new LinkedHashSet<>();
    private final List<SessionTest> tests = new ArrayList<>();
    private TableCursor cursor;

    Sweep(final Worker worker, final SessionTable table) {
        this.worker = worker;
        this.table = table;
    }

    /** Asks for a round with a test, soon. */
    void ask(final SessionTest stays) {
        if (table.size() > 0) {
            asked.add(stays);
            if (cursor == null) {
                begin();
            }
        }
    }

    private void begin() {
        tests.clear();
        tests.addAll(asked);
        asked.clear();
        cursor = table.cursor();
        worker.timers().schedule(0, this);
    }

    @Override
    public void expired(final long nowNs) {
        for (int i = 0; i < STEPS && !cursor.done(); i++) {
            if (cursor.next()) {
                look(cursor.entry());
            } else if (i > 0) {
                break;
            }
        }
        if (!cursor.done()) {
            worker.timers().schedule(0, this);
            return;
        }
        close();
        if (!asked.isEmpty()) {
            begin();
        }
    }

    private void look(final int entry) {
        for (int i = 0; i < tests.size(); i++) {
            if (!tests.get(i).stays(table.key(entry), table.value(entry))) {
                table.remove(entry);
                return;
            }
        }
    }

    /** Gives the table's memory back, wherever it stands. */
    void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
