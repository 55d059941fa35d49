package io.weir.cli;

import java.util.List;

/** One of a fixed list of words; a unique beginning is enough. */
record OneOfType(List<String> words) implements ArgumentType<String> {

    @Override
    public String description() {
        return String.join("|", words);
    }

    @Override
    public String parse(final String word) {
        if (words.contains(word)) {
            return word;
        }
        final List<String> found = candidates(word);
        if (found.size() != 1) {
            throw new CommandException("`" + word + "' is none of " + String.join(", ", words));
        }
        return found.getFirst();
    }

    @Override
    public List<String> candidates(final String typed) {
        return words.stream().filter(word -> word.startsWith(typed)).toList();
    }
}
