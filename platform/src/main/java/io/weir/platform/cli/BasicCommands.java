package io.weir.platform.cli;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.cli.CommandSpec;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The commands that belong to the command line itself: {@code help}, {@code comment}, {@code exec}. */
public final class BasicCommands {

    private static final int MAX_NESTING = 16;
    private static final String OWNER = "core";

    private final Interpreter interpreter;
    private final Runnable betweenLines;
    private int nesting;

    private BasicCommands(final Interpreter interpreter, final Runnable betweenLines) {
        this.interpreter = interpreter;
        this.betweenLines = betweenLines;
    }

    /**
     * Registers the commands.
     *
     * @param betweenLines is run before every line of a script, so that a long one can let main do other work
     */
    public static void register(final Interpreter interpreter, final Runnable betweenLines) {
        final BasicCommands commands = new BasicCommands(interpreter, betweenLines);
        final CommandTree tree = interpreter.tree();
        tree.register(OWNER, CommandSpec.of("help [<words:text>]", "List commands", commands::help));
        tree.register(OWNER, CommandSpec.of("comment <text:braces>", "Do nothing, in a script", call -> {}));
        tree.register(OWNER, CommandSpec.of("exec <file:word>", "Run the commands in a file", commands::exec));
    }

    private void help(final CommandCall call) {
        final String words = call.get("words", "");
        final List<CommandSpec> found = interpreter.tree().commands().stream()
                .filter(spec -> matches(spec.pattern().toString().split(" ", -1), words.split("\\s+", -1)))
                .toList();
        if (found.isEmpty()) {
            throw call.refuse("no command begins with `%s'", words);
        }
        for (final CommandSpec spec : found) {
            call.println(spec.pattern() + "\n    " + spec.help());
        }
    }

    private static boolean matches(final String[] pattern, final String[] words) {
        boolean matches = words.length <= pattern.length;
        for (int i = 0; i < words.length && matches; i++) {
            matches = pattern[i].startsWith(words[i]);
        }
        return matches;
    }

    private void exec(final CommandCall call) {
        final Path file = call.getPath("file");
        if (nesting == MAX_NESTING) {
            throw call.refuse("`%s' would be nested more than %d deep", call.get("file"), MAX_NESTING);
        }
        nesting++;
        try {
            for (final Script.Line line : Script.split(read(file, call.get("file")))) {
                betweenLines.run();
                if (call.session().cancelled()) {
                    throw call.refuse("%s:%d: interrupted", file, line.lineNumber());
                }
                final Outcome outcome = interpreter.execute(line.text(), call.session());
                if (!outcome.isDone()) {
                    throw call.refuse("%s:%d: %s", file, line.lineNumber(), outcome.sentence());
                }
            }
        } finally {
            nesting--;
        }
    }

    private static String read(final Path file, final String typed) {
        try {
            return Files.readString(file);
        } catch (final NoSuchFileException e) {
            throw new CommandException("failed to open `" + typed + "': no such file", e);
        } catch (final MalformedInputException e) {
            throw new CommandException("`" + typed + "' is not a text file", e);
        } catch (final FileSystemException e) {
            throw new CommandException("failed to open `" + typed + "': " + e.getReason(), e);
        } catch (final IOException e) {
            throw new CommandException("failed to read `" + typed + "': " + e.getMessage(), e);
        }
    }
}
