package io.weir.platform.gaps;

import java.util.EnumMap;
import java.util.Map;

/** How many turns were long for each reason, and how long in all. */
final class GapCounts {
    private record Count(long count, long ns) {
        static final Count NONE = new Count(0, 0);

        Count plus(final Count other) {
            return new Count(count + other.count, ns + other.ns);
        }
    }

    private final Map<Cause, Count> counts = new EnumMap<>(Cause.class);

    void add(final Cause cause, final long count, final long ns) {
        counts.merge(cause, new Count(count, ns), Count::plus);
    }

    /** What came after an earlier moment. */
    GapCounts since(final GapCounts earlier) {
        final GapCounts rest = new GapCounts();
        counts.forEach((cause, count) ->
                rest.add(cause, count.count - earlier.count(cause), count.ns - earlier.totalNs(cause)));
        return rest;
    }

    /** The same at this moment. */
    GapCounts copy() {
        return since(new GapCounts());
    }

    long count(final Cause cause) {
        return counts.getOrDefault(cause, Count.NONE).count;
    }

    long totalNs(final Cause cause) {
        return counts.getOrDefault(cause, Count.NONE).ns;
    }

    /** For whatever reason. */
    long count() {
        return counts.values().stream().mapToLong(Count::count).sum();
    }
}
