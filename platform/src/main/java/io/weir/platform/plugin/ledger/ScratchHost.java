package io.weir.platform.plugin.ledger;

/** A host without workers and with buffers, counters and tables of its own, to try things in. One thread. */
public interface ScratchHost extends AutoCloseable {
    /** What plugins may be brought into. */
    HostServices services();

    /** Buffers that are in use. */
    int buffersInUse();

    /** Throws it away. */
    @Override
    void close();
}
