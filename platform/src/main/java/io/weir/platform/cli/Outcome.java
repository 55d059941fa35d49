package io.weir.platform.cli;

/**
 * How a line ended.
 *
 * @param status {@link #DONE} or {@link #REFUSED}
 * @param sentence why it was refused, else empty
 */
public record Outcome(int status, String sentence) {

    /** The command ran to its end. */
    public static final int DONE = 0;

    /** The line was not understood, or the command refused. */
    public static final int REFUSED = 1;

    /** The outcome of a command that ran to its end. */
    public static Outcome done() {
        return new Outcome(DONE, "");
    }

    /** The outcome of a line that was not understood or a command that refused. */
    public static Outcome refused(final String sentence) {
        return new Outcome(REFUSED, sentence);
    }

    /** Whether the command ran to its end. */
    public boolean isDone() {
        return status == DONE;
    }
}
