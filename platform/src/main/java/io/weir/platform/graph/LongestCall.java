package io.weir.platform.graph;

/**
 * What a thread called for longest in one turn: a node, a timer's task, a file's handler, an errand. Short calls don't count,
 * and cost one comparison. Only the thread; it keeps a name, which holds no plugin.
 */
public final class LongestCall {
    /** Calls that take less are nobody's gap. */
    private static final long SHORTEST_NS = 10_000;

    private long longestNs = SHORTEST_NS;
    private String name;

    LongestCall() {}

    void begin() {
        longestNs = SHORTEST_NS;
    }

    boolean isBeaten(final long ns) {
        return ns > longestNs;
    }

    void note(final String called, final long ns) {
        name = called;
        longestNs = ns;
    }

    /** Its kind and name; of no use when {@link #ns} is 0. */
    public String name() {
        return name;
    }

    /** How long it took, or 0 if all were short. */
    public long ns() {
        return longestNs == SHORTEST_NS ? 0 : longestNs;
    }
}
