package io.weir.platform.gaps;

import io.weir.platform.thread.LongTurn;

/**
 * A long turn, and why it was long.
 *
 * @param detail which collection, operation, change or node; empty if there is nothing to say.
 */
public record Gap(LongTurn turn, Cause cause, String detail) {
    /** Cause and detail, in words. */
    public String text() {
        return detail.isEmpty() ? cause.label() : cause.label() + " (" + detail + ")";
    }
}
