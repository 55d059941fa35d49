package io.weir.platform.fault;

import io.weir.platform.text.Printable;
import java.util.List;

/** What was thrown, as text. A throwable itself is never kept or logged: it would hold the class loader of a plugin. */
final class FaultText {
    private static final int STACK_LINES = 12;
    private static final int CAUSES = 3;

    private FaultText() {}

    /** Class, message and the top of the stack, for the throwable and its first causes. */
    static String of(final Throwable fault) {
        final StringBuilder text = new StringBuilder(400);
        Throwable shown = fault;
        for (int i = 0; i < CAUSES && shown != null; i++) {
            try {
                text.append(i == 0 ? "" : "\ncaused by ").append(sentence(shown));
                append(text, List.of(shown.getStackTrace()));
                shown = shown.getCause();
            } catch (final Throwable unprintable) {
                // The plugin's own methods run here.
                text.append("\n    (it can't be printed)");
                shown = null;
            }
        }
        return text.toString();
    }

    private static String sentence(final Throwable fault) {
        final String name = fault.getClass().getName();
        final String message = fault.getMessage();
        return message == null ? name : name + ": " + Printable.line(message);
    }

    /** A stack, indented, as far as it is of use. */
    static void append(final StringBuilder text, final List<StackTraceElement> stack) {
        stack.stream().limit(STACK_LINES).forEach(frame -> text.append("\n    at ")
                .append(frame));
        if (stack.size() > STACK_LINES) {
            text.append("\n    ... ").append(stack.size() - STACK_LINES).append(" more");
        }
    }

    /** What tells distinct faults apart, in one line. */
    static String key(final Throwable fault) {
        try {
            final StackTraceElement[] stack = fault.getStackTrace();
            return fault.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
        } catch (final Throwable unprintable) {
            return fault.getClass().getName();
        }
    }
}
