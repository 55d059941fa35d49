package io.weir.platform.plugin.change;

import io.weir.cli.CommandException;

/** Interfaces have changed between what a version took over and its coming, and nobody told it: all was undone, and may be done anew. */
public final class MissedNewsException extends CommandException {
    private static final long serialVersionUID = 1L;

    MissedNewsException(final String why) {
        super(why + ": interfaces changed while it was made ready on each thread");
    }
}
