package io.weir.plugin;

import io.weir.graph.DropReason;

/** A reason for which packets are punted, and whether anybody wants them. Any thread. */
public final class PuntReason {
    private final DropReason reason;
    private final int[] consumers;

    /**
     * For the host: {@link Punt#announce} gives these out.
     *
     * @param consumers one cell: how many there are now; main writes it.
     */
    @HostOnly
    public PuntReason(final DropReason reason, final int[] consumers) {
        this.reason = reason;
        this.consumers = consumers;
    }

    /** What packets are punted for. */
    public DropReason reason() {
        return reason;
    }

    /** Whether somebody takes packets that are punted for it: a node that has something better to do than to punt asks. */
    public boolean wanted() {
        return consumers[0] != 0;
    }
}
