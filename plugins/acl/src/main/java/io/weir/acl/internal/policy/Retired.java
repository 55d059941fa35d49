package io.weir.acl.internal.policy;

import io.weir.plugin.Quiescence;
import java.util.ArrayDeque;
import java.util.Deque;

/** What workers may still use though it has been replaced; done away with when none of them can any more. Main only. */
public final class Retired {
    private record Entry(long mark, Runnable undo) {}

    private final Quiescence quiescence;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** Nothing was replaced yet. */
    public Retired(final Quiescence quiescence) {
        this.quiescence = quiescence;
    }

    /** Has something done when no worker uses any more what it could find until now. */
    public void add(final Runnable undo) {
        entries.add(new Entry(quiescence.mark(), undo));
    }

    /** Does what may be done by now; returns whether something is left. */
    public boolean sweep() {
        while (!entries.isEmpty() && quiescence.passed(entries.peek().mark)) {
            entries.remove().undo.run();
        }
        return !entries.isEmpty();
    }

    /** Does all: no worker runs nodes of this plugin any more. */
    public void close() {
        entries.forEach(entry -> entry.undo.run());
        entries.clear();
    }
}
