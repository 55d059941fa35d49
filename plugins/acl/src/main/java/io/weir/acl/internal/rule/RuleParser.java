package io.weir.acl.internal.rule;

import io.weir.cli.CommandException;

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
        final ListReader.Read<Rule> read = ListReader.list(text, RuleDraft::new);
        return new ParsedList(read.rules(), read.tag());
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
