package io.weir.cli;

/** What a command does. Runs on main, never on a worker, after the whole line was understood. */
@FunctionalInterface
public interface CommandHandler {

    /**
     * Runs the command.
     *
     * @throws CommandException to refuse: the user reads its sentence, the exit code is 1
     * @throws Exception for a failure that is the command's own: the user reads that it failed, the log has the stack
     */
    void run(CommandCall call) throws Exception;
}
