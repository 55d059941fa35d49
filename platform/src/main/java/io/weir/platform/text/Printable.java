package io.weir.platform.text;

/**
 * Text as it may go to a terminal or into a log: control characters, which names of interfaces, files and plugins may have
 * whoever gave them, are shown as escapes. Only the ends of lines and tabs stay.
 */
public final class Printable {
    private static final int DELETE = 0x7f;
    private static final int LAST_CONTROL = 0x9f;

    private Printable() {}

    /** The text, itself if nothing in it needs an escape. */
    public static CharSequence of(final CharSequence text) {
        return of(text, false);
    }

    /** The same for what is to be one line: the ends of lines in it, which somebody's file name may have, are escaped too. */
    public static String line(final CharSequence text) {
        return of(text, true).toString();
    }

    private static CharSequence of(final CharSequence text, final boolean oneLine) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i), oneLine)) {
                return escaped(text, i, oneLine);
            }
        }
        return text;
    }

    private static CharSequence escaped(final CharSequence text, final int first, final boolean oneLine) {
        final StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (isControl(c, oneLine)) {
                out.append(String.format("\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out;
    }

    private static boolean isControl(final char c, final boolean oneLine) {
        return c < ' ' ? oneLine || c != '\n' && c != '\t' : c >= DELETE && c <= LAST_CONTROL;
    }
}
