package io.weir.platform.fault;

/** What is thrown, in words for the operator. */
public final class Failures {
    private Failures() {}

    /** The message of an exception that explains itself, else its type and message. */
    public static String text(final Throwable failure) {
        final boolean sentence = failure.getMessage() != null
                && (failure instanceof IllegalArgumentException
                        || failure instanceof IllegalStateException
                        || failure.getClass().getName().startsWith("io.weir."));
        return sentence ? failure.getMessage() : failure.toString();
    }
}
