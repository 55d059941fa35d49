package io.weir.platform.cli;

import io.weir.cli.Arguments;

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

    static Arguments arguments(final Capture last) {
        final Arguments all = new Arguments();
        replay(last, all);
        return all;
    }

    private static Arguments replay(final Capture capture, final Arguments all) {
        if (capture == null) {
            return all;
        }
        final Arguments at = replay(capture.before, all);
        return switch (capture.kind) {
            case WORD -> at.word(capture.name);
            case VALUE -> at.value(capture.name, capture.value, capture.text);
            case OPEN -> at.group(capture.name);
            case CLOSE -> at.parent();
        };
    }
}
