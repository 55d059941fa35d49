package io.weir.dpdk.internal.flow;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.dpdk.internal.flow.FlowEncoder.Part;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Writes what becomes of packets that a rule matches. */
final class ActionEncoder {
    private static final int PASSTHRU = 2;
    private static final int MARK = 4;
    private static final int QUEUE = 6;
    private static final int DROP = 7;
    static final int COUNT = 8;
    private static final int RSS = 9;
    private static final int RSS_BYTES = 40;

    private final Arena arena;

    ActionEncoder(final Arena arena) {
        this.arena = arena;
    }

    /** What decides where packets go comes first, as some drivers insist. */
    List<Part> parts(final FlowActions actions, final long mark) {
        final List<Part> parts = new ArrayList<>();
        parts.add(fate(actions));
        if (mark >= 0) {
            final MemorySegment conf = arena.allocate(JAVA_INT);
            conf.set(JAVA_INT, 0, (int) mark);
            parts.add(new Part(MARK, conf, null));
        }
        if (actions.count()) {
            parts.add(new Part(COUNT, arena.allocate(JAVA_INT), null));
        }
        return parts;
    }

    private Part fate(final FlowActions actions) {
        if (actions.drop()) {
            return Part.plain(DROP);
        }
        if (actions.queue() >= 0) {
            final MemorySegment conf = arena.allocate(JAVA_SHORT);
            conf.set(JAVA_SHORT, 0, (short) actions.queue());
            return new Part(QUEUE, conf, null);
        }
        return actions.rss() == null ? Part.plain(PASSTHRU) : rss(actions.rss());
    }

    private Part rss(final FlowActions.Rss rss) {
        final MemorySegment conf = arena.allocate(RSS_BYTES, Long.BYTES);
        conf.set(JAVA_INT, 0, rss.function());
        conf.set(JAVA_LONG, 8, rss.types());
        if (rss.queues() > 0) {
            final MemorySegment queues = arena.allocate(JAVA_SHORT, rss.queues());
            for (int i = 0; i < rss.queues(); i++) {
                queues.setAtIndex(JAVA_SHORT, i, (short) (rss.firstQueue() + i));
            }
            conf.set(JAVA_INT, 20, rss.queues());
            conf.set(ADDRESS, 32, queues);
        }
        return new Part(RSS, conf, null);
    }
}
