package io.weir.platform.cli;

import io.weir.cli.Arguments;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a branch has understood so far, the last first, shared between branches. Null is nothing.
 *
 * @param before what was understood before this
 * @param kind what this is
 * @param name word, argument or group
 * @param value of an argument, else null
 * @param text of an argument as typed, else null
 */
record Capture(Capture before, Kind kind, String name, Object value, String text) {

    /** What was understood. */
    enum Kind {
        WORD,
        VALUE,
        OPEN,
        CLOSE
    }

    /** A refusal in which values that are too long to read are cut. */
    static String shortened(final Capture last, final String sentence) {
        String shortened = sentence;
        for (Capture each = last; each != null; each = each.before) {
            shortened = each.text == null ? shortened : ParseErrors.shortened(shortened, each.text);
        }
        return shortened;
    }

    static Arguments arguments(final Capture last) {
        final Deque<Capture> inOrder = new ArrayDeque<>();
        for (Capture each = last; each != null; each = each.before) {
            inOrder.push(each);
        }
        final Arguments all = new Arguments();
        Arguments at = all;
        for (final Capture each : inOrder) {
            at = switch (each.kind) {
                case WORD -> at.word(each.name);
                case VALUE -> at.value(each.name, each.value, each.text);
                case OPEN -> at.group(each.name);
                case CLOSE -> at.parent();
            };
        }
        return all;
    }
}
