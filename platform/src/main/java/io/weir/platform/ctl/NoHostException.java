package io.weir.platform.ctl;

/** No host answers, or it has gone. The message is a sentence for the user. */
final class NoHostException extends Exception {

    private static final long serialVersionUID = 1L;

    NoHostException(final String sentence) {
        super(sentence);
    }

    NoHostException(final String sentence, final Throwable cause) {
        super(sentence, cause);
    }
}
