package io.weir.acl.internal.rule;

/**
 * A rule of which not all words have been read.
 *
 * @param <R> the rule.
 */
public interface Draft<R> {
    /**
     * Takes a word, and those behind it that belong to it.
     *
     * @throws io.weir.cli.CommandException in one sentence that names the word.
     */
    void word(String word, Words more);

    /**
     * The rule, once all words are read.
     *
     * @throws io.weir.cli.CommandException in one sentence, if it is none.
     */
    R rule();
}
