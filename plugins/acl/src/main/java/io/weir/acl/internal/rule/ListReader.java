package io.weir.acl.internal.rule;

import io.weir.cli.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads lists of rules of any kind: these are parted by commas, and {@code tag T} names the list. */
public final class ListReader {
    /**
     * What was read.
     *
     * @param <R> a rule.
     * @param tag its name, or null if none was given.
     */
    public record Read<R>(List<R> rules, String tag) {}

    private ListReader() {}

    /**
     * Reads a list.
     *
     * @param draft makes a rule that has no word yet.
     * @throws CommandException in one sentence that names the rule and the word.
     */
    public static <R> Read<R> list(final String text, final Supplier<? extends Draft<R>> draft) {
        final Words words = new Words(text);
        final List<R> rules = new ArrayList<>();
        String tag = null;
        while (words.more()) {
            if (words.takes("tag")) {
                tag = tag(words);
                if (words.more() && !words.takes(",")) {
                    throw new CommandException("`" + words.take() + "' stands behind the tag, expected a comma");
                }
                continue;
            }
            final Draft<R> next = draft.get();
            final int begin = words.position();
            try {
                while (words.more() && !words.takes(",")) {
                    if (words.takes("tag")) {
                        tag = tag(words);
                    } else {
                        next.word(words.take(), words);
                    }
                }
                rules.add(next.rule());
            } catch (final CommandException e) {
                throw new CommandException(
                        "rule " + rules.size() + " `" + words.from(begin) + "': " + e.getMessage(), e);
            }
        }
        if (rules.isEmpty()) {
            throw new CommandException("a list has one rule at least");
        }
        return new Read<>(List.copyOf(rules), tag);
    }

    private static String tag(final Words words) {
        final String tag = words.value("tag", "a name");
        if (tag.startsWith("#")) {
            throw new CommandException("tag `" + tag + "' begins with #, as comments do in files");
        }
        return tag;
    }
}
