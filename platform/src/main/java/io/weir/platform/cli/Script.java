package io.weir.platform.cli;

import java.util.ArrayList;
import java.util.List;

/** Gathers lines into commands: one a line, but a block in braces goes on until it is closed. */
public final class Script {

    /**
     * One command.
     *
     * @param lineNumber of its first line, from 1
     * @param text may have several lines
     */
    public record Line(int lineNumber, String text) {}

    private final StringBuilder open = new StringBuilder();
    private int number;
    private int openedAt;
    private int depth;

    /**
     * Takes the next line.
     *
     * @return the command that the line ends; null if there is none, or it goes on
     */
    public Line add(final String line) {
        number++;
        if (openedAt == 0) {
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                return null;
            }
            openedAt = number;
        } else {
            open.append('\n');
        }
        open.append(line);
        for (int i = 0; i < line.length(); i++) {
            final char c = line.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return depth > 0 ? null : end();
    }

    /** The command that was begun and not ended, null if there is none. */
    public Line end() {
        if (openedAt == 0) {
            return null;
        }
        final Line command = new Line(openedAt, open.toString());
        open.setLength(0);
        openedAt = 0;
        depth = 0;
        return command;
    }

    /** The commands of a text; empty lines and lines that begin with {@code #} are left out. */
    public static List<Line> split(final String text) {
        final Script script = new Script();
        final List<Line> commands = new ArrayList<>();
        for (final String line : text.split("\\R", -1)) {
            final Line command = script.add(line);
            if (command != null) {
                commands.add(command);
            }
        }
        final Line last = script.end();
        if (last != null) {
            commands.add(last);
        }
        return commands;
    }
}
