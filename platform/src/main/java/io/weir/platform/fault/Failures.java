package io.weir.platform.fault;

/** What is thrown, in words for the operator. */
public final class Failures {
    private Failures() {}

    /**
     * The message of an exception that explains itself, else its type and message; of a class that could not be initialized
     * what its initializer threw.
     */
    public static String text(final Throwable failure) {
        if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
            return "a class can't be initialized: " + text(failure.getCause());
        }
        // The second time that a class is needed the JVM tells the first failure as the cause.
        if (failure instanceof NoClassDefFoundError && failure.getCause() instanceof ExceptionInInitializerError) {
            return failure.getMessage() + ": " + failure.getCause().getMessage();
        }
        final boolean sentence = failure.getMessage() != null
                && (failure instanceof IllegalArgumentException
                        || failure instanceof IllegalStateException
                        || failure.getClass().getName().startsWith("io.weir."));
        return sentence ? failure.getMessage() : failure.toString();
    }
}
