package io.weir.dpdk.internal.ffi;

import io.weir.cli.CommandException;

/** What DPDK, or the lack of it, refuses: one sentence for the operator. */
public final class DpdkException extends CommandException {
    private static final long serialVersionUID = 1L;

    public DpdkException(final String sentence) {
        super(sentence);
    }

    public DpdkException(final String sentence, final Throwable cause) {
        super(sentence, cause);
    }
}
