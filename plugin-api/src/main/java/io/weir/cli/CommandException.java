package io.weir.cli;

/**
 * A command is refused. The message is one sentence for the user, without the command's own words before it (the
 * interpreter adds them) and naming the input that was wrong.
 */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A refusal with its sentence. */
    public CommandException(final String sentence) {
        super(sentence);
    }

    /** A refusal with its sentence and what caused it. */
    public CommandException(final String sentence, final Throwable cause) {
        super(sentence, cause);
    }
}
