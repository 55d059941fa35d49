package io.weir.platform.config;

import java.util.List;

/** The configuration is wrong; the host must not start with it (exit code 2). */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> sentences;

    /** A sentence for every mistake, each with the place where it stands. */
    public ConfigException(final List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    /** One sentence for every mistake. */
    public List<String> sentences() {
        return sentences;
    }
}
