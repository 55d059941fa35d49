package io.weir.platform.fault;

import java.time.Instant;

/**
 * What one part of a plugin did wrong on one thread; text only, so that whoever keeps it holds no class of the plugin.
 *
 * @param owner id of the plugin.
 * @param part name of the node, queue or handler.
 * @param kind what it is: {@code node}, {@code receive queue}, …
 * @param thread index of the thread.
 * @param faults how often it failed, stalls among them.
 * @param stalls how often the watchdog found it looping.
 * @param first when it first failed.
 * @param last when it last did.
 * @param text class, message and top of the stack of what was thrown last, a line each.
 * @param quarantinedSince since when it is out of action on all threads, or null.
 */
public record FaultReport(
        String owner,
        String part,
        String kind,
        int thread,
        long faults,
        long stalls,
        Instant first,
        Instant last,
        String text,
        Instant quarantinedSince) {
    /** Whether it is out of action. */
    public boolean quarantined() {
        return quarantinedSince != null;
    }
}
