package io.weir.platform.thread;

import io.weir.cli.CommandException;

/** A worker did not come to the barrier; the change was given up and nothing is changed. */
public final class BarrierTimeoutException extends CommandException {
    private static final long serialVersionUID = 1L;

    /**
     * Says which worker.
     *
     * @param message one sentence naming change, worker and node.
     */
    public BarrierTimeoutException(final String message) {
        super(message);
    }
}
