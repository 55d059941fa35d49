package io.weir.ip6.internal.nd;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import java.util.List;

/**
 * Process node ip6-link-process: has time pass for what a host does on its links unasked: it looks for duplicates of its addresses,
 * and advertises itself as a router. Sleeps while nothing is due.
 */
public final class LinkProcess implements ProcessNode {
    private final List<Timed> parts;
    private ProcessHandle handle;

    /** A process that is yet to be registered. */
    public LinkProcess(final List<Timed> parts) {
        this.parts = parts;
    }

    /** Names the process. */
    public void connect(final ProcessHandle process) {
        handle = process;
    }

    /** Something may be due earlier than was said. Only main. */
    public void wake() {
        if (handle != null) {
            handle.signal(0, 0);
        }
    }

    @Override
    public void run(final ProcessContext context) {
        try {
            while (true) {
                final long now = context.nowNs();
                long due = Timed.NEVER;
                for (final Timed part : parts) {
                    due = Math.min(due, part.tick(now, context.sink()));
                }
                context.waitForEventOrClock(due == Timed.NEVER ? ProcessContext.FOREVER : due - context.nowNs());
            }
        } finally {
            // The host ends the process by an exception out of the wait.
            parts.forEach(part -> part.end(context.nowNs(), context.sink()));
        }
    }
}
