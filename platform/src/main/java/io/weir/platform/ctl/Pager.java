package io.weir.platform.ctl;

import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/** Stops long output a page at a time: space for a page, Enter for a line, q for no more, G for all of it. */
final class Pager {

    private static final String MORE = "--More--";

    private final Terminal terminal;
    private final Runnable cancel;
    private final StringBuilder unfinished = new StringBuilder();
    private int rowsLeft;
    private boolean all;
    private boolean quit;

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
        terminal.flush();
    }

    boolean quit() {
        return quit;
    }

    private void line(final String line) {
        if (quit) {
            return;
        }
        final int rows = 1 + Math.max(0, line.length() - 1) / Math.max(1, terminal.getWidth());
        if (!all && rowsLeft < rows) {
            ask();
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
        terminal.writer().print("\r" + " ".repeat(MORE.length()) + "\r");
    }

    private int page() {
        return Math.max(1, terminal.getHeight() - 1);
    }
}
