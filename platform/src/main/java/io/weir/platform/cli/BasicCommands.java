package io.weir.platform.cli;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandSession;
import io.weir.cli.CommandSpec;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;

/** The commands that belong to the command line itself: {@code help}, {@code comment}, {@code exec}. */
public final class BasicCommands {

    private static final int MAX_NESTING = 16;
    private static final String OWNER = "core";

    private final Interpreter interpreter;
    private final MainTime main;
    /** How deep each session is in scripts now; they take turns, so each is counted on its own. */
    private final IdentityHashMap<CommandSession, Integer> nesting = new IdentityHashMap<>();

    private BasicCommands(final Interpreter interpreter, final MainTime main) {
        this.interpreter = interpreter;
        this.main = main;
    }

    /**
     * Registers the commands.
     *
     * @param main is given back between the lines of a long script
     */
    public static void register(final Interpreter interpreter, final MainTime main) {
        final BasicCommands commands = new BasicCommands(interpreter, main);
        final CommandTree tree = interpreter.tree();
        tree.register(OWNER, CommandSpec.of("help [<words:text>]", "List commands", commands::help));
        tree.register(OWNER, CommandSpec.of("comment <text:braces>", "Do nothing, in a script", call -> {}));
        tree.register(OWNER, CommandSpec.of("exec <file>", "Run the commands in a file", commands::exec));
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
        final CommandSession session = call.session();
        final int depth = nesting.getOrDefault(session, 0);
        if (depth == MAX_NESTING) {
            throw call.refuse("`%s' would be nested more than %d deep", call.get("file"), MAX_NESTING);
        }
        nesting.put(session, depth + 1);
        try {
            run(call, call.getPath("file"), session);
        } finally {
            if (depth == 0) {
                nesting.remove(session);
            } else {
                nesting.put(session, depth);
            }
        }
    }

    private void run(final CommandCall call, final Path file, final CommandSession session) {
        final Iterator<String> lines =
                ScriptFile.read(file, call.get("file"), main, session).lines().iterator();
        final Script script = new Script();
        final Slices slices = new Slices(main);
        while (lines.hasNext()) {
            execute(call, file, script.add(lines.next()), slices);
        }
        execute(call, file, script.end(), slices);
    }

    private void execute(final CommandCall call, final Path file, final Script.Line line, final Slices slices) {
        if (line == null) {
            return;
        }
        slices.pause();
        if (call.session().cancelled()) {
            throw call.refuse("%s:%d: interrupted", file, line.lineNumber());
        }
        final Outcome outcome = interpreter.execute(line.text(), call.session());
        if (!outcome.isDone()) {
            final String place = file + ":" + line.lineNumber() + ": ";
            final String nested = "exec: " + place;
            // A file that runs itself would say the same place again for each time that it did.
            throw call.refuse(
                    "%s%s",
                    place,
                    outcome.sentence().startsWith(nested)
                            ? outcome.sentence().substring(nested.length())
                            : outcome.sentence());
        }
    }
}
