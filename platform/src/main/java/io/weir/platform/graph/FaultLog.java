package io.weir.platform.graph;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what nodes throw: each distinct fault once with its stack, then at every power of two. Any thread may call. */
public final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    private final ConcurrentHashMap<String, AtomicLong> seen = new ConcurrentHashMap<>();

    /** Notes a fault. */
    public void report(final Node node, final Throwable fault) {
        final StackTraceElement[] stack = fault.getStackTrace();
        final String key =
                node.name() + ' ' + fault.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
        final long count = seen.computeIfAbsent(key, k -> new AtomicLong()).incrementAndGet();
        if (count == 1) {
            LOG.error("node {} of plugin {} failed; its frame is dropped", node.name(), node.owner(), fault);
        } else if (Long.bitCount(count) == 1) {
            LOG.error("node {} failed {} times: {}", node.name(), count, key);
        }
    }
}
