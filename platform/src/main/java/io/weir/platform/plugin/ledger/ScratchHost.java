package io.weir.platform.plugin.ledger;

import io.weir.platform.config.Configuration;

/** A host without workers and with buffers, counters and tables of its own, to try things in. One thread. */
public interface ScratchHost extends AutoCloseable {
    /** Makes hosts to try things in. */
    @FunctionalInterface
    interface Maker {
        /** Makes one for the calling thread, which becomes its main. Any thread. */
        ScratchHost make(Configuration configuration);
    }

    /** What plugins may be brought into. */
    HostServices services();

    /** Buffers that are in use. */
    int buffersInUse();

    /** Throws it away. */
    @Override
    void close();
}
