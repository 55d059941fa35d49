package io.weir.acl.internal.rule;

import io.weir.cli.CommandException;
import java.util.ArrayList;
import java.util.List;

/** The words of a text, one after the other; a comma is a word. */
final class Words {
    private final List<String> words = new ArrayList<>();
    private int next;

    Words(final String text) {
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            final char c = i < text.length() ? text.charAt(i) : ' ';
            final boolean ends = c <= ' ' || c == ',';
            if (ends && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            } else if (!ends && start < 0) {
                start = i;
            }
            if (c == ',') {
                words.add(",");
            }
        }
    }

    boolean more() {
        return next < words.size();
    }

    String take() {
        return words.get(next++);
    }

    /** Takes a word if it comes next. */
    boolean takes(final String word) {
        if (more() && words.get(next).equals(word)) {
            next++;
            return true;
        }
        return false;
    }

    /**
     * The value behind a word.
     *
     * @throws CommandException if there is none.
     */
    String value(final String of, final String expected) {
        if (!more() || words.get(next).equals(",")) {
            throw new CommandException(of + " is the last word, expected " + expected + " behind it");
        }
        return take();
    }
}
