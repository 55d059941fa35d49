package io.weir.benchmarks;

/** A host that was not started, with a clock that can be put forward. */
interface ClockedHost extends AutoCloseable {
    LoadHost load();

    BenchClock clock();

    @Override
    void close();
}
