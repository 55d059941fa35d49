package io.weir.platform.plugin;

/** What is thrown, in words for the operator. */
final class Failures {
    private Failures() {}

    /** The message of an exception that explains itself, else its type and message. */
    static String text(final Throwable failure) {
        final boolean sentence = failure.getMessage() != null
                && (failure instanceof IllegalArgumentException
                        || failure instanceof IllegalStateException
                        || failure.getClass().getName().startsWith("io.weir."));
        return sentence ? failure.getMessage() : failure.toString();
    }
}
