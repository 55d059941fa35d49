package io.weir.platform.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** A session on a terminal: a line editor whose completion and help come from the host. */
final class InteractiveSession {

    private static final String PROMPT = "weir# ";
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;
    private static final String HELP_WIDGET = "weir-help";

    private final Terminal terminal;
    private final HostConnection host;
    private final LineReader reader;
    private final boolean colours;

    private InteractiveSession(final Terminal terminal, final HostConnection host) {
        this.terminal = terminal;
        this.host = host;
        final String noColour = System.getenv("NO_COLOR");
        this.colours =
                (noColour == null || noColour.isEmpty()) && !terminal.getType().startsWith(Terminal.TYPE_DUMB);
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("weir")
                .parser(new CtlParser())
                .completer((line, parsed, candidates) -> complete(parsed, candidates))
                .variable(LineReader.HISTORY_FILE, historyFile())
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "  ... ")
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.AUTO_FRESH_LINE, true)
                .build();
        reader.getWidgets().put(HELP_WIDGET, this::help);
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference(HELP_WIDGET), "?");
    }

    /** Runs a session until the user ends it; returns the exit code. */
    static int run(final Path socket, final boolean banner) throws NoHostException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build();
                HostConnection host = HostConnection.open(socket, terminal.getWidth(), 0)) {
            if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
                // One that a program made and gave no size: nothing would fit.
                terminal.setSize(new Size(COLUMNS, ROWS));
            }
            if (banner) {
                terminal.writer().print(Banner.text(host.hostVersion()));
            }
            new InteractiveSession(terminal, host).loop();
            return Ctl.DONE;
        } catch (final IOException e) {
            throw new NoHostException("cannot use the terminal: " + e.getMessage(), e);
        }
    }

    private void loop() throws NoHostException {
        terminal.handle(Terminal.Signal.INT, signal -> host.cancel());
        while (true) {
            final String line;
            try {
                line = reader.readLine(PROMPT).strip();
            } catch (final UserInterruptException e) {
                continue;
            } catch (final EndOfFileException e) {
                return;
            }
            if (Ctl.endsSession(line)) {
                return;
            }
            if (!line.isEmpty()) {
                execute(line);
            }
        }
    }

    private void execute(final String line) throws NoHostException {
        final Pager pager = new Pager(terminal, host::cancel);
        final String refusal = host.exec(line, pager::print);
        pager.end();
        if (refusal != null && !pager.quit()) {
            final AttributedStringBuilder text = new AttributedStringBuilder();
            text.styled(
                    colours ? AttributedStyle.DEFAULT.foreground(AttributedStyle.RED) : AttributedStyle.DEFAULT,
                    refusal);
            terminal.writer().println(colours ? text.toAnsi(terminal) : refusal);
        }
        terminal.flush();
    }

    private void complete(final ParsedLine parsed, final List<Candidate> candidates) {
        // Of files, the directory that they share isn't listed with each.
        final int shared = parsed.word().lastIndexOf('/') + 1;
        try {
            for (final HostConnection.Choice choice : host.complete(parsed.line(), parsed.cursor())) {
                final String word = choice.word();
                final String help = choice.help().isEmpty() ? null : choice.help();
                candidates.add(
                        new Candidate(word, word.substring(shared), null, help, null, null, !word.endsWith("/")));
            }
        } catch (final NoHostException e) {
            // The next line that is run says so.
        }
    }

    /** What {@code ?} does: lists what may follow, or stands for itself within braces. */
    private boolean help() {
        final String before = reader.getBuffer().upToCursor();
        if (before.indexOf('{') >= 0) {
            reader.getBuffer().write('?');
            return true;
        }
        try {
            reader.printAbove(text(host.help(before, before.length())));
        } catch (final NoHostException e) {
            reader.printAbove(e.getMessage());
        }
        return true;
    }

    private static String text(final List<HostConnection.Choice> choices) {
        int width = 0;
        for (final HostConnection.Choice choice : choices) {
            width = Math.max(width, choice.word().length());
        }
        final StringBuilder text = new StringBuilder();
        for (final HostConnection.Choice choice : choices) {
            final String word = choice.word().isEmpty() ? "<" + choice.help() + ">" : choice.word();
            final String help = choice.word().isEmpty() ? "" : choice.help();
            text.append("  ")
                    .append(word)
                    .repeat(' ', Math.max(0, width - word.length()) + 2)
                    .append(help);
            text.setLength(text.toString().stripTrailing().length());
            text.append('\n');
        }
        return text.isEmpty() ? "  nothing may follow here" : text.substring(0, text.length() - 1);
    }

    private static Path historyFile() {
        final String state = System.getenv("XDG_STATE_HOME");
        if (state != null && !state.isEmpty()) {
            try {
                return Files.createDirectories(Path.of(state, "weir")).resolve("history");
            } catch (final IOException e) {
                // Then the one in the home directory.
            }
        }
        return Path.of(System.getProperty("user.home"), ".weir_history");
    }
}
