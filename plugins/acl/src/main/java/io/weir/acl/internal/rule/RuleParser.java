package io.weir.acl.internal.rule;

import io.weir.cli.CommandException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads rules as VPP's commands have them, and as they are shown (plugins/acl/acl.c): {@code permit|permit+reflect|deny|action N
 * [ipv4|ipv6] [src P] [dst P] [proto N] [sport X[-Y]] [dport X[-Y]] [tcpflags V mask M], … [tag T]}.
 */
public final class RuleParser {
    private RuleParser() {}

    /**
     * Reads a list.
     *
     * @throws CommandException in one sentence that names the rule and the word.
     */
    public static ParsedList list(final String text) {
        final Words words = new Words(text);
        final List<Rule> rules = new ArrayList<>();
        String tag = null;
        while (words.more()) {
            if (words.takes("tag")) {
                tag = tag(words);
                if (words.more() && !words.takes(",")) {
                    throw new CommandException("`" + words.take() + "' stands behind the tag, expected a comma");
                }
                continue;
            }
            final RuleDraft draft = new RuleDraft();
            final int begin = words.position();
            try {
                while (words.more() && !words.takes(",")) {
                    if (words.takes("tag")) {
                        tag = tag(words);
                    } else {
                        draft.word(words.take(), words);
                    }
                }
                rules.add(draft.rule());
            } catch (final CommandException e) {
                throw new CommandException(
                        "rule " + rules.size() + " `" + words.from(begin) + "': " + e.getMessage(), e);
            }
        }
        if (rules.isEmpty()) {
            throw new CommandException("a list has one rule at least");
        }
        return new ParsedList(List.copyOf(rules), tag);
    }

    private static String tag(final Words words) {
        final String tag = words.value("tag", "a name");
        if (tag.startsWith("#")) {
            throw new CommandException("tag `" + tag + "' begins with #, as comments do in files");
        }
        return tag;
    }

    /**
     * Reads one rule.
     *
     * @throws CommandException in one sentence that names the word.
     */
    public static Rule rule(final String text) {
        final Words words = new Words(text);
        final RuleDraft draft = new RuleDraft();
        while (words.more()) {
            if (words.takes(",")) {
                throw new CommandException("a comma stands in one rule");
            }
            draft.word(words.take(), words);
        }
        return draft.rule();
    }
}
