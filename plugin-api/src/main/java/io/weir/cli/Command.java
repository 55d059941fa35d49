package io.weir.cli;

import io.weir.plugin.HostOnly;
import java.util.function.Consumer;

/**
 * A command that is being declared: {@code host.command(pattern, help).run(handler)}. Nothing is registered before
 * {@link #run(CommandHandler)}.
 */
public final class Command {

    private final CommandPattern pattern;
    private final String help;
    private final Consumer<? super CommandSpec> registry;

    /**
     * Begins a declaration.
     *
     * @param pattern what the user types, see {@link CommandPattern}
     * @param help one line
     * @param registry is handed the finished declaration
     * @throws IllegalArgumentException if the pattern can't be read, saying where
     */
    @HostOnly
    public Command(final String pattern, final String help, final Consumer<? super CommandSpec> registry) {
        this.pattern = CommandPattern.parse(pattern);
        this.help = help;
        this.registry = registry;
    }

    /** Says what the command does, and hands it to the host. */
    public void run(final CommandHandler handler) {
        registry.accept(new CommandSpec(pattern, help, handler));
    }
}
