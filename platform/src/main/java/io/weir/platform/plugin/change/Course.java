package io.weir.platform.plugin.change;

import io.weir.platform.fault.Failures;
import io.weir.platform.thread.Patience;
import java.util.ArrayDeque;
import java.util.Deque;

/** Actions that are taken one after the other; when one fails, those before it are undone, the last first. Main only. */
final class Course {
    private final String why;
    private final Deque<Action> done = new ArrayDeque<>();

    Course(final String why) {
        this.why = why;
    }

    /**
     * Takes an action.
     *
     * @throws RuntimeException or an Error, as it was thrown, when it fails; everything is undone then.
     * @throws IllegalStateException when something can't be undone: what was done before that then stays.
     */
    void take(final Action action) {
        try {
            action.apply();
        } catch (final RuntimeException | Error e) {
            undo(e);
            throw e;
        }
        done.push(action);
    }

    /** Undoes all that was done. */
    void undo(final Throwable cause) {
        while (!done.isEmpty()) {
            final Action last = done.pop();
            try {
                Patience.run(last::undo);
            } catch (final RuntimeException | Error e) {
                // Threads may still run what came, so nothing that it uses may be given back.
                done.clear();
                e.addSuppressed(cause);
                throw new IllegalStateException(
                        why + " failed (" + Failures.text(cause) + "), and what was before can't be put back ("
                                + last.what() + ": " + Failures.text(e) + "): restart the host",
                        e);
            }
        }
    }
}
