package io.weir.platform.ctl;

import java.io.IOException;
import java.util.Locale;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/**
 * Stops long output a page at a time, as more(1) does: space for a page, Enter for a line, q for no more, G for all of it;
 * {@code /TEXT} passes over what comes before the next line with that text, n does so once more.
 */
final class Pager {

    private static final String MORE = "--More--";
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;

    private final Terminal terminal;
    private final Runnable cancel;
    private final StringBuilder unfinished = new StringBuilder();
    private int rowsLeft;
    private boolean all;
    private boolean quit;
    /** What is looked for, in lower case; empty before the first time. */
    private String wanted = "";

    private boolean seeking;

    /** A pager for the output of one command, which {@code cancel} stops when the user wants no more of it. */
    Pager(final Terminal terminal, final Runnable cancel) {
        this.terminal = terminal;
        this.cancel = cancel;
        this.rowsLeft = page();
        this.all = terminal.getHeight() < 3 || terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }

    /** Prints what there is room for, asking for more when the page is full. */
    void print(final String text) {
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            line(unfinished.append(text, from, end).toString());
            unfinished.setLength(0);
            from = end + 1;
        }
        unfinished.append(text, from, text.length());
        terminal.flush();
    }

    /** Prints what didn't end in a newline. */
    void end() {
        if (!unfinished.isEmpty()) {
            line(unfinished.toString());
        }
        if (seeking && !quit) {
            terminal.writer().println("`" + wanted + "' is not found");
        }
        terminal.flush();
    }

    boolean quit() {
        return quit;
    }

    private void line(final String line) {
        if (quit || seeking && !found(line)) {
            return;
        }
        final int rows = 1 + Math.max(0, line.length() - 1) / Math.max(1, terminal.getWidth());
        if (!all && rowsLeft < rows) {
            ask();
            if (seeking && !found(line)) {
                return;
            }
        }
        if (!quit) {
            terminal.writer().println(line);
            rowsLeft -= rows;
        }
    }

    private void ask() {
        terminal.writer().print(MORE);
        terminal.flush();
        final Attributes before = terminal.enterRawMode();
        try {
            switch (terminal.reader().read()) {
                case ' ' -> rowsLeft = page();
                case 'G' -> all = true;
                case '/' -> seek(readText());
                case 'n' -> seek(wanted);
                case 'q', 'Q', 3, 4, -1, -2 -> {
                    quit = true;
                    cancel.run();
                }
                default -> rowsLeft = 1;
            }
        } catch (final IOException e) {
            quit = true;
        } finally {
            terminal.setAttributes(before);
        }
        wipe(MORE.length());
    }

    private void seek(final String text) {
        wanted = text.toLowerCase(Locale.ROOT);
        seeking = !wanted.isEmpty();
        rowsLeft = page();
    }

    /** Whether a line is the one that is looked for, which ends the search. */
    private boolean found(final String line) {
        seeking = !line.toLowerCase(Locale.ROOT).contains(wanted);
        if (!seeking) {
            terminal.writer().println("...skipping");
            rowsLeft--;
        }
        return !seeking;
    }

    /** Reads what follows the slash up to Enter; an empty text is what was looked for before. */
    private String readText() throws IOException {
        wipe(MORE.length());
        final StringBuilder text = new StringBuilder();
        terminal.writer().print('/');
        terminal.flush();
        for (int c = terminal.reader().read();
                c != '\r' && c != '\n' && c >= 0;
                c = terminal.reader().read()) {
            if (c == DELETE || c == BACKSPACE) {
                text.setLength(Math.max(0, text.length() - 1));
            } else {
                text.append((char) c);
            }
            terminal.writer().print("\r/" + text + " \b");
            terminal.flush();
        }
        wipe(text.length() + 2);
        return text.isEmpty() ? wanted : text.toString();
    }

    private void wipe(final int columns) {
        terminal.writer().print("\r" + " ".repeat(columns) + "\r");
    }

    private int page() {
        return Math.max(1, terminal.getHeight() - 1);
    }
}
