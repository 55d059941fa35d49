package io.weir.platform.reference;

import java.util.List;
import java.util.stream.Collectors;

/** A page that is being written, in the Markdown that GitHub and GitLab agree on. */
final class Markdown {
    /** What begins every page; a file that begins so was written by this program and may be replaced. */
    static final String MARK = "<!-- Written by `weir reference` from the registry of a host: don't edit. -->";

    private final StringBuilder text = new StringBuilder(MARK).append("\n\n");

    Markdown heading(final int level, final String title) {
        text.repeat('#', level).append(' ').append(title).append("\n\n");
        return this;
    }

    Markdown paragraph(final String sentence) {
        text.append(sentence).append("\n\n");
        return this;
    }

    Markdown items(final List<String> items) {
        items.forEach(item -> text.append("- ").append(item).append('\n'));
        text.append('\n');
        return this;
    }

    /** A table; nothing if it has no rows. */
    Markdown table(final List<String> heading, final List<List<String>> rows) {
        if (!rows.isEmpty()) {
            row(heading);
            text.append('|').repeat("---|", heading.size()).append('\n');
            rows.forEach(this::row);
            text.append('\n');
        }
        return this;
    }

    private void row(final List<String> cells) {
        text.append('|');
        // In a table a bar ends the cell even within code.
        cells.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }

    /** Words as code. */
    static String code(final String words) {
        return '`' + words + '`';
    }

    /** Several as code, with commas. */
    static String codes(final List<String> words) {
        return words.stream().map(Markdown::code).collect(Collectors.joining(", "));
    }

    /** Text of a plugin's, which is no Markdown: quotes in VPP's way become code, the rest is taken as it is. */
    static String plain(final String words) {
        final String escaped = words.replace("\\", "\\\\")
                .replace("<", "\\<")
                .replace("*", "\\*")
                .replace("_", "\\_");
        return escaped.replaceAll("`([^`']*)'", "\u0001$1\u0001")
                .replace("`", "\\`")
                .replace('\u0001', '`')
                .strip();
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing() + "\n";
    }
}
