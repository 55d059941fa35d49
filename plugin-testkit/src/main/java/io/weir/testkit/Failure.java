package io.weir.testkit;

import java.util.Arrays;

/** Failures of tests, whose stacks show the test and not the test kit. */
final class Failure {
    private static final String OWN = Failure.class.getPackageName() + ".";

    private Failure() {}

    /** A failure that begins where the test called the test kit. */
    static AssertionError of(final String message) {
        final AssertionError failure = new AssertionError(message);
        final StackTraceElement[] stack = failure.getStackTrace();
        int first = 0;
        while (first < stack.length && own(stack[first])) {
            first++;
        }
        if (first < stack.length) {
            failure.setStackTrace(Arrays.copyOfRange(stack, first, stack.length));
        }
        return failure;
    }

    /** The test kit's own tests are in its package too. */
    private static boolean own(final StackTraceElement element) {
        return element.getClassName().startsWith(OWN)
                && !element.getClassName().substring(OWN.length()).contains("Test$")
                && !element.getClassName().endsWith("Test");
    }
}
