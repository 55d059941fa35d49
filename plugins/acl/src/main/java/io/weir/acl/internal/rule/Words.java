package io.weir.acl.internal.rule;

import io.weir.cli.CommandException;
import java.util.ArrayList;
import java.util.List;

/** The words of a text, one after the other; a comma is a word. */
public final class Words {
    private static final int SHOWN = 60;
    private static final int LONGEST = 64;

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

    /** Where it stands. */
    int position() {
        return next;
    }

    /** Words from a position up to the next comma, not too many. */
    String from(final int position) {
        final StringBuilder text = new StringBuilder();
        for (int i = position; i < words.size() && !(words.get(i).equals(",") && i > position); i++) {
            text.append(i == position ? "" : " ").append(words.get(i));
        }
        return text.length() <= SHOWN ? text.toString() : text.substring(0, SHOWN) + "...";
    }

    /** What is said of the word {@code index} among rules: what stands behind it is no number, or all there is. */
    public CommandException noIndex() {
        return new CommandException(
                "`" + from(next) + "' is no index with rules, expected the number of a list, and its rules behind it");
    }

    boolean more() {
        return next < words.size();
    }

    /**
     * The next word.
     *
     * @throws CommandException if it is longer than a word of a rule, or a tag (VPP: 64 bytes), can be.
     */
    public String take() {
        final String word = words.get(next++);
        if (word.length() > LONGEST) {
            throw new CommandException(
                    "`" + word.substring(0, SHOWN) + "...' is too long, expected " + LONGEST + " characters at most");
        }
        return word;
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
    public String value(final String of, final String expected) {
        if (!more() || words.get(next).equals(",")) {
            throw new CommandException(of + " is the last word, expected " + expected + " behind it");
        }
        return take();
    }
}
