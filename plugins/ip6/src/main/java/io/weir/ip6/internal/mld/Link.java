package io.weir.ip6.internal.mld;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is still to be said on one link. Only main. */
final class Link {
    /** A group. */
    record Group(long high, long low) {}

    /** That the host has joined or left a group is said more than once, for a message may be lost (RFC 3810, 9.1). */
    static final class Change {
        final boolean joined;
        int left;
        long dueNs;

        Change(final boolean joined, final int times) {
            this.joined = joined;
            left = times;
        }
    }

    /** Groups that were joined or left just now. */
    final Map<Group, Change> changes = new LinkedHashMap<>();
    /** Groups that somebody asks for, by when they are to be answered for. */
    final Map<Group, Long> asked = new LinkedHashMap<>();
    /** When all groups are to be answered for, or {@link Long#MAX_VALUE}. */
    long allDueNs = Long.MAX_VALUE;

    /** Until when there is a querier of version 1 only. */
    long oldUntilNs = Long.MIN_VALUE;
}
