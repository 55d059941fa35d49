package io.weir.platform.plugin.ledger;

import io.weir.platform.text.Printable;
import java.util.regex.Pattern;

/** Names that plugins give to what they register: they stand in tables, commands and logs. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,62}");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*( [A-Za-z0-9._/:@-]+)*");
    private static final int MAX_WORDS = 63;
    private static final Pattern TYPE = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]*");

    private Names() {}

    /**
     * Checks a name.
     *
     * @param kind of what, for the sentence.
     * @throws IllegalArgumentException when it is none.
     */
    static String check(final String kind, final String name) {
        return check(kind, name, NAME, "a name of 1 to 63 letters, digits, . _ / : @ -");
    }

    /** Checks a name that may be several words. */
    static String words(final String kind, final String name) {
        if (name != null && name.length() > MAX_WORDS) {
            throw new IllegalArgumentException(
                    kind + " name `" + Printable.line(name) + "' has more than " + MAX_WORDS + " letters");
        }
        return check(kind, name, WORDS, "words of letters, digits, . _ / : @ -");
    }

    /** Checks the name of a class. */
    static String type(final String kind, final String name) {
        return check(kind, name, TYPE, "the name of a class");
    }

    private static String check(final String kind, final String name, final Pattern pattern, final String wanted) {
        if (name == null) {
            throw new IllegalArgumentException(kind + " without a name");
        }
        if (!pattern.matcher(name).matches()) {
            throw new IllegalArgumentException(kind + " name `" + Printable.line(name) + "' is not " + wanted);
        }
        return name;
    }
}
