package io.weir.plugin;

/**
 * Tells when no thread can hold any more what it may have found in a table: when each has begun anew since (quiescent
 * states, as in RCU). Who takes an entry out of a table that workers read marks the time after it, and gives the entry's
 * memory or number out again once that mark has passed. It costs workers a fence in each turn, never a wait, so it may be
 * asked for anywhere, also within a node. Main only.
 */
public interface Quiescence {
    /** Now: what was taken out before may still be held by packets of the turns that run. */
    long mark();

    /**
     * Whether every thread that runs has begun a turn anew since the mark. Within one turn of main none passes; a thread
     * that sleeps begins its next turn after 10 ms at the latest.
     *
     * <p>Packets that wait in the queue of another thread are not counted: who hands packets over that name an entry checks
     * it again when they arrive.
     */
    boolean passed(long mark);
}
