package io.weir.platform.cli;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.cli.CommandSession;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs lines. A line is understood as a whole before its command runs; nothing is executed in part. Main only. */
public final class Interpreter {

    private static final Logger LOG = LoggerFactory.getLogger(Interpreter.class);

    private final CommandTree tree;

    /** An interpreter of these commands; {@link BasicCommands} adds the first. */
    public Interpreter(final CommandTree tree) {
        this.tree = tree;
    }

    /** The commands that this understands. */
    public CommandTree tree() {
        return tree;
    }

    /**
     * Runs one line. An empty line and a line that begins with {@code #} do nothing; a line that ends in {@code ?} lists
     * what may follow. Never throws, whatever a plugin's command or argument type throws.
     */
    public Outcome execute(final String line, final CommandSession session) {
        final String stripped = line.strip();
        if (stripped.isEmpty() || stripped.startsWith("#")) {
            return Outcome.done();
        }
        if (stripped.endsWith("?") && !stripped.contains("{")) {
            final String before = stripped.substring(0, stripped.length() - 1);
            session.print(HelpText.of(help(before, before.length())));
            return Outcome.done();
        }
        final Branch branch;
        try {
            branch = new LineParser(tree, stripped).parse();
        } catch (final CommandException e) {
            return Outcome.refused(e.getMessage());
        }
        return run(branch, session);
    }

    /** Words that may stand at the cursor, an index into the line. */
    public List<Completion> complete(final String line, final int cursor) {
        return new Completer(tree, line, cursor).completions();
    }

    /** What may stand at the cursor, an index into the line, words or not, with help. */
    public List<Completion> help(final String line, final int cursor) {
        return new Completer(tree, line, cursor).help();
    }

    /** What stands before the cursor of a file's name; null if no file may stand there. */
    public String fileAt(final String line, final int cursor) {
        return new Completer(tree, line, cursor).file();
    }

    private static Outcome run(final Branch branch, final CommandSession session) {
        final String context = branch.path() + ": ";
        try {
            branch.command().spec().handler().run(new CommandCall(Capture.arguments(branch.captured()), session));
            return Outcome.done();
        } catch (final CommandException e) {
            return Outcome.refused(context + Capture.shortened(branch.captured(), e.getMessage()));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.refused(context + "interrupted");
        } catch (final Throwable e) {
            LOG.error(
                    "command `{}' of {} failed", branch.path(), branch.command().owner(), e);
            return Outcome.refused(
                    context + "failed in " + branch.command().owner() + " with " + e + ", the log has more");
        }
    }
}
