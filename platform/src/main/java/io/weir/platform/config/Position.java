package io.weir.platform.config;

/**
 * Where something is configured.
 *
 * @param source a file's name, or {@code command line}
 * @param line from 1; on the command line the number of the word
 */
record Position(String source, int line) {

    @Override
    public String toString() {
        return source + ":" + line;
    }
}
