package io.weir.cli;

import io.weir.plugin.HostOnly;
import java.util.Objects;

/**
 * A declared command: what it looks like, what it is for, what it does. The pattern language is described at
 * {@link CommandPattern}.
 *
 * @param pattern what the user types
 * @param help one line, imperative, without a full stop
 * @param handler what it does
 */
@HostOnly
public record CommandSpec(CommandPattern pattern, String help, CommandHandler handler) {

    public CommandSpec {
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(handler, "handler");
        if (help.isBlank()) {
            throw new IllegalArgumentException("command `" + pattern + "' needs a line of help");
        }
    }

    /**
     * A command from its pattern's text.
     *
     * @throws IllegalArgumentException if the pattern can't be read, saying where
     */
    public static CommandSpec of(final String pattern, final String help, final CommandHandler handler) {
        return new CommandSpec(CommandPattern.parse(pattern), help, handler);
    }
}
