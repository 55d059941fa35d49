package io.weir.platform.cli;

import java.util.ArrayList;
import java.util.List;

/** Splits a text into commands: one a line, but a block in braces goes on until it is closed. */
public final class Script {

    /**
     * One command.
     *
     * @param lineNumber of its first line, from 1
     * @param text may have several lines
     */
    public record Line(int lineNumber, String text) {}

    private Script() {}

    /** The commands of a text; empty lines and lines that begin with {@code #} are left out. */
    public static List<Line> split(final String text) {
        final List<Line> commands = new ArrayList<>();
        StringBuilder open = null;
        int openedAt = 0;
        int depth = 0;
        int number = 0;
        for (final String line : text.lines().toList()) {
            number++;
            if (open == null && (line.isBlank() || line.stripLeading().startsWith("#"))) {
                continue;
            }
            if (open == null) {
                open = new StringBuilder(line);
                openedAt = number;
            } else {
                open.append('\n').append(line);
            }
            depth += depth(line);
            if (depth <= 0) {
                commands.add(new Line(openedAt, open.toString()));
                open = null;
                depth = 0;
            }
        }
        if (open != null) {
            commands.add(new Line(openedAt, open.toString()));
        }
        return commands;
    }

    /** How many more braces the text opens than it closes; below 0 if it closes more. */
    public static int depth(final String text) {
        return (int) (text.chars().filter(c -> c == '{').count()
                - text.chars().filter(c -> c == '}').count());
    }
}
