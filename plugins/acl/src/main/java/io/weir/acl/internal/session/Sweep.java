package io.weir.acl.internal.session;

import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.table.SessionTable;
import io.weir.table.TableCursor;

/** Goes through all sessions of a table, a bounded part in each turn of its worker, and ends those that a test doesn't want. */
final class Sweep implements Timers.Task {
    /** Steps of the cursor a turn; each looks at up to a thousand places, or comes to a session. */
    private static final int STEPS = 128;

    private final Worker worker;
    private final SessionTable table;
    private final SessionTest stays;
    private final TableCursor cursor;

    Sweep(final Worker worker, final SessionTable table, final SessionTest stays) {
        this.worker = worker;
        this.table = table;
        this.stays = stays;
        cursor = table.cursor();
    }

    void begin() {
        worker.timers().schedule(0, this);
    }

    @Override
    public void expired(final long nowNs) {
        for (int i = 0; i < STEPS && !cursor.done(); i++) {
            if (cursor.next()) {
                final int entry = cursor.entry();
                if (!stays.stays(table.key(entry), table.value(entry))) {
                    table.remove(entry);
                }
            } else if (i > 0) {
                break;
            }
        }
        if (cursor.done()) {
            cursor.close();
        } else {
            worker.timers().schedule(0, this);
        }
    }
}
