package io.weir.platform.cli;

import java.util.List;

/** Completions as a table of two columns. */
final class HelpText {

    private HelpText() {}

    static String of(final List<Completion> completions) {
        int width = 0;
        for (final Completion each : completions) {
            width = Math.max(width, shown(each).length());
        }
        final StringBuilder text = new StringBuilder();
        for (final Completion each : completions) {
            final String word = shown(each);
            text.append("  ").append(word);
            if (!each.word().isEmpty() && !each.help().isEmpty()) {
                text.repeat(' ', width - word.length() + 2).append(each.help());
            }
            text.append('\n');
        }
        return text.isEmpty() ? "  nothing may follow here\n" : text.toString();
    }

    private static String shown(final Completion completion) {
        return completion.word().isEmpty() ? "<" + completion.help() + ">" : completion.word();
    }
}
