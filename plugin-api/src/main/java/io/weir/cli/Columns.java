package io.weir.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a table as VPP lays them out: {@code Columns.of("%-30s%=12s%16s")} makes a column of 30 aligned to the left,
 * one of 12 centred (an odd blank goes to the left) and one of 16 aligned to the right. Text that is wider than its
 * column pushes the others on, it is never cut. Immutable.
 */
public final class Columns {

    private record Column(char alignment, int width) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<String> between = new ArrayList<>();

    private Columns(final String layout) {
        int position = 0;
        for (int percent = layout.indexOf('%'); percent >= 0; percent = layout.indexOf('%', position)) {
            between.add(layout.substring(position, percent));
            final int end = layout.indexOf('s', percent);
            final char sign = end < 0 ? 0 : layout.charAt(percent + 1);
            final int digits = sign == '-' || sign == '=' ? percent + 2 : percent + 1;
            if (end < 0) {
                throw new IllegalArgumentException("layout `" + layout + "' has a % without its s");
            }
            final int width = digits == end ? 0 : Integer.parseInt(layout, digits, end, 10);
            columns.add(new Column(sign, width));
            position = end + 1;
        }
        between.add(layout.substring(position));
    }

    /**
     * Columns from {@code %Ns} (right), {@code %-Ns} (left) and {@code %=Ns} (centred), N in characters, with any text
     * between them.
     *
     * @throws IllegalArgumentException for any other layout
     */
    public static Columns of(final String layout) {
        return new Columns(layout);
    }

    /** One line without its newline and without blanks at its end; cells that are not given are blank. */
    public String line(final Object... cells) {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            line.append(between.get(i));
            append(line, columns.get(i), i < cells.length ? String.valueOf(cells[i]) : "");
        }
        return line.append(between.getLast()).toString().stripTrailing();
    }

    private static void append(final StringBuilder line, final Column column, final String text) {
        final int blanks = Math.max(0, column.width - text.length());
        final int before =
                switch (column.alignment) {
                    case '-' -> 0;
                    case '=' -> blanks - blanks / 2;
                    default -> blanks;
                };
        line.repeat(' ', before).append(text).repeat(' ', blanks - before);
    }
}
