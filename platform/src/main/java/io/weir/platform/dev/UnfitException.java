package io.weir.platform.dev;

/** A project that only Maven can build; the message says why, in a sentence. */
final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitException(final String sentence) {
        super(sentence);
    }
}
