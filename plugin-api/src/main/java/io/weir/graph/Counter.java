package io.weir.graph;

/** A counter with one part for each thread. Its sum is read while threads count, so it lags by what they do just then. */
public interface Counter {
    /** Name as the statistics have it. */
    String name();

    Unit unit();

    /** The part that a thread counts in. */
    WorkerCounter on(Worker worker);

    /** Sum over all threads. Any thread may call. */
    long sum();
}
