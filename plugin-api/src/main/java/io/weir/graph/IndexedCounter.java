package io.weir.graph;

/**
 * A counter for each of many things that have numbers: rules, peers, sessions (VPP: vlib_simple_counter_main_t). Each thread
 * counts in a part of its own; sums are read while threads count, so they lag by what they do just then. Main calls, but for
 * {@link #on}'s part.
 */
public interface IndexedCounter {
    /** Name as the statistics have it. */
    String name();

    Unit unit();

    /** How many numbers it has room for: 0 to this minus 1. */
    int size();

    /**
     * Sees to it that there is room for so many numbers; new ones begin at 0. It never shrinks. Before a node gets to know of a
     * number: larger parts are swapped in at a barrier. It at least doubles, so growing one by one is cheap.
     */
    void reserve(int size);

    /** The part that a thread counts in; it stays the same as the counter grows. */
    WorkerIndexedCounter on(Worker worker);

    /** Sum of one number over all threads since it was cleared last. */
    long sum(int index);

    /** Has one number count from 0, as for a new thing that gets it. Workers count on meanwhile, and nothing of that is lost. */
    void clear(int index);

    /** Has all of them count from 0. */
    void clear();
}
