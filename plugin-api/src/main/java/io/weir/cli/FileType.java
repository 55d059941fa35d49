package io.weir.cli;

/** The name of a file. */
record FileType() implements ArgumentType<String> {

    @Override
    public String description() {
        return "a file";
    }

    @Override
    public String parse(final String word) {
        if (word.isEmpty()) {
            throw new CommandException("`\"\"' is empty, expected a file");
        }
        return word;
    }

    @Override
    public boolean fitsAnything() {
        return true;
    }

    @Override
    public boolean resembles(final String word) {
        return true;
    }

    @Override
    public boolean isFile() {
        return true;
    }
}
