package io.weir.platform.plugin.shadow;

import io.weir.platform.fault.Failures;
import io.weir.platform.os.OsException;
import io.weir.platform.os.OsThread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads of shadows that don't end, since the code of a plugin in them never returns. Nothing can end such a thread: it goes on at
 * the kernel's lowest priority, where it takes what nobody else wants, and is named until it does end. Main only.
 */
public final class EndlessShadows {
    private static final Logger LOG = LoggerFactory.getLogger(EndlessShadows.class);

    private record Endless(String plugins, Thread thread, int id, Instant since) {
        String text() {
            final StackTraceElement[] stack = thread.getStackTrace();
            return "gone: " + plugins + ", refused at " + since + ", but its shadow does not end: thread "
                    + thread.getName() + " (" + id + ") goes on at the lowest priority"
                    + (stack.length == 0 ? "" : ", at " + stack[0]);
        }
    }

    private final List<Endless> all = new ArrayList<>();

    /**
     * A shadow did not end.
     *
     * @param plugins which it was of.
     * @param id the kernel's of its thread.
     */
    void add(final String plugins, final Thread thread, final int id) {
        all.add(new Endless(plugins, thread, id, Instant.now()));
        try {
            OsThread.idle(id);
        } catch (final OsException e) {
            LOG.warn("thread {} of an endless shadow keeps its priority: {}", id, Failures.text(e));
        }
        LOG.error(
                "the shadow of {} does not end; thread {} ({}) stays, at the lowest priority",
                plugins,
                thread.getName(),
                id);
    }

    /** A sentence about each that has not ended yet. */
    public List<String> texts() {
        all.removeIf(each -> !each.thread.isAlive());
        return all.stream().map(Endless::text).toList();
    }
}
