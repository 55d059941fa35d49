package io.weir.cli;

import java.util.List;

/**
 * A type of argument: how a word of input becomes a value. The common ones are in {@link ArgumentTypes}; the platform
 * adds those that need the host, such as {@code interface}.
 *
 * @param <T> what {@link CommandCall#get(String, Class)} returns
 */
public interface ArgumentType<T> {

    /** How much of the line an argument takes. */
    enum Extent {
        /** One word, or a double-quoted text. */
        WORD,
        /** A block in braces; the value is what stands between them, nested braces and newlines included. */
        BRACES,
        /** Everything up to the end of the line, as it was typed. */
        REST
    }

    /** What the user may type here, for help and errors: {@code an IPv4 address}. */
    String description();

    /**
     * The value of a word.
     *
     * @throws CommandException with one sentence that names the word, if it is none of this type
     */
    T parse(String word);

    /** How much of the line the argument takes. */
    default Extent extent() {
        return Extent.WORD;
    }

    /** Whether any word fits; a word of the pattern is then preferred, even if it is only abbreviated. */
    default boolean fitsAnything() {
        return false;
    }

    /** Whether the word was probably meant to be of this type; its own sentence is then the best to show. */
    default boolean resembles(final String word) {
        return false;
    }

    /** Whether a word is the name of a file: it is completed with what the host finds where the user is. */
    default boolean isFile() {
        return false;
    }

    /** Words that may stand here and begin with what was typed so far, for completion. */
    default List<String> candidates(final String typed) {
        return List.of();
    }
}
