package io.weir.benchmarks;

import java.io.IOException;

/** A host that was not started, with a clock that can be put forward, and with sessions. */
interface ClockedHost extends AutoCloseable {
    LoadHost load();

    BenchClock clock();

    /** How many sessions there are. */
    int size() throws IOException;

    /** Memory of all that they take, indices included. */
    long bytes() throws IOException;

    /** Has packets of a stream come. */
    default void enable(final String stream) throws IOException {
        load().command("packet-generator enable-stream " + stream);
    }

    /** Has no more come. */
    default void disable(final String stream) throws IOException {
        load().command("packet-generator disable-stream " + stream);
    }

    @Override
    void close();
}
